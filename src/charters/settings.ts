import type { Tx } from '../db.ts'
import { db } from '../db.ts'
import type { CharterSettings, Signatory } from '../generated/prisma/client.ts'

export type CharterRules = Pick<CharterSettings, 'needsAgreement' | 'agreementReminderDays' | 'validityYears' | 'signatories'>

const defaults: CharterRules = { needsAgreement: true, agreementReminderDays: 5, validityYears: 3, signatories: ['education', 'economy'] }

export const signatoryLabels: Record<Signatory, string> = {
  education: 'Copilote du monde éducatif',
  economy: 'Copilote du monde économique',
  mission: 'Mission académique',
}

/** What the mission has set for all charters, or the portal's defaults. */
export const readCharterSettings = async (tx: Tx | typeof db = db): Promise<CharterRules> => (await tx.charterSettings.findUnique({ where: { id: 1 } })) ?? defaults
