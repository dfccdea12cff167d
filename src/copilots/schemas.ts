import { z } from 'zod'
import { optionalSiret } from '../organisations/schemas.ts'
import { email, text } from '../web/fields.ts'

export const economicCopilotSchema = z.object({
  firstName: text(80, 'Saisissez le prénom du copilote.'),
  lastName: text(80, 'Saisissez le nom du copilote.'),
  email,
  jobTitle: text(120, 'Saisissez sa fonction, par exemple « Directrice générale ».'),
  organisationName: text(200, 'Saisissez le nom de sa structure : entreprise, club, chambre ou association.'),
  siret: optionalSiret,
})
export type EconomicCopilotInput = z.output<typeof economicCopilotSchema>
