import { Delaunay } from 'd3-delaunay'
import { loopsOf, outerSides, pointKey, sideOf, type Side } from './loops.ts'
import { pathWriter, roundLine, roundLoop, type Point } from './paths.ts'
import type { Size } from './projection.ts'

/** A place of the drawing, with the CLEEs of whose territory it is, by id. */
export type Site = { x: number; y: number; name: string; population: number; owners: string[] }
type Cell = { site: Site; sides: Side[] }

/** How far outside of the drawing cells still go. */
const bleed = 60

function sidesOf(polygon: ArrayLike<readonly number[]>): Side[] {
  const points = Array.from(polygon, ([x = 0, y = 0]): Point => [Math.round(x * 10), Math.round(y * 10)])
  return points.slice(1).map((to, index) => sideOf(points[index] ?? to, to)).filter(({ key, opposite }) => key !== opposite)
}

/** Where the borders of three territories or more meet, or leave the drawing: there, curves stop. */
function junctionsOf(cells: Cell[]): Set<number> {
  const owners = new Map(cells.flatMap(({ site, sides }) => sides.map(({ key }) => [key, site.owners.join(' ')] as const)))
  const ends = new Map<number, number>()
  for (const { from, to, key, opposite } of cells.flatMap(({ sides }) => sides)) {
    const other = owners.get(opposite)
    if (other === owners.get(key)) continue
    // A border between two cells is met twice, one with the outside once.
    const share = other === undefined ? 1 : 0.5
    for (const end of [pointKey(from), pointKey(to)]) ends.set(end, (ends.get(end) ?? 0) + share)
  }
  return new Set([...ends].filter(([, count]) => count !== 2).map(([point]) => point))
}

/** A loop cut at each junction, from the first of them. */
function pieces(loop: Point[], junctions: Set<number>): Point[][] {
  const start = loop.findIndex((point) => junctions.has(pointKey(point)))
  const cut: Point[][] = []
  for (const point of [...loop.slice(start), ...loop.slice(0, start + 1)]) {
    cut.at(-1)?.push(point)
    if (junctions.has(pointKey(point))) cut.push([point])
  }
  return cut.slice(0, -1)
}

function writeLoop(writer: ReturnType<typeof pathWriter>, loop: Point[], junctions: Set<number>) {
  if (!loop.some((point) => junctions.has(pointKey(point)))) return roundLoop(writer, loop)
  const [first, ...others] = pieces(loop, junctions)
  if (!first?.[0]) return
  writer.move(first[0])
  for (const line of [first, ...others]) roundLine(writer, line)
  writer.close()
}

/** The territory of the cells that are kept, as a path; empty when none is in the drawing. */
function territoryOf(cells: Cell[], junctions: Set<number>) {
  const writer = pathWriter()
  for (const loop of loopsOf(outerSides(cells.flatMap(({ sides }) => sides)))) writeLoop(writer, loop, junctions)
  return writer.text()
}

/** The Voronoi cells of these sites: each is what lies nearer to it than to any other. */
export function drawCells(sites: Site[], { width, height }: Size) {
  const delaunay = Delaunay.from(sites, ({ x }) => x, ({ y }) => y)
  const voronoi = delaunay.voronoi([-bleed, -bleed, width + bleed, height + bleed])
  const cells = sites.map((site, index): Cell => ({ site, sides: sidesOf(voronoi.cellPolygon(index) ?? []) }))
  const junctions = junctionsOf(cells)
  const byOwner = Map.groupBy(cells.flatMap((cell) => cell.site.owners.map((id) => ({ id, cell }))), ({ id }) => id)
  const neighboursOf = (index: number) => [...voronoi.neighbors(index)].flatMap((other) => sites[other] ?? [])
  return {
    /** The territory of these CLEEs together, less that of others. */
    territory: (ids: Iterable<string>, less = new Set<string>()) => {
      const kept = new Set([...ids].flatMap((id) => byOwner.get(id) ?? []).map(({ cell }) => cell))
      return territoryOf([...kept].filter(({ site }) => !site.owners.some((id) => less.has(id))), junctions)
    },
    /** What several of these CLEEs cover. */
    shared: (ids: Set<string>) => territoryOf(cells.filter(({ site }) => site.owners.filter((id) => ids.has(id)).length > 1), junctions),
    /** The site in whose cell a point falls; none farther than `reach` from it, where there may be no land. */
    siteAt: (x: number, y: number, reach: number) => {
      const site = sites[delaunay.find(x, y)]
      return site && Math.hypot(site.x - x, site.y - y) <= reach ? site : undefined
    },
    /** Each pair of sites whose cells touch, both ways. */
    neighbours: () => sites.flatMap((site, index) => neighboursOf(index).map((other) => [site, other] as const)),
  }
}
export type Cells = ReturnType<typeof drawCells>
