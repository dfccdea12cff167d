import { z } from 'zod'
import type { ActionOutcome } from '../generated/prisma/client.ts'

const sentSchema = z.array(z.object({ id: z.string(), revision: z.number(), title: z.string() }))
type Sent = z.output<typeof sentSchema>[number]
type Present = { id: string; revision: number; outcome: ActionOutcome | null }

/** What goes to the mission: everything of the list but what was cancelled. */
export const isSendable = ({ outcome }: Pick<Present, 'outcome'>) => outcome !== 'cancelled'

/** What a list that is sent keeps of its actions. */
export const toSent = ({ id, revision, title }: Sent): Sent => ({ id, revision, title })

export type ChangeMark = { label: 'Ajoutée depuis l’envoi' | 'Modifiée depuis l’envoi'; kind: 'warning' }
const added: ChangeMark = { label: 'Ajoutée depuis l’envoi', kind: 'warning' }
const changed: ChangeMark = { label: 'Modifiée depuis l’envoi', kind: 'warning' }

function markOf(action: Present, sent: Sent | undefined): ChangeMark | null {
  if (!sent) return isSendable(action) ? added : null
  return sent.revision === action.revision ? null : changed
}

/**
 * What differs from the list that was last sent: a mark by id of action, and the titles of those removed since. Nothing
 * when it was never sent, or before the portal kept what was sent.
 */
export function changesSince(sentActions: unknown, actions: Present[]) {
  const sent = sentSchema.safeParse(sentActions).data
  if (!sent) return { marks: new Map<string, ChangeMark>(), removed: [] }
  const byId = new Map(sent.map((action) => [action.id, action]))
  const present = new Set(actions.map(({ id }) => id))
  const marks = new Map(actions.flatMap((action) => {
    const mark = markOf(action, byId.get(action.id))
    return mark ? [[action.id, mark] as const] : []
  }))
  return { marks, removed: sent.filter(({ id }) => !present.has(id)).map(({ title }) => title) }
}
