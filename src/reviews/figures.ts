import { achievedOutcomes } from '../actions/workflow.ts'
import { db, type Tx } from '../db.ts'
import { Prisma, type ActionOutcome, type World } from '../generated/prisma/client.ts'
import { worlds } from '../worlds.ts'
import { addTallies, emptyTally, type Tally } from './tallies.ts'

type Reader = Tx | typeof db
/** Whose sheets are added up: those of these CLEEs, or of every CLEE. An action belongs to the CLEE that holds it, and counts once. */
export type Scope = { schoolYear: string; cleeIds: string[] | null }
/** Distinct schools and partner organisations of what was achieved. */
export type Links = { schools: number; organisations: number }
export type TypeTally = Tally & { type: string }
export type Figures = {
  total: Tally & Links & { worlds: Record<World, number>; clees: number }
  types: TypeTally[]
  clees: Map<string, Tally & Links>
  /** Only what can't be added up CLEE by CLEE. */
  bassins: Map<string, Links>
}

type TallyRow = Tally & { type: string | null; cleeId: string | null }
type LinkRow = { of: 'all' | 'clee' | 'bassin' | 'world'; key: string; count: number }

const isOneOf = (outcomes: ActionOutcome[]) => Prisma.join(outcomes.map((outcome) => Prisma.sql`${outcome}::"ActionOutcome"`))
// R12: a review adds up only what was achieved.
const achieved = Prisma.sql`a.outcome IN (${isOneOf(achievedOutcomes)})`
const within = ({ schoolYear, cleeIds }: Scope) =>
  cleeIds === null ? Prisma.sql`a.school_year = ${schoolYear}` : Prisma.sql`a.school_year = ${schoolYear} AND a.clee_id = ANY(${cleeIds}::uuid[])`
// What was never retained is no action of the year, whatever became of it.
const countOf = (outcome: ActionOutcome) => Prisma.sql`count(*) FILTER (WHERE a.outcome = ${outcome}::"ActionOutcome" AND a.retained_at IS NOT NULL)::int`
const sumOf = (column: Prisma.Sql) => Prisma.sql`coalesce(sum(${column}) FILTER (WHERE ${achieved}), 0)::float8`

// By type and by CLEE in one reading of the covering index planned_actions_figures_idx.
const readTallies = (reader: Reader, scope: Scope) => reader.$queryRaw<TallyRow[]>`
  SELECT a.type, a.clee_id AS "cleeId", ${countOf('done')} AS done, ${countOf('partly')} AS partly, ${countOf('cancelled')} AS cancelled, ${countOf('postponed')} AS postponed,
    count(*) FILTER (WHERE a.outcome IS NULL AND a.state <> 'proposed')::int AS awaited, count(*) FILTER (WHERE a.state = 'proposed')::int AS proposed,
    ${sumOf(Prisma.sql`a.pupils_reached`)} AS pupils, ${sumOf(Prisma.sql`a.girls_reached`)} AS girls,
    ${sumOf(Prisma.sql`a.adults_reached`)} AS adults, ${sumOf(Prisma.sql`a.classes_reached`)} AS classes
  FROM planned_actions a WHERE ${within(scope)} GROUP BY GROUPING SETS ((a.type), (a.clee_id))`

// A subquery is made distinct by hashing, count(DISTINCT) by sorting, four times as long.
const linkCounts = Prisma.sql`
  SELECT 'all' AS of, '' AS key, count(*)::int AS count FROM (SELECT DISTINCT linked FROM links) AS every
  UNION ALL SELECT 'clee', clee_id::text, count(*)::int FROM links GROUP BY clee_id
  UNION ALL SELECT 'bassin', bassin_id::text, count(*)::int FROM (SELECT DISTINCT bassin_id, linked FROM links JOIN clee_bassins USING (clee_id)) AS placed GROUP BY bassin_id`

const readSchools = (reader: Reader, scope: Scope) => reader.$queryRaw<LinkRow[]>`
  WITH links AS MATERIALIZED (
    SELECT DISTINCT a.clee_id, link.school_uai AS linked FROM planned_actions a
    JOIN action_schools link ON link.action_id = a.id AND link.school_year = a.school_year WHERE ${within(scope)} AND ${achieved})
  ${linkCounts}`

const readOrganisations = (reader: Reader, scope: Scope) => reader.$queryRaw<LinkRow[]>`
  WITH links AS MATERIALIZED (
    SELECT DISTINCT a.clee_id, link.organisation_id AS linked FROM planned_actions a
    JOIN action_partners link ON link.action_id = a.id AND link.school_year = a.school_year WHERE ${within(scope)} AND ${achieved})
  ${linkCounts}
  UNION ALL SELECT 'world', world::text, count(*)::int FROM organisations WHERE id IN (SELECT linked FROM links) GROUP BY world`

const countsOf = (rows: LinkRow[], of: LinkRow['of']) => new Map(rows.filter((row) => row.of === of).map(({ key, count }) => [key, count]))

const tallyOf = (row: TallyRow) => addTallies(emptyTally, row)

function bassinLinks(schools: LinkRow[], organisations: LinkRow[]) {
  const [bySchool, byOrganisation] = [countsOf(schools, 'bassin'), countsOf(organisations, 'bassin')]
  const ids = new Set([...bySchool.keys(), ...byOrganisation.keys()])
  return new Map([...ids].map((id) => [id, { schools: bySchool.get(id) ?? 0, organisations: byOrganisation.get(id) ?? 0 }]))
}

function assemble(tallies: TallyRow[], schools: LinkRow[], organisations: LinkRow[]): Figures {
  const types = tallies.flatMap((row) => (row.type === null ? [] : [{ type: row.type, ...tallyOf(row) }])).toSorted((one, other) => one.type.localeCompare(other.type))
  const [cleeSchools, cleeOrganisations, byWorld] = [countsOf(schools, 'clee'), countsOf(organisations, 'clee'), countsOf(organisations, 'world')]
  const clees = new Map(
    tallies.flatMap((row) => {
      const { cleeId } = row
      return cleeId === null ? [] : [[cleeId, { ...tallyOf(row), schools: cleeSchools.get(cleeId) ?? 0, organisations: cleeOrganisations.get(cleeId) ?? 0 }] as const]
    }),
  )
  const sum = types.reduce<Tally>(addTallies, emptyTally)
  const total = {
    ...sum,
    schools: countsOf(schools, 'all').get('') ?? 0,
    organisations: countsOf(organisations, 'all').get('') ?? 0,
    worlds: Object.fromEntries(worlds.map((world) => [world, byWorld.get(world) ?? 0])) as Record<World, number>,
    clees: [...clees.values()].filter(({ done, partly }) => done + partly > 0).length,
  }
  return { total, types, clees, bassins: bassinLinks(schools, organisations) }
}

/** What the sheets of a school year add up to, in three queries whatever their number. */
export async function readFigures(scope: Scope, reader: Reader = db): Promise<Figures> {
  return assemble(...(await Promise.all([readTallies(reader, scope), readSchools(reader, scope), readOrganisations(reader, scope)])))
}

/** Those of the whole académie. */
export const academieFigures = (schoolYear: string) => readFigures({ schoolYear, cleeIds: null })
