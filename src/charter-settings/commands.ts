import { isDeepStrictEqual } from 'node:util'
import { audit, type Actor } from '../audit/audit.ts'
import { readCharterSettings, type CharterRules } from '../charters/settings.ts'
import { db } from '../db.ts'
import { refuseUnseen } from '../seen.ts'
import type { SettingsInput } from './schemas.ts'

/** The rules as their form shows them. */
export const rulesIn = ({ needsAgreement, agreementReminderDays, validityYears, signatories }: CharterRules): CharterRules => ({ needsAgreement, agreementReminderDays, validityYears, signatories })

/** Sets the rules of all charters. Throws FieldError when somebody changed them since the form showed them. False when nothing changes. */
export const saveCharterSettings = (actor: Actor, { seen, ...rules }: SettingsInput) =>
  db.$transaction(async (tx) => {
    await tx.charterSettings.createMany({ data: [{ id: 1 }], skipDuplicates: true })
    await tx.$queryRaw`SELECT 1 FROM charter_settings WHERE id = 1 FOR UPDATE`
    const present = rulesIn(await readCharterSettings(tx))
    refuseUnseen(seen, present)
    if (isDeepStrictEqual(present, rulesIn(rules))) return false
    await tx.charterSettings.update({ where: { id: 1 }, data: rules })
    await audit(tx, actor, 'template.settings', { id: 'charters', name: 'Règles des chartes' }, { from: present, to: rules })
    return true
  })
