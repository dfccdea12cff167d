import type { Charter, CharterStatus } from '../generated/prisma/client.ts'
import { formatDay } from '../web/view-helpers.ts'

type Dated = Pick<Charter, 'status' | 'submittedAt' | 'decidedAt' | 'validUntil'>
/** `tone` of the banner; `label` is repeated at the foot of each page. */
type DocumentState = { label: string; sentence: string; tone: 'plain' | 'inForce' | 'warning' }

const on = (day: Date | null) => (day ? ` le ${formatDay(day)}` : '')

const states: Record<CharterStatus, (charter: Dated) => DocumentState> = {
  draft: () => ({ label: 'Projet', sentence: 'Projet', tone: 'plain' }),
  proposed: () => ({ label: 'Projet', sentence: 'Soumise à l’accord des copilotes', tone: 'plain' }),
  submitted: ({ submittedAt }) => ({ label: 'En attente de validation', sentence: `Transmise${on(submittedAt)}, en attente de validation`, tone: 'plain' }),
  returned: () => ({ label: 'Renvoyée pour complément', sentence: 'Renvoyée pour complément', tone: 'warning' }),
  validated: ({ decidedAt, validUntil }) => ({ label: 'Validée', sentence: `Validée${on(decidedAt)}${validUntil ? `, valable jusqu’au ${formatDay(validUntil)}` : ''}`, tone: 'inForce' }),
  replaced: () => ({ label: 'Remplacée', sentence: 'Remplacée par une version plus récente', tone: 'warning' }),
}

/** What the document says of itself on the day it is made. */
export const documentState = (charter: Dated) => states[charter.status](charter)
