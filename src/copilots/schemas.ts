import { z } from 'zod'
import { isNamed, optionalSiret } from '../organisations/schemas.ts'
import { isSchoolYear } from '../school-year.ts'
import { email, line, lookup, personName } from '../web/fields.ts'
import { sideKeys } from './seats.ts'

const person = {
  firstName: personName('Saisissez le prénom du copilote.'),
  lastName: personName('Saisissez le nom du copilote.'),
  email,
}

/** Whether a day was read: rules between fields are asked of wrong ones too. */
export const isDate = (value: unknown): value is Date => value instanceof Date

/** What names a co-pilot of the education side: a person and a school to look up. */
export const educationFields = {
  ...person,
  jobTitle: line(120, 'Saisissez sa fonction, par exemple « Proviseure ».'),
  school: lookup(200).refine((typed) => typed !== '', 'Indiquez son établissement : code UAI, nom ou commune.'),
}

/** What names a co-pilot of the economic side: a person and an organisation. */
export const economyFields = {
  ...person,
  jobTitle: line(120, 'Saisissez sa fonction, par exemple « Directrice générale ».'),
  organisationName: line(200, 'Saisissez le nom de sa structure : entreprise, club, chambre ou association.').refine(isNamed, 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'),
  siret: optionalSiret,
}

export const economicCopilotSchema = z.object(economyFields)
export type EconomicCopilotInput = z.output<typeof economicCopilotSchema>

const typed = z.string().trim().max(200).catch('')

/** What the history of seats is filtered by; anything unreadable is no filter. */
export const historyFiltersSchema = z.object({
  texte: typed,
  monde: z.enum([sideKeys.education, sideKeys.economy]).or(z.literal('')).catch(''),
  annee: z.string().refine(isSchoolYear).catch(''),
})
export type HistoryFilters = z.output<typeof historyFiltersSchema>
