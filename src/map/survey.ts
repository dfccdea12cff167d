import { withoutStrays, type Located } from './projection.ts'
import type { Network, Place } from './queries.ts'

/** A place with the CLEEs of whose territory it is, by id. */
export type Spot = Located & { name: string; population: number; owners: string[] }

/** Degrees by which a CLEE stands apart from the centre of an intercommunalité, which others may share. */
const apart = 0.04
/** Turning so each time, no two of them are aligned. */
const goldenAngle = 2.4

function ownersByCommune({ clees }: Network) {
  const pairs = clees.flatMap(({ id, communes }) => communes.map((code) => ({ id, code })))
  return new Map([...Map.groupBy(pairs, ({ code }) => code)].map(([code, owners]) => [code, owners.map(({ id }) => id)]))
}

const positionKey = ({ latitude, longitude }: Located) => `${latitude.toFixed(4)} ${longitude.toFixed(4)}`
const ordered = (ids: string[]) => [...new Set(ids)].toSorted()

/** Communes of one position are one spot, named after the biggest. */
function spotsOf(places: Place[], owners: Map<string, string[]>): Spot[] {
  return [...Map.groupBy(places, positionKey).values()].flatMap((together) => {
    const [first] = together.toSorted((one, other) => other.population - one.population)
    return first ? [{ latitude: first.latitude, longitude: first.longitude, name: first.name, population: first.population, owners: ordered(together.flatMap(({ code }) => owners.get(code) ?? [])) }] : []
  })
}

/** CLEEs none of whose communes has a school: they stand near the centre of their intercommunalité. */
function approximateSpots({ clees }: Network, places: Place[], placed: Set<string>): Spot[] {
  const byCode = new Map(places.map((place) => [place.code, place]))
  return clees.filter(({ id }) => !placed.has(id)).flatMap(({ id, communes }, index) => {
    const place = communes.flatMap((code) => byCode.get(code) ?? [])[0]
    const angle = index * goldenAngle
    return place ? [{ latitude: place.latitude + apart * Math.sin(angle), longitude: place.longitude + apart * Math.cos(angle), name: '', population: 0, owners: [id] }] : []
  })
}

/** Where everything stands: the communes that have schools, and, near them, CLEEs that have none. */
export function surveyOf(network: Network) {
  const places = withoutStrays(network.places)
  const exact = spotsOf(places.filter(({ source }) => source === 'schools'), ownersByCommune(network))
  const placed = new Set(exact.flatMap(({ owners }) => owners))
  const approximate = approximateSpots(network, places, placed)
  const near = new Set(approximate.flatMap(({ owners }) => owners))
  return {
    spots: [...exact, ...approximate],
    /** How a CLEE is placed: by the schools of its communes, nearby, or not at all. */
    placing: (cleeId: string): Placing => (placed.has(cleeId) ? 'exact' : near.has(cleeId) ? 'near' : 'none'),
  }
}
export type Placing = 'exact' | 'near' | 'none'
export type Survey = ReturnType<typeof surveyOf>
