import { db } from '../db.ts'
import { degrees } from './values.ts'

export type Centre = { latitude: number; longitude: number }
type Row = Centre & { id: string }

/** The middle of the communes that each CLEE covers, by id; those whose place is only that of their département say nothing of it. */
export async function listCentres(ids: string[]): Promise<Map<string, Centre>> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT covered.clee_id::text AS id, avg(position.latitude) AS latitude, avg(position.longitude) AS longitude
    FROM clee_communes covered JOIN commune_positions position ON position.code = covered.commune_code
    WHERE covered.clee_id::text = ANY(${ids}) AND position.source <> 'departement'
    GROUP BY covered.clee_id`
  return new Map(rows.map(({ id, latitude, longitude }) => [id, { latitude: degrees(latitude), longitude: degrees(longitude) }]))
}
