import { z } from 'zod'
import { Signatory } from '../generated/prisma/enums.ts'
import { seenField } from '../seen.ts'
import { checkbox, choices } from '../web/fields.ts'

const wholeNumber = (minimum: number, maximum: number) => {
  const sentence = `Saisissez un nombre entier, de ${minimum} à ${maximum}.`
  return z.string(sentence).trim().regex(/^\d{1,3}$/, sentence).transform(Number).pipe(z.number().min(minimum, sentence).max(maximum, sentence))
}

export const settingsSchema = z.object({
  needsAgreement: checkbox,
  agreementReminderDays: wholeNumber(1, 60),
  validityYears: wholeNumber(1, 10),
  signatories: choices(Object.values(Signatory), 'Choisissez les signataires dans la liste.').refine((chosen) => chosen.length > 0, 'Cochez au moins un signataire.'),
  seen: seenField,
})
export type SettingsInput = z.output<typeof settingsSchema>
