import { upperFirst } from '../text.ts'
import type { Cells, Site } from './cells.ts'
import { markerRadius, placeMarker, placeText, wrapName, type Board, type Text } from './labels.ts'
import type { Size } from './projection.ts'

type Spot = { x: number; y: number }
export type Marker = Spot & { number: number; text: Text | null }
export type Label = Spot & { text: Text; kind: 'bassin' | 'clee' | 'town' }

/** What is to be written: numbers with the names of CLEEs, and names amid a territory, that of some CLEEs. */
export type Labelled = { numbers: { id: string; name: string; number: number }[]; names: { name: string; kind: 'bassin' | 'clee'; cleeIds: Set<string> }[]; hasTools: boolean }

const townCount = 14
const townGap = 6
/** The buttons in a corner of the drawing, as public/app.css sizes them. */
const toolsSize = { width: 50, height: 134 }
/** Bassins are written in spaced capitals. */
const spacings = { bassin: 1.45, clee: 1 }

/** « Pays de Fougères » of « CLEE du Pays de Fougères »: on a map of CLEEs, the first word says nothing. */
export const shortName = (name: string) => upperFirst(name.replace(/^CLEE\s+(?:(?:de|du|des)\s+(?:la\s+|l[’']\s*|les\s+)?|d[’']\s*(?=\p{L}))?/iu, '') || name)

const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const centreOf = (spots: Spot[]): Spot => ({ x: mean(spots.map(({ x }) => x)), y: mean(spots.map(({ y }) => y)) })
const nearest = (spots: Spot[], { x, y }: Spot) => spots.toSorted((one, other) => Math.hypot(one.x - x, one.y - y) - Math.hypot(other.x - x, other.y - y))

const ringAround = ({ x, y }: Spot, radius: number): Spot[] =>
  Array.from({ length: 8 }, (_, index) => ({ x: x + radius * Math.cos((index * Math.PI) / 4), y: y + radius * Math.sin((index * Math.PI) / 4) }))

/** Where the label of a territory may stand, best first: its centre, its places, around them; always within it. */
function standsIn(sites: Site[], cells: Cells, isWithin: (site: Site) => boolean, step: number): Spot[] {
  if (sites.length === 0) return []
  const places = nearest(sites, centreOf(sites))
  const candidates = [centreOf(sites), ...places, ...places.slice(0, 6).flatMap((place) => [...ringAround(place, step), ...ringAround(place, 1.8 * step)])]
  return candidates.filter(({ x, y }) => {
    const site = cells.siteAt(x, y)
    return site !== undefined && isWithin(site)
  })
}

function placeNames(board: Board, sites: Site[], cells: Cells, names: Labelled['names']): Label[] {
  return names.flatMap(({ name, kind, cleeIds }) => {
    const isWithin = ({ owners }: Site) => owners.some((id) => cleeIds.has(id))
    const lines = wrapName(name)
    for (const spot of standsIn(sites.filter(isWithin), cells, isWithin, 26 * board.scale)) {
      const text = placeText(board, spot, lines, 0, spacings[kind])
      if (text) return [{ ...spot, text, kind }]
    }
    return []
  })
}

function placeMarkers(board: Board, sites: Site[], cells: Cells, numbers: Labelled['numbers']) {
  return numbers.flatMap(({ id, name, number }) => {
    const isWithin = ({ owners }: Site) => owners.includes(id)
    const spot = placeMarker(board, standsIn(sites.filter(isWithin), cells, isWithin, 2.2 * markerRadius * board.scale))
    return spot ? [{ ...spot, name, number }] : []
  })
}

function placeTowns(board: Board, sites: Site[]): Label[] {
  const towns = sites.filter(({ name }) => name !== '').toSorted((one, other) => other.population - one.population).slice(0, townCount)
  return towns.flatMap(({ x, y, name }) => {
    const text = placeText(board, { x, y }, [name], townGap)
    return text ? [{ x, y, text, kind: 'town' as const }] : []
  })
}

/** Places the labels of a drawing written so many times bigger than it: numbers first, then names amid territories, names by numbers, towns; what finds no room is in the list alone. */
export function labelAt(scale: number, { width, height }: Size, sites: Site[], cells: Cells, { numbers, names, hasTools }: Labelled) {
  const tools = { left: width - toolsSize.width * scale, top: 0, right: width, bottom: toolsSize.height * scale }
  const board: Board = { taken: hasTools ? [tools] : [], width, height, scale }
  const inside = sites.filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height)
  const markers = placeMarkers(board, inside, cells, numbers)
  const amid = placeNames(board, inside, cells, names)
  const named = markers.map(({ name, ...marker }): Marker => ({ ...marker, text: placeText(board, marker, wrapName(shortName(name)), markerRadius + 5) }))
  return { markers: named, names: [...amid, ...placeTowns(board, inside)] }
}
