import type { Tx } from '../db.ts'
import type { Member } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { fullName, searchKey } from '../text.ts'
import { worldOf, type MemberInput } from './schemas.ts'
import { pickStructure, type Structure } from './structure.ts'

export type Columns = Pick<Member, 'world' | 'schoolUai' | 'organisationId' | 'firstName' | 'lastName' | 'jobTitle' | 'hasSeat' | 'startsOn' | 'endsOn'>

/** A member's columns from what was typed; without a first day, `start`. Throws FieldError when the structure can't be told. */
export async function readMember(tx: Tx, cleeId: string, input: MemberInput, start = today()): Promise<Columns & Structure> {
  const { school, organisation } = await pickStructure(tx, cleeId, input)
  const { firstName, lastName, jobTitle, hasSeat, endsOn } = input
  const world = worldOf(input)
  return { world, schoolUai: school?.uai ?? null, organisationId: organisation?.id ?? null, firstName, lastName, jobTitle, hasSeat, startsOn: input.startsOn ?? start, endsOn, school, organisation }
}

/** What is written of them: the structures themselves stay out. */
export const columnsOf = ({ world, schoolUai, organisationId, firstName, lastName, jobTitle, hasSeat, startsOn, endsOn }: Columns): Columns =>
  ({ world, schoolUai, organisationId, firstName, lastName, jobTitle, hasSeat, startsOn, endsOn })

const nameKey = (person: Pick<Member, 'firstName' | 'lastName'>) => searchKey(fullName(person))

/** Names tell two members apart only when both have one. */
const isSamePerson = (one: Columns, other: Columns) => one.lastName === '' || other.lastName === '' || nameKey(one) === nameKey(other)

const overlaps = (one: Columns, other: Columns) => (!one.endsOn || one.endsOn >= other.startsOn) && (!other.endsOn || other.endsOn >= one.startsOn)

/** Whether two lines tell the same member: structure, function, some of the days, and the name when both have one. */
export const isSameMember = (one: Columns, other: Columns) =>
  one.schoolUai === other.schoolUai &&
  one.organisationId === other.organisationId &&
  overlaps(one, other) &&
  searchKey(one.jobTitle) === searchKey(other.jobTitle) &&
  isSamePerson(one, other)

/** The member who already holds this function for this structure, or null. */
export async function findSame(tx: Tx, cleeId: string, member: Columns, exceptId = '') {
  const { schoolUai, organisationId } = member
  const close = await tx.member.findMany({ where: { cleeId, schoolUai, organisationId }, orderBy: { createdAt: 'asc' } })
  return close.find((other) => other.id !== exceptId && isSameMember(other, member)) ?? null
}
