import { publishedActions } from '../actions/policy.ts'
import { publishedActionPath } from '../actions/paths.ts'
import { actionTypes, sectors, type ActionType, type Audience, type AvenirGoal, type Level, type Sector } from '../actions/vocabulary.ts'
import { standingOf } from '../agenda/standing.ts'
import { publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { addressOf } from '../web/address.ts'
import { bassinIdOf, cleeIdOf } from './filters.ts'
import { refuseParameter } from './problems.ts'
import type { ActionFilters, ActionItem } from './schemas.ts'
import { batchSize, readerOf } from './source.ts'
import { dayOf, instantOf } from './values.ts'

const midnight = (day: string) => new Date(`${day}T00:00:00Z`)

// What lasts several days is kept by a period that it only touches.
function periodWhere({ from, to }: ActionFilters): Prisma.PlannedActionWhereInput[] {
  if (from && to && from > to) throw refuseParameter('from', `vient après «\u00a0to\u00a0» (${to})\u00a0: échangez-les`)
  const lasting = from ? [{ OR: [{ endsOn: { gte: midnight(from) } }, { startsOn: { gte: midnight(from) } }] }] : []
  return [...lasting, ...(to ? [{ startsOn: { lte: midnight(to) } }] : [])]
}

async function whereOf(filters: ActionFilters): Promise<Prisma.PlannedActionWhereInput> {
  const { year, bassin, clee, type, sector } = filters
  const [bassinId, cleeId] = [await bassinIdOf(bassin), await cleeIdOf(clee)]
  return {
    AND: [
      publishedActions,
      ...periodWhere(filters),
      ...(bassinId ? [{ clee: { bassins: { some: { bassinId } } } }] : []),
      { ...(year && { schoolYear: year }), ...(cleeId && { cleeId }), ...(type && { type }), ...(sector && { sectors: { has: sector } }) },
    ],
  }
}

const named = { select: { slug: true, name: true } } as const
const actionInclude = {
  clee: { select: { slug: true, name: true, bassins: { select: { bassin: named }, orderBy: { bassin: { name: 'asc' } } } } },
  clees: { where: { clee: publishedClees }, select: { clee: named }, orderBy: { clee: { searchName: 'asc' } } },
  schools: { select: { school: { select: { uai: true, name: true } } }, orderBy: { school: { searchName: 'asc' } } },
  partners: { select: { part: true, organisation: { select: { name: true } } }, orderBy: { organisation: { searchName: 'asc' } } },
} satisfies Prisma.PlannedActionInclude
type Row = Prisma.PlannedActionGetPayload<{ include: typeof actionInclude }>

const webAddress = (text: string) => (/^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : null)

const itemOf = (action: Row): ActionItem => ({
  id: action.id,
  title: action.title,
  type: action.type as ActionType,
  type_label: actionTypes[action.type as ActionType] ?? action.type,
  standing: standingOf(action),
  school_year: action.schoolYear,
  starts_on: dayOf(action.startsOn),
  ends_on: dayOf(action.endsOn ?? action.startsOn),
  place: action.place,
  clee: { slug: action.clee.slug, name: action.clee.name },
  associated_clees: action.clees.map(({ clee }) => clee),
  bassins: action.clee.bassins.map(({ bassin }) => bassin),
  schools: action.schools.map(({ school }) => school),
  partners: action.partners.map(({ organisation, part }) => ({ name: organisation.name, part })),
  audiences: action.audiences as Audience[],
  levels: action.levels as Level[],
  avenir_goals: action.avenirGoals as AvenirGoal[],
  sectors: action.sectors as Sector[],
  sector_labels: action.sectors.map((key) => sectors[key as Sector] ?? key),
  summary: action.publicSummary || action.objective,
  seats: action.seats,
  registration_url: webAddress(action.registrationUrl),
  url: addressOf(publishedActionPath(action)),
  updated_at: instantOf(action.updatedAt),
})

const latestFirst = [{ orderedOn: 'desc' }, { id: 'desc' }] satisfies Prisma.PlannedActionOrderByWithRelationInput[]
const following = ({ orderedOn, id }: Row): Prisma.PlannedActionWhereInput => ({ orderedOn: { lte: orderedOn }, OR: [{ orderedOn: { lt: orderedOn } }, { id: { lt: id } }] })

/** The published actions, the latest first. */
export const actionReader = readerOf({
  whereOf,
  count: (where: Prisma.PlannedActionWhereInput) => db.plannedAction.count({ where }),
  changedAt: async (where) => (await db.plannedAction.aggregate({ where, _max: { updatedAt: true } }))._max.updatedAt,
  slice: (where, bounds): Promise<Row[]> => db.plannedAction.findMany({ where, include: actionInclude, orderBy: latestFirst, ...bounds }),
  after: (where, last): Promise<Row[]> => db.plannedAction.findMany({ where: { AND: [where, last ? following(last) : {}] }, include: actionInclude, orderBy: latestFirst, take: batchSize }),
  present: (rows) => Promise.resolve(rows.map(itemOf)),
})

/** A published action; 404 without one. */
export async function getOpenAction(id: string): Promise<ActionItem> {
  const action = await db.plannedAction.findFirst({ where: { id, AND: publishedActions }, include: actionInclude })
  if (!action) throw notFound('Cette action n’existe pas, ou n’est pas publiée. La liste est à l’adresse /api/v1/actions.')
  return itemOf(action)
}
