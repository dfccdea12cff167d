import type { FullClee } from '../clees/queries.ts'
import { fullName } from '../text.ts'
import { kindOptions } from '../organisations/labels.ts'
import { organisationLabel } from '../organisations/typed.ts'
import { schoolLabel } from '../schools/pick.ts'
import { today } from '../school-year.ts'
import { formatPeriod, formatDay } from '../web/view-helpers.ts'
import { worldLabels, worldOptions } from '../worlds.ts'
import { memberName, structureName } from './names.ts'
import type { FullMember } from './queries.ts'

const participation = ({ startsOn, endsOn }: FullMember) => (endsOn ? formatPeriod(startsOn, endsOn) : `depuis le ${formatDay(startsOn)}`)

/** What the list shows of a member. */
export const rowOf = (member: FullMember) => ({
  id: member.id,
  label: memberName(member),
  person: fullName(member),
  jobTitle: member.jobTitle,
  structure: structureName(member),
  worldLabel: worldLabels[member.world],
  hasSeat: member.hasSeat,
  period: member.startsOn > today() ? `à partir du ${formatDay(member.startsOn)}` : participation(member),
  isPast: member.endsOn !== null && member.endsOn < today(),
  hasEnd: member.endsOn !== null,
  consentOn: member.consentOn,
})

/** A member as the form shows it. */
export const formOf = ({ school, organisation, hasSeat, world, firstName, lastName, jobTitle, startsOn, endsOn }: FullMember) => ({
  world,
  schoolUai: school ? schoolLabel(school) : '',
  organisationName: organisation ? organisationLabel(organisation) : '',
  firstName,
  lastName,
  jobTitle,
  hasSeat: hasSeat ? 'oui' : '',
  startsOn,
  endsOn,
})

/** A member as registered, in words. */
export const memberLines = (member: FullMember) => [
  { term: 'Membre', text: memberName(member) },
  { term: 'Monde', text: worldLabels[member.world] },
  { term: 'Personne', text: fullName(member) },
  { term: 'Comité de pilotage', text: member.hasSeat ? 'Siège' : 'Sans siège' },
  { term: 'Participation', text: participation(member) },
]

/** The lists that the form offers. */
export const formOptions = { worlds: worldOptions, kinds: [{ value: '', label: 'Non précisé' }, ...kindOptions] }

const csvDay = (day: Date | null) => (day ? day.toISOString().slice(0, 10) : '')

/** The private CSV: its columns can be pasted back into an import. */
export const csvOf = (members: FullMember[]) => [
  ['Monde', 'Structure', 'UAI', 'SIRET', 'Fonction', 'Prénom', 'Nom', 'Siège', 'Du', 'Au', 'Accord pour publier le nom', 'Moyen de l’accord', 'Accord enregistré par'],
  ...members.map((member) => [
    worldLabels[member.world], structureName(member), member.schoolUai ?? '', member.organisation?.siret ?? '', member.jobTitle, member.firstName, member.lastName,
    member.hasSeat ? 'oui' : 'non', csvDay(member.startsOn), csvDay(member.endsOn), csvDay(member.consentOn), member.consentMeans, member.consentRecordedBy,
  ]),
]

export const pathOf = ({ slug }: Pick<FullClee, 'slug'>, last = '') => `/clees/${slug}/membres${last}`
