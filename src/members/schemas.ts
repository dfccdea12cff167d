import { z } from 'zod'
import { kinds, usualWorlds } from '../organisations/labels.ts'
import { isNamed, namelessSentence, optionalSiret } from '../organisations/schemas.ts'
import { today } from '../school-year.ts'
import { worlds } from '../worlds.ts'
import { checkbox, choice, isPlain, lookup, optionalLine, optionalPersonName, line, plainSentence, plausibleDay, withRules, type Rule } from '../web/fields.ts'
import { seenField } from '../seen.ts'
import { consentMeansKeys } from './labels.ts'

const fields = z.object({
  world: choice(['', ...worlds], 'Choisissez le monde que ce membre représente.'),
  schoolUai: lookup(200),
  organisationName: lookup(200).refine(isPlain, plainSentence).refine((name) => name === '' || isNamed(name), namelessSentence),
  siret: optionalSiret,
  organisationKind: choice(['', ...kinds], 'Choisissez un type de la liste.'),
  organisationCity: optionalLine(100),
  firstName: optionalPersonName,
  lastName: optionalPersonName,
  jobTitle: line(120, 'Saisissez la fonction, par exemple « Directeur de site ».'),
  hasSeat: checkbox,
  startsOn: plausibleDay,
  endsOn: plausibleDay,
  seen: seenField,
})
type Fields = z.output<typeof fields>

const hasOrganisation = ({ organisationName, siret }: Partial<Fields>) => Boolean(organisationName) || Boolean(siret)
const detailed = ({ organisationKind, organisationCity }: Partial<Fields>) => Boolean(organisationKind) || Boolean(organisationCity)

const rules: Rule<Fields>[] = [
  ['world', 'Choisissez le monde que ce membre représente.', ({ world, schoolUai, organisationKind }) => world !== '' || Boolean(schoolUai) || Boolean(organisationKind)],
  ['schoolUai', 'Un établissement appartient au monde de l’éducation : changez le monde, ou saisissez une organisation.', ({ schoolUai, world }) => !schoolUai || !world || world === 'education'],
  ['organisationName', 'Choisissez un établissement ou saisissez une organisation, pas les deux.', (member) => !member.schoolUai || !hasOrganisation(member)],
  ['organisationName', 'Saisissez le nom de cette organisation.', (member) => !detailed(member) || Boolean(member.schoolUai) || member.organisationName === undefined || hasOrganisation(member)],
  ['organisationName', 'Indiquez une structure ; ou, plus bas, le nom de la personne si elle ne représente qu’elle-même.', (member) => Boolean(member.schoolUai) || member.organisationName === undefined || member.siret === undefined || hasOrganisation(member) || member.lastName !== ''],
  ['lastName', 'Saisissez aussi le nom de famille.', ({ firstName, lastName }) => !firstName || lastName !== ''],
  ['endsOn', 'La fin vient avant le début : corrigez l’une des deux dates.', ({ startsOn, endsOn }) => !endsOn || startsOn === undefined || endsOn >= (startsOn ?? today())],
]

/** A member as typed: a school, an organisation or neither; the world may follow from them; without a first day, today. */
export const memberSchema = withRules(fields, rules)
export type MemberInput = Fields

/** The world of a member, said or followed from the structure. */
export const worldOf = ({ world, schoolUai, organisationKind }: MemberInput) =>
  world || (schoolUai === '' && organisationKind ? usualWorlds[organisationKind] : 'education')

export const endSchema = z.object({ endsOn: plausibleDay.refine((day) => day !== null, 'Saisissez le dernier jour de la participation.') })

export const consentSchema = z.object({
  consentOn: plausibleDay
    .refine((day) => day !== null, 'Saisissez le jour où la personne a donné son accord.')
    .refine((day) => day === null || day <= today(), 'Un accord s’enregistre une fois donné : cette date est à venir.'),
  means: choice(consentMeansKeys, 'Choisissez comment la personne a donné son accord.'),
  precision: optionalLine(200),
})
export type ConsentInput = z.output<typeof consentSchema>

/** Filters of the members' list, as its address carries them; what is unreadable filters nothing. */
export const memberFiltersSchema = z.object({
  recherche: z.string().trim().max(200).catch(''),
  monde: z.enum(worlds).or(z.literal('')).catch(''),
  siege: z.enum(['oui', 'non']).or(z.literal('')).catch(''),
  periode: z.enum(['anciens', 'tous']).or(z.literal('')).catch(''),
  tri: z.string().max(20).catch(''),
})
export type MemberFilters = z.output<typeof memberFiltersSchema>
