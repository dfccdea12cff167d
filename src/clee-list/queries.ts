import type { CurrentUser } from '../auth/current-user.ts'
import { cleeStates } from '../clees/labels.ts'
import { cleesOlderThan } from '../charter-templates/queries.ts'
import { findPublishedTemplate } from '../charters/queries.ts'
import { listStandings } from '../charters/standings.ts'
import { charterStates } from '../charters/workflow.ts'
import { db } from '../db.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'
import { lastMeetings } from '../meetings/queries.ts'
import { heldOnDay, schoolYearOf, today } from '../school-year.ts'
import { displayName, fullName, searchKey, searchWords } from '../text.ts'
import { sortRows, type Sort } from '../web/sorting.ts'
import { charterKey, hasCharterKey, lineInclude, lineOf, type CleeLine } from './lines.ts'
import { visibleListClees } from './policy.ts'
import type { CleeListFilters } from './schemas.ts'

export const cleeListPageSize = 50
/** An académie has some dozens of CLEEs; beyond this number the list, and its file, would stop. */
const limit = 10_000

export const cleeListSorts = ['bassin', 'nom', 'etat', 'education', 'economie', 'charte', 'actions', 'reunion', 'date'] as const
export type CleeListSort = Sort<(typeof cleeListSorts)[number]>

type Person = { cleeId: string; key: string }

// Names bear accents: they are compared here.
async function listPeople(): Promise<Person[]> {
  const seats = await db.copilot.findMany({ where: heldOnDay(today()), select: { cleeId: true, firstName: true, lastName: true }, orderBy: { id: 'asc' } })
  return seats.map(({ cleeId, ...person }) => ({ cleeId, key: searchKey(fullName(person)) }))
}

const wordFilter = (word: string, people: Person[]): Prisma.CleeWhereInput => ({
  OR: [
    { id: { in: people.filter(({ key }) => key.includes(word)).map(({ cleeId }) => cleeId) } },
    { searchName: { contains: word } },
    { communes: { some: { commune: { searchName: { contains: word } } } } },
    { bassins: { some: { bassin: { searchName: { contains: word } } } } },
  ],
})

/** The version of the template than which the kept charters are older: that in force, or the one that the address names. */
const templateLimit = async (modele: Exclude<CleeListFilters['modele'], ''>) => (modele === 'ancien' ? (await findPublishedTemplate()).version : Number(modele.split('-')[1]))

async function listWhere(user: CurrentUser, { texte, bassin, etat, modele }: CleeListFilters): Promise<Prisma.CleeWhereInput> {
  const words = searchWords(texte)
  const people = words.length > 0 ? await listPeople() : []
  return {
    AND: [
      visibleListClees(user),
      ...words.map((word) => wordFilter(word, people)),
      ...(texte !== '' && words.length === 0 ? [{ id: { in: [] } }] : []),
      ...(bassin ? [{ bassins: { some: { bassin: { slug: bassin } } } }] : []),
      ...(etat ? [{ status: etat }] : []),
      ...(modele ? [cleesOlderThan(await templateLimit(modele))] : []),
    ],
  }
}

const orderOf = <Key extends string>(keys: readonly Key[]) => Object.fromEntries(keys.map((key, index) => [key, index])) as Record<Key, number>
const stateOrder = orderOf(Object.keys(cleeStates) as CleeStatus[])
const charterOrder = orderOf(['none', 'outdated', ...Object.keys(charterStates)])
const seatKey = (seats: CleeLine['education']) => seats.map(({ sortName, structure, jobTitle }) => `${sortName} ${structure} ${jobTitle}`.trim()).join(' ')

const keyOf: Record<CleeListSort['key'], (line: CleeLine) => string | number> = {
  bassin: (line) => line.bassins.join(', '),
  nom: (line) => line.name,
  etat: (line) => stateOrder[line.status],
  education: (line) => seatKey(line.education),
  economie: (line) => seatKey(line.economy),
  charte: (line) => charterOrder[charterKey(line)] ?? 0,
  actions: (line) => line.actions,
  reunion: (line) => line.lastMeeting?.getTime() ?? '',
  date: (line) => line.updatedAt.getTime(),
}

