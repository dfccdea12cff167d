import { z } from 'zod'
import { isNamed, optionalSiret } from '../organisations/schemas.ts'
import { email, line, personName } from '../web/fields.ts'

export const economicCopilotSchema = z.object({
  firstName: personName('Saisissez le prénom du copilote.'),
  lastName: personName('Saisissez le nom du copilote.'),
  email,
  jobTitle: line(120, 'Saisissez sa fonction, par exemple « Directrice générale ».'),
  organisationName: line(200, 'Saisissez le nom de sa structure : entreprise, club, chambre ou association.').refine(isNamed, 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'),
  siret: optionalSiret,
})
export type EconomicCopilotInput = z.output<typeof economicCopilotSchema>
