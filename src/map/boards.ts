import { upperFirst } from '../text.ts'
import type { Cells, Site } from './cells.ts'
import { markerRadius, placeMarker, placeText, wrapName, type Board, type Text } from './labels.ts'
import type { Size } from './projection.ts'

type Spot = { x: number; y: number }
export type Marker = Spot & { number: number; text: Text | null }
/** `isAside`: a town whose very place something else takes, so that no dot marks it. */
export type Label = Spot & { text: Text; kind: 'bassin' | 'clee' | 'town'; isAside?: boolean }

/** What is to be written: numbers with the names of CLEEs, and names amid a territory, that of some CLEEs. */
export type Labelled = { numbers: { id: string; name: string; number: number }[]; names: { name: string; kind: 'bassin' | 'clee'; cleeIds: Set<string> }[]; hasTools: boolean }

/** Where labels stand: the cells, and how far the land reaches from their sites. */
export type Ground = { cells: Cells; reach: number }

const townCount = 14
/** A map of more CLEEs has no room for more numbers. */
const mostNumbers = 200
const townGap = 6
/** The buttons in a corner of the drawing, as public/app.css sizes them. */
const toolsSize = { width: 50, height: 134 }
/** Bassins are written in spaced capitals. */
const spacings = { bassin: 1.45, clee: 1 }

const firstWord = /^CLEE\s+(?:(?:de|du|des)\s+(?:la\s+|l[’']\s*|les\s+)?|d[’']\s*(?=\p{L}))?/iu
const commonWords = /^(?:(?:collèges?|lycées?|écoles?|établissements?|entreprises?)(?:\s*,\s*|\s+et\s+|\s+)(?:(?:de|du|des|la|le|les)\s+|[ld][’']\s*)*)+(?=\p{L})/iu

/** « Pays de Fougères » of « CLEE du Pays de Fougères », « Coglais » of « CLEE des collèges et des entreprises du Coglais »: on a map of CLEEs, the first words say nothing. */
export const shortName = (name: string) => upperFirst(name.replace(firstWord, '').replace(commonWords, '') || name)

const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const centreOf = (spots: Spot[]): Spot => ({ x: mean(spots.map(({ x }) => x)), y: mean(spots.map(({ y }) => y)) })
const nearest = (spots: Spot[], { x, y }: Spot) => spots.toSorted((one, other) => Math.hypot(one.x - x, one.y - y) - Math.hypot(other.x - x, other.y - y))

const ringAround = ({ x, y }: Spot, radius: number): Spot[] =>
  Array.from({ length: 8 }, (_, index) => ({ x: x + radius * Math.cos((index * Math.PI) / 4), y: y + radius * Math.sin((index * Math.PI) / 4) }))

/** The places of each territory, by the id of its CLEE. */
function sitesByOwner(sites: Site[]) {
  const pairs = sites.flatMap((site) => site.owners.map((id) => ({ id, site })))
  return new Map([...Map.groupBy(pairs, ({ id }) => id)].map(([id, some]) => [id, some.map(({ site }) => site)]))
}

/** Where the label of a territory may stand, best first: its centre, its places, around them. */
function* candidates(sites: Site[], step: number): Generator<Spot> {
  if (sites.length === 0) return
  yield centreOf(sites)
  const places = nearest(sites, centreOf(sites))
  yield* places
  for (const place of places.slice(0, 6)) yield* [1, 1.8, 2.6].flatMap((times) => ringAround(place, times * step))
}

/** Those of the candidates that are within it: first those that its border does not graze. */
function* standsIn(sites: Site[], { cells, reach }: Ground, isWithin: (site: Site) => boolean, step: number): Generator<Spot> {
  const isIn = ({ x, y }: Spot) => {
    const site = cells.siteAt(x, y, reach)
    return site !== undefined && isWithin(site)
  }
  for (const spot of candidates(sites, step)) if (isIn(spot) && ringAround(spot, 1.5 * markerRadius).every(isIn)) yield spot
  for (const spot of candidates(sites, step)) if (isIn(spot)) yield spot
}

function placeNames(board: Board, sites: Site[], ground: Ground, names: Labelled['names']): Label[] {
  return names.flatMap(({ name, kind, cleeIds }) => {
    const isWithin = ({ owners }: Site) => owners.some((id) => cleeIds.has(id))
    const lines = wrapName(name)
    for (const spot of standsIn(sites.filter(isWithin), ground, isWithin, 26 * board.scale)) {
      const text = placeText(board, spot, lines, 0, spacings[kind])
      if (text) return [{ ...spot, text, kind }]
    }
    return []
  })
}

function placeMarkers(board: Board, sites: Site[], ground: Ground, numbers: Labelled['numbers']) {
  const own = sitesByOwner(sites)
  return numbers.slice(0, mostNumbers).flatMap(({ id, name, number }) => {
    const isWithin = ({ owners }: Site) => owners.includes(id)
    const spot = placeMarker(board, standsIn(own.get(id) ?? [], ground, isWithin, 2.2 * markerRadius * board.scale))
    return spot ? [{ ...spot, name, number }] : []
  })
}

function placeTowns(board: Board, sites: Site[]): Label[] {
  const towns = sites.filter(({ name }) => name !== '').toSorted((one, other) => other.population - one.population).slice(0, townCount)
  return towns.flatMap(({ x, y, name }) => {
    const near = placeText(board, { x, y }, [name], townGap)
    // Farther when the number of a CLEE stands where the town does.
    const text = near ?? placeText(board, { x, y }, [name], markerRadius + 5)
    return text ? [{ x, y, text, kind: 'town' as const, isAside: near === null }] : []
  })
}

/** Places the labels of a drawing written so many times bigger than it: numbers first, then names amid territories, names by numbers, towns; what finds no room is in the list alone. */
export function labelAt(scale: number, { width, height }: Size, sites: Site[], ground: Ground, { numbers, names, hasTools }: Labelled) {
  const tools = { left: width - toolsSize.width * scale, top: 0, right: width, bottom: toolsSize.height * scale }
  const board: Board = { taken: hasTools ? [tools] : [], width, height, scale }
  const inside = sites.filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height)
  const markers = placeMarkers(board, inside, ground, numbers)
  const amid = placeNames(board, inside, ground, names)
  const named = markers.map(({ name, ...marker }): Marker => ({ ...marker, text: placeText(board, marker, wrapName(shortName(name)), markerRadius + 5) }))
  return { markers: named, names: [...amid, ...placeTowns(board, inside)] }
}
