import { z } from 'zod'
import { kinds } from '../organisations/labels.ts'
import { isNamed, namelessSentence } from '../organisations/schemas.ts'
import { today } from '../school-year.ts'
import { checkbox, choice, choices, codes, isPlain, line, lookup, optionalCount, optionalDay, optionalLine, optionalText, plainSentence, plausibleDay, revision, withRules, type Rule } from '../web/fields.ts'
import { indicatorRows, newPartnerRows, numbered, optionalWebAddress } from './fields.ts'
import { actionTypeKeys, audienceKeys, avenirGoalKeys, levelKeys, sectorKeys, visibilityKeys } from './vocabulary.ts'

const title = line(160, 'Donnez un titre à l’action.')
const type = choice(actionTypeKeys, 'Choisissez le type de l’action.')
const audiences = choices(audienceKeys, 'Choisissez des publics de la liste.')
const schoolUais = codes(/^\d{7}[A-Z]$/, 'Choisissez des établissements de la liste.', 100)
const ids = (sentence: string, maximum: number) => codes(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, sentence, maximum)

/** The first save asks five things; `id` is drawn when the form is shown, so that sending it twice records it once. */
export const newActionSchema = z.object({ title, type, audiences, startsOn: optionalDay, schoolUais, agrees: checkbox, id: z.uuid('Rechargez la page.') })
export type NewActionInput = z.output<typeof newActionSchema>

const identity = z.object({ title, type, cleeIds: ids('Choisissez des CLEE de la liste.', 50), otherClee: lookup(200), revision })
export type IdentityInput = z.output<typeof identity>

const audience = z.object({ audiences, levels: choices(levelKeys, 'Choisissez des niveaux de la liste.'), pupilsPlanned: optionalCount(), revision })
export type AudienceInput = z.output<typeof audience>

const course = z.object({
  avenirGoals: choices(avenirGoalKeys, 'Choisissez des objectifs de la liste.'),
  objective: optionalText(3_000),
  ...numbered('indicatorLabel', indicatorRows, optionalLine(160)),
  ...numbered('indicatorTarget', indicatorRows, optionalCount(1_000_000_000)),
  budget: optionalCount(100_000_000),
  decidedOn: plausibleDay.refine((day) => day === null || day <= today(), 'Cette date est à venir : indiquez le jour où le comité a décidé.'),
  revision,
})
export type CourseInput = z.output<typeof course>
const courseRules = indicatorRows.map((row): Rule<CourseInput> => [
  `indicatorLabel${row}`,
  'Dites ce que compte cet indicateur, ou effacez sa cible.',
  (typed) => typed[`indicatorTarget${row}`] === null || typed[`indicatorTarget${row}`] === undefined || typed[`indicatorLabel${row}`] !== '',
])

const organisation = z.object({
  startsOn: optionalDay,
  endsOn: optionalDay,
  place: optionalLine(200),
  schoolUais,
  sectors: choices(sectorKeys, 'Choisissez des secteurs de la liste.'),
  seats: optionalCount(),
  registrationUrl: optionalWebAddress,
  revision,
})
export type OrganisationInput = z.output<typeof organisation>
const organisationRules: Rule<OrganisationInput>[] = [
  ['startsOn', 'Indiquez aussi la date de début.', ({ startsOn, endsOn }) => !endsOn || startsOn !== null],
  ['endsOn', 'La fin vient avant le début : corrigez l’une des deux dates.', ({ startsOn, endsOn }) => !startsOn || !endsOn || endsOn >= startsOn],
]

const newPartners = z.object({
  ...numbered('organisationName', newPartnerRows, lookup(200).refine(isPlain, plainSentence).refine((name) => name === '' || isNamed(name), namelessSentence)),
  ...numbered('organisationKind', newPartnerRows, choice(['', ...kinds], 'Choisissez un type de la liste.')),
  ...numbered('organisationCity', newPartnerRows, optionalLine(100)),
  ...numbered('newPart', newPartnerRows, optionalLine(200)),
})
type NewPartners = z.output<typeof newPartners>
const newPartnerRules = newPartnerRows.map((row): Rule<NewPartners> => [
  `organisationName${row}`,
  `Organisation ${row} : saisissez aussi son nom.`,
  (typed) => typed[`organisationName${row}`] !== '' || !(typed[`organisationKind${row}`] || typed[`organisationCity${row}`] || typed[`newPart${row}`]),
])

/** The partners of an action: those ticked among the `offered`, each with its part, and new ones. */
export const partnersSchema = (offered: string[]) =>
  withRules(newPartners, newPartnerRules).safeExtend({ organisationIds: ids('Choisissez des organisations de la liste.', 200), revision, ...numberedById(offered) })
export type PartnersInput = NewPartners & { organisationIds: string[]; revision: number } & Partial<Record<`part-${string}`, string>>

const numberedById = (offered: string[]) => Object.fromEntries(offered.map((id) => [`part-${id}`, optionalLine(200)]))

const diffusion = z.object({ visibility: choice(visibilityKeys, 'Choisissez à qui montrer cette action.'), publicSummary: optionalText(1_000), revision })
export type DiffusionInput = z.output<typeof diffusion>

export const identitySchema = identity
export const audienceSchema = audience
export const courseSchema = withRules(course, courseRules)
export const organisationSchema = withRules(organisation, organisationRules)
export const diffusionSchema = diffusion
