import { dayAfter } from '../../src/copilots/seats.ts'
import { addMember, endMember, recordConsent } from '../../src/members/commands.ts'
import { consentSchema, memberSchema } from '../../src/members/schemas.ts'
import { parisDay, today } from '../../src/school-year.ts'
import { kindOf, siretOf } from './organisations.ts'
import { enter } from './steps.ts'
import type { MemberFact, Person, Step } from './story.ts'

const placeOf = (structure: string) => {
  if (structure === '') return {}
  const isSchool = /^\d{7}[A-Z]$/.test(structure)
  return isSchool ? { schoolUai: structure } : { organisationName: structure, siret: siretOf(structure), organisationKind: kindOf(structure) }
}

/** What the member's form would send. */
const formOf = ([world, structure, jobTitle, seat]: MemberFact) => ({ world, jobTitle, hasSeat: seat ? '' : 'oui', ...placeOf(structure) })

export const gathers = (...members: MemberFact[]): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  for (const member of members) await addMember(actor, clee, memberSchema.parse(formOf(member)))
}

/** Adds somebody under their name, who agreed by this means that it be published; without a structure, they represent only themselves. */
export const welcomes = (member: MemberFact, person: Person, means: 'written' | 'oral' | 'mail' | null): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  const added = await addMember(actor, clee, memberSchema.parse({ ...formOf(member), ...person }))
  if (means) await recordConsent(actor, clee, added, consentSchema.parse({ consentOn: parisDay(today()), means }))
}

/** Somebody who was a member for a year, until yesterday. */
export const partsWith = (member: MemberFact): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  const startsOn = parisDay(dayAfter(today(), -366))
  const added = await addMember(actor, clee, memberSchema.parse({ ...formOf(member), startsOn }))
  await endMember(actor, clee, added, dayAfter(today(), -1))
}
