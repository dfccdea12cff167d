import { geoDistance } from 'd3-geo'
import { db } from '../db.ts'
import { Prisma } from '../generated/prisma/client.ts'

/** Degrees (WGS 84). */
export type Position = { latitude: number; longitude: number }
/** What a position is drawn from: the commune's own schools, those of its intercommunalité, or those of its département, which says little. */
export type CommunePosition = Position & { code: string; source: 'schools' | 'epci' | 'departement' }

const earthRadius = 6_371

/** Kilometres between two places as the crow flies. */
export const distance = (one: Position, other: Position) => geoDistance([one.longitude, one.latitude], [other.longitude, other.latitude]) * earthRadius

/** « environ 20 km »: positions stand for a whole commune, so that a finer figure would lie. */
export const roundedDistance = (kilometres: number) => Math.max(5, Math.round(kilometres / 5) * 5)

/** Where communes are, by code: these ones, or all of them; a commune that nothing places is absent. */
export async function listCommunePositions(codes?: string[]): Promise<Map<string, CommunePosition>> {
  const these = codes ? Prisma.sql`WHERE code = ANY(${codes})` : Prisma.empty
  const rows = await db.$queryRaw<CommunePosition[]>`SELECT code, latitude, longitude, source FROM commune_positions ${these} ORDER BY code`
  return new Map(rows.map((row) => [row.code, row]))
}
