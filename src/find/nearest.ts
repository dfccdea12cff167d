import { listedClees } from '../clees/policy.ts'
import { distance, listCommunePositions, type CommunePosition } from '../communes/positions.ts'
import { db } from '../db.ts'

/** The CLEE whose communes are nearest to a place, and how far in kilometres. */
export type Nearest = { cleeId: string; kilometres: number }

function nearestTo(place: CommunePosition, places: { cleeId: string; position: CommunePosition }[]): Nearest[] {
  const distances = places.map(({ cleeId, position }) => ({ cleeId, kilometres: distance(place, position) }))
  return distances.reduce<Nearest[]>((best, one) => (best[0] && best[0].kilometres <= one.kilometres ? best : [one]), [])
}

const positionOf = (positions: Map<string, CommunePosition>, code: string) => [positions.get(code)].filter((position) => position !== undefined)

/** Of each of these communes, the nearest listed CLEE; none for those of which only the département is known. */
export async function listNearestClees(codes: string[]): Promise<Map<string, Nearest>> {
  if (codes.length === 0) return new Map()
  const [rows, all] = await Promise.all([db.cleeCommune.findMany({ where: { clee: listedClees }, select: { communeCode: true, cleeId: true }, orderBy: { cleeId: 'asc' } }), listCommunePositions()])
  const positions = new Map([...all].filter(([, { source }]) => source !== 'departement'))
  const places = rows.flatMap(({ cleeId, communeCode }) => positionOf(positions, communeCode).map((position) => ({ cleeId, position })))
  return new Map(codes.flatMap((code) => positionOf(positions, code).flatMap((place) => nearestTo(place, places).map((nearest) => [code, nearest] as const))))
}
