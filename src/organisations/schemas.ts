import { z } from 'zod'
import { choice, optionalLine, line, uuid } from '../web/fields.ts'
import { searchKey } from '../text.ts'
import { worlds } from '../worlds.ts'
import { kinds, usualWorlds } from './labels.ts'
import { checkSiret } from './siret.ts'

/** Whether a name has something to be found by. */
export const isNamed = (name: string) => searchKey(name) !== ''
export const namelessSentence = 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'

/** A SIRET that may be left empty (null); a wrong one is refused with its reason (R15). */
export const optionalSiret = optionalLine(30).transform((typed, context) => {
  if (typed === '') return null
  const check = checkSiret(typed)
  if (check.ok) return check.siret
  context.addIssue({ code: 'custom', message: check.reason })
  return z.NEVER
})

/** What the mission corrects of an organisation; without a world, that of its kind. */
export const organisationSchema = z.object({
  name: line(200, 'Saisissez le nom de l’organisation.').refine(isNamed, namelessSentence),
  kind: choice(kinds, 'Choisissez un type de la liste.'),
  world: choice(['', ...worlds], 'Choisissez un monde de la liste.'),
  city: optionalLine(100),
  siret: optionalSiret,
})

export const readChange = ({ world, ...change }: z.output<typeof organisationSchema>) => ({ ...change, world: world || usualWorlds[change.kind] })
export type OrganisationChange = ReturnType<typeof readChange>

export const organisationFiltersSchema = z.object({
  recherche: z.string().trim().max(200).catch(''),
  type: z.enum(kinds).or(z.literal('')).catch(''),
  monde: z.enum(worlds).or(z.literal('')).catch(''),
  tri: z.string().max(20).catch(''),
})
export type OrganisationFilters = z.output<typeof organisationFiltersSchema>

/** Which of two organisations is kept. */
export const mergeSchema = z.object({
  other: uuid,
  kept: z.uuid('Choisissez l’organisation à garder.'),
})