async function linesOf(clees: Parameters<typeof lineOf>[0][]) {
  const ids = clees.map(({ id }) => id)
  const [standings, meetings] = [await listStandings(ids), await lastMeetings(ids)]
  return clees.map((clee) => lineOf(clee, standings.get(clee.id), meetings.get(clee.id) ?? null))
}

const isKept = (line: CleeLine, { charte, reunion }: CleeListFilters) => (charte === '' || hasCharterKey(line, charte)) && (reunion === '' || line.lateBadge !== null)

/**
 * The CLEEs that the filters keep, sorted. Most columns are computed (co-pilots of today, charter in force): the list is
 * read whole, in a number of queries that does not depend on its length, and sorted here; the page is cut by the caller.
 */
export async function listClees(user: CurrentUser, filters: CleeListFilters, sort: CleeListSort) {
  const clees = await db.clee.findMany({ where: await listWhere(user, filters), include: lineInclude(), orderBy: { searchName: 'asc' }, take: limit })
  const lines = (await linesOf(clees)).filter((line) => isKept(line, filters))
  const byName = sortRows(lines, { key: 'nom', isDescending: false }, keyOf)
  return sortRows(byName, sort, keyOf)
}

/** The CLEEs last updated, for the dashboards. */
export async function listLatestClees(user: CurrentUser, count: number) {
  const clees = await db.clee.findMany({ where: visibleListClees(user), include: lineInclude(), orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }], take: count })
  return linesOf(clees)
}

/** How many CLEEs this person lists in each state; states without one are left out. */
export async function countByState(user: CurrentUser) {
  const groups = await db.clee.groupBy({ by: ['status'], where: visibleListClees(user), _count: true, orderBy: { status: 'asc' } })
  return new Map(groups.map(({ status, _count }) => [status, _count]))
}

/** The bassins to filter by: all for the mission, those of the year for a coordinator. */
export async function listOwnBassins(user: CurrentUser) {
  const where: Prisma.BassinWhereInput = user.role === 'mission' ? {} : { id: { in: user.bassinIds } }
  const bassins = await db.bassin.findMany({ where, orderBy: { searchName: 'asc' } })
  return bassins.map(({ slug, name }) => ({ value: slug, label: name }))
}

const exportInclude = () =>
  ({
    supportSchool: true,
    communes: { include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } },
    bassins: {
      include: { bassin: { include: { coordinators: { where: { schoolYear: schoolYearOf(), user: { isActive: true } }, include: { user: true }, orderBy: { id: 'asc' } } } } },
      orderBy: { bassin: { searchName: 'asc' } },
    },
  }) satisfies Prisma.CleeInclude

const detailsOf = (clee: Prisma.CleeGetPayload<{ include: ReturnType<typeof exportInclude> }>) => ({
  communes: clee.communes.map(({ commune }) => commune.name),
  territory: clee.territory,
  supportSchool: clee.supportSchool ? `${clee.supportSchool.name}, ${clee.supportSchool.city} (${clee.supportSchool.uai})` : '',
  coordinators: [...new Set(clee.bassins.flatMap(({ bassin }) => bassin.coordinators.map(({ user }) => displayName(user))))],
  createdAt: clee.declaredAt ?? clee.createdAt,
})
export type ExportDetails = ReturnType<typeof detailsOf>

/** What the file says besides of these CLEEs, by id: territory, support school, coordinators, day of the declaration. */
export async function readExportDetails(ids: string[]): Promise<Map<string, ExportDetails>> {
  const clees = await db.clee.findMany({ where: { id: { in: ids } }, include: exportInclude(), orderBy: { id: 'asc' } })
  return new Map(clees.map((clee) => [clee.id, detailsOf(clee)]))
}
