import { geoDistance, geoMercator } from 'd3-geo'

export type Located = { latitude: number; longitude: number }
export type Size = { width: number; height: number }
/** Where a place falls in a drawing. */
export type Projection = (place: Located) => [x: number, y: number]

const earthRadius = 6_371
/** No académie is wider: what lies beyond is a wrong position of the data. */
const farthest = 400
/** Degrees: a single place still has surroundings. */
const smallestSpan = 0.12

const median = (numbers: number[]) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0

/** The places that can be those of one académie: a wrong position would shrink all the others to a dot. */
export function withoutStrays<P extends Located>(places: P[]): P[] {
  const centre: [number, number] = [median(places.map(({ longitude }) => longitude)), median(places.map(({ latitude }) => latitude))]
  return places.filter(({ latitude, longitude }) => geoDistance(centre, [longitude, latitude]) * earthRadius <= farthest)
}

function spanOf(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const missing = Math.max(0, smallestSpan - (high - low)) / 2
  return [low - missing, high + missing]
}

const ratios = { low: 0.62, high: 1.05 }

/** A drawing of this width that holds these places, as high as they need, with this margin. Mercator: angles are true. */
export function fitPlaces(places: Located[], width: number, margin: number): { project: Projection; size: Size } {
  const [west, east] = spanOf(places.map(({ longitude }) => longitude))
  const [south, north] = spanOf(places.map(({ latitude }) => latitude))
  const corners = { type: 'MultiPoint' as const, coordinates: [[west, south], [east, north]] }
  const flat = geoMercator().fitWidth(width - 2 * margin, corners)
  const [, top = 0] = flat([west, north]) ?? []
  const [, bottom = 0] = flat([west, south]) ?? []
  const height = Math.round(Math.min(Math.max(bottom - top + 2 * margin, width * ratios.low), width * ratios.high))
  const fitted = geoMercator().fitExtent([[margin, margin], [width - margin, height - margin]], corners)
  return { project: ({ latitude, longitude }) => fitted([longitude, latitude]) ?? [0, 0], size: { width, height } }
}
