import { db, type Tx } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { notOverOn, runningOn, today } from '../school-year.ts'
import { fullName, searchKey, searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import type { Sort } from '../web/sorting.ts'
import { worldLabels, worlds } from '../worlds.ts'
import { memberName, structureName } from './names.ts'
import type { MemberFilters } from './schemas.ts'

export const membersPageSize = 25
const readLimit = 10_000
const structures = { school: true, organisation: true } satisfies Prisma.MemberInclude

/** Members whose participation runs today. */
export const currentMembers = (day = today()) =>
  runningOn(day) satisfies Prisma.MemberWhereInput

/** A member of this CLEE; 404 when it is another's, or gone. */
export async function getMember(cleeId: string, id: string) {
  const member = uuid.safeParse(id).success ? await db.member.findFirst({ where: { id, cleeId }, include: structures }) : null
  if (!member) throw notFound('Ce membre n’existe pas, ou n’existe plus.')
  return member
}
export type FullMember = Awaited<ReturnType<typeof getMember>>

/** The current members of a CLEE, by world then structure. */
export async function listCurrentMembers(tx: Tx, cleeId: string) {
  const members = await tx.member.findMany({ where: { cleeId, ...currentMembers() }, include: structures, orderBy: { createdAt: 'asc' }, take: readLimit })
  return members.toSorted(comparators.structure)
}

const periods: Record<MemberFilters['periode'], (day: Date) => Prisma.MemberWhereInput> = {
  // Those to come are no longer history and not yet past.
  '': (day) => notOverOn(day),
  anciens: (day) => ({ endsOn: { lt: day } }),
  tous: () => ({}),
}

const collator = new Intl.Collator('fr', { sensitivity: 'base', numeric: true })
const byText = (read: (member: FullMember) => string) => (one: FullMember, other: FullMember) => collator.compare(read(one), read(other))
const byDay = (read: (member: FullMember) => Date | null) => (one: FullMember, other: FullMember) => (read(one)?.getTime() ?? 0) - (read(other)?.getTime() ?? 0)

/** The orders of the list, by the key that its address carries. */
const comparators = {
  structure: byText((member) => `${structureName(member) || fullName(member)} ${member.jobTitle}`),
  fonction: byText(({ jobTitle }) => jobTitle),
  monde: (one: FullMember, other: FullMember) => worlds.indexOf(one.world) - worlds.indexOf(other.world),
  siege: (one: FullMember, other: FullMember) => Number(other.hasSeat) - Number(one.hasSeat),
  du: byDay(({ startsOn }) => startsOn),
}
export const memberSortKeys = ['structure', 'fonction', 'monde', 'siege', 'du'] as const
type MemberSort = Sort<(typeof memberSortKeys)[number]>

const answers = (member: FullMember, words: string[]) => {
  const text = searchKey([memberName(member), fullName(member), worldLabels[member.world], member.schoolUai, member.organisation?.siret, member.organisation?.city].join(' '))
  return words.every((word) => text.includes(word))
}

/** All the members that the filters keep, sorted: what the CSV holds. A CLEE has few enough to sort them here, by names that two tables hold. */
export async function exportMembers(cleeId: string, { recherche, monde, siege, periode }: MemberFilters, sort: MemberSort) {
  const where = { cleeId, ...periods[periode](today()), ...(monde && { world: monde }), ...(siege && { hasSeat: siege === 'oui' }) }
  const members = await db.member.findMany({ where, include: structures, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: readLimit })
  const words = searchWords(recherche)
  const isVain = recherche !== '' && words.length === 0
  const sorted = members.filter((member) => !isVain && answers(member, words)).toSorted(comparators.structure).toSorted(comparators[sort.key])
  return sort.isDescending ? sorted.toReversed() : sorted
}

/** A page of them. */
export async function listMembers(cleeId: string, filters: MemberFilters, sort: MemberSort, page: number) {
  const members = await exportMembers(cleeId, filters, sort)
  const { skip, take } = pageSlice(page, members.length, membersPageSize)
  // Without present members, the past ones must still be found.
  const hasHistory = members.length > 0 || (await db.member.count({ where: { cleeId } })) > 0
  return { members: members.slice(skip, skip + take), total: members.length, hasHistory }
}
