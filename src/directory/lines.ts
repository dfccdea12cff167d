import { haveSeatsChanged, updateReasons } from '../charters/validity.ts'
import { readPrepared } from '../db.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'

type Seat = { acceptedAt: string; startsOn: string; endsOn: string | null }
type Row = {
  slug: string
  name: string
  status: CleeStatus
  /** Its bassins, and its first communes, as a list names them; and how many it has of each. */
  bassins: string
  bassinCount: number
  communes: string
  communeCount: number
  submittedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  seats: Seat[] | null
  total: number
  count: number
}
type SectionRow = Row & { bassinName: string; bassinSlug: string }

/** What a list shows of a CLEE: its first communes, and its charter in force. */
export type Line = Pick<Row, 'slug' | 'name' | 'status' | 'bassins' | 'bassinCount' | 'communes' | 'communeCount'> & { charter: { decidedAt: Date | null; isOutdated: boolean } | null }

/** Communes that a list names. */
export const shownCommunes = 6

// The page of the directory costs one query instead of fourteen (see npm run bench). What is listed is said by listedClees; the
// seats are those by which haveSeatsChanged could decide, and a few more.
const columns = `
  c.slug, c.name, c.status::text AS status, count(*) OVER ()::int AS total,
  (SELECT count(*) FROM clees l WHERE l.acknowledged_at IS NOT NULL AND l.status <> 'closed')::int AS count,
  u.bassins, coalesce(u.count, 0) AS "bassinCount",
  coalesce(array_to_string(t.communes[1:${shownCommunes}], ', '), '') AS communes, coalesce(cardinality(t.communes), 0) AS "communeCount",
  h.submitted_at AS "submittedAt", h.decided_at AS "decidedAt", h.valid_until::timestamptz AS "validUntil",
  k.seats`
const joins = `
  LEFT JOIN charters h ON h.clee_id = c.id AND h.status = 'validated'
  LEFT JOIN (SELECT y.clee_id, array_agg(m.name ORDER BY m.search_name COLLATE "C") AS communes FROM clee_communes y JOIN communes m ON m.code = y.commune_code GROUP BY y.clee_id) t ON t.clee_id = c.id
  LEFT JOIN (SELECT x.clee_id, string_agg(o.name, ', ' ORDER BY o.name) AS bassins, count(*)::int AS count FROM clee_bassins x JOIN bassins o ON o.id = x.bassin_id GROUP BY x.clee_id) u ON u.clee_id = c.id
  LEFT JOIN (SELECT s.clee_id, json_agg(json_build_object('acceptedAt', s.accepted_at, 'startsOn', s.starts_on, 'endsOn', s.ends_on)) AS seats
    FROM copilots s JOIN charters v ON v.clee_id = s.clee_id AND v.status = 'validated'
    WHERE s.accepted_at IS NOT NULL AND (s.accepted_at > v.submitted_at OR s.starts_on > (v.submitted_at AT TIME ZONE 'Europe/Paris')::date OR s.ends_on IS NOT NULL) GROUP BY s.clee_id) k ON k.clee_id = c.id`
const kept = 'c.acknowledged_at IS NOT NULL AND c.status <> \'closed\' AND ($1::uuid[] IS NULL OR c.id = ANY($1))'

const statements = {
  sections: `SELECT b.name AS "bassinName", b.slug AS "bassinSlug", ${columns} FROM clee_bassins cb JOIN bassins b ON b.id = cb.bassin_id JOIN clees c ON c.id = cb.clee_id ${joins}
    WHERE ${kept} AND ($2 = '' OR b.slug = $2) ORDER BY b.name, c.search_name LIMIT $3 OFFSET $4`,
  name: `SELECT ${columns} FROM clees c ${joins} WHERE ${kept} ORDER BY c.search_name LIMIT $2 OFFSET $3`,
  recent: `SELECT ${columns} FROM clees c ${joins} WHERE ${kept} ORDER BY c.updated_at DESC, c.search_name LIMIT $2 OFFSET $3`,
}

const asSeat = ({ acceptedAt, startsOn, endsOn }: Seat) => ({ acceptedAt: new Date(acceptedAt), startsOn: new Date(startsOn), endsOn: endsOn ? new Date(endsOn) : null })

function charterOf({ submittedAt, decidedAt, validUntil, seats }: Row, day: Date): Line['charter'] {
  if (!submittedAt) return null
  const reasons = updateReasons({ status: 'validated', validUntil }, seats !== null && haveSeatsChanged(seats.map(asSeat), { submittedAt }, day), day)
  return { decidedAt, isOutdated: reasons.length > 0 }
}

function lineOf<One extends Row>(row: One, day: Date) {
  return Object.assign(row, { charter: charterOf(row, day) })
}

/** Reads a page, or the last one when it is past the end. */
async function readPage<One extends Row>(read: (offset: number) => Promise<One[]>, page: number, size: number) {
  const rows = await read((page - 1) * size)
  if (rows.length > 0 || page === 1) return rows
  const [first] = await read(0)
  return first ? read((Math.ceil(first.total / size) - 1) * size) : []
}

async function readLines<One extends Row>(read: (offset: number) => Promise<One[]>, page: number, size: number) {
  const rows = await readPage(read, page, size)
  const day = today()
  return { lines: rows.map((row) => lineOf(row, day)), total: rows[0]?.total ?? 0, count: rows[0]?.count ?? 0 }
}

/** A page of lines by bassin then name, of these CLEEs (null: all that are listed) and of one bassin or of all (""); one of two bassins has two lines. `total` counts lines, `count` the CLEEs of the network. */
export const readSections = (ids: string[] | null, bassinSlug: string, page: number, size: number) =>
  readLines((offset) => readPrepared<SectionRow>('directory-sections', statements.sections, [ids, bassinSlug, size, offset]), page, size)

/** The same, each CLEE once, in another order. */
export const readList = (ids: string[] | null, order: 'name' | 'recent', page: number, size: number) =>
  readLines((offset) => readPrepared<Row>(`directory-${order}`, statements[order], [ids, size, offset]), page, size)

/** The bassins as the options of a filter, by name. */
export const listBassinFilters = () => readPrepared<{ value: string; label: string }>('directory-bassins', 'SELECT slug AS value, name AS label FROM bassins ORDER BY name', [])
