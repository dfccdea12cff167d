import { Delaunay } from 'd3-delaunay'
import { loopsOf, outerSides, pointKey, sideKey, type Side } from './loops.ts'
import { pathWriter, roundLine, roundLoop, type Point } from './paths.ts'
import type { Size } from './projection.ts'

/** A place of the drawing, with the CLEEs of whose territory it is, by id. */
export type Site = { x: number; y: number; name: string; population: number; owners: string[] }
type Cell = { site: Site; sides: Side[] }

/** How far outside of the drawing cells still go. */
const bleed = 60

function sidesOf(polygon: ArrayLike<readonly number[]>): Side[] {
  const points = Array.from(polygon, ([x = 0, y = 0]): Point => [Math.round(x * 10), Math.round(y * 10)])
  const sides = points.slice(1).map((to, index) => ({ from: points[index] ?? to, to }))
  return sides.filter(({ from, to }) => pointKey(from) !== pointKey(to))
}

/** Where the borders of three territories or more meet, or leave the drawing: there, curves stop. */
function junctionsOf(cells: Cell[]): Set<string> {
  const owners = new Map(cells.flatMap(({ site, sides }) => sides.map(({ from, to }) => [sideKey(from, to), site.owners.join(' ')] as const)))
  const ends = new Map<string, number>()
  for (const { from, to } of cells.flatMap(({ sides }) => sides)) {
    const other = owners.get(sideKey(to, from))
    if (other === owners.get(sideKey(from, to))) continue
    // A border between two cells is met twice, one with the outside once.
    const share = other === undefined ? 1 : 0.5
    for (const end of [pointKey(from), pointKey(to)]) ends.set(end, (ends.get(end) ?? 0) + share)
  }
  return new Set([...ends].filter(([, count]) => count !== 2).map(([point]) => point))
}

/** A loop cut at each junction, from the first of them. */
function pieces(loop: Point[], junctions: Set<string>): Point[][] {
  const start = loop.findIndex((point) => junctions.has(pointKey(point)))
  const cut: Point[][] = []
  for (const point of [...loop.slice(start), ...loop.slice(0, start + 1)]) {
    cut.at(-1)?.push(point)
    if (junctions.has(pointKey(point))) cut.push([point])
  }
  return cut.slice(0, -1)
}

function writeLoop(writer: ReturnType<typeof pathWriter>, loop: Point[], junctions: Set<string>) {
  if (!loop.some((point) => junctions.has(pointKey(point)))) return roundLoop(writer, loop)
  const [first, ...others] = pieces(loop, junctions)
  if (!first?.[0]) return
  writer.move(first[0])
  for (const line of [first, ...others]) roundLine(writer, line)
  writer.close()
}

/** The territory of the cells that are kept, as a path; empty when none is in the drawing. */
function territoryOf(cells: Cell[], junctions: Set<string>) {
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
  const neighboursOf = (index: number) => [...voronoi.neighbors(index)].flatMap((other) => sites[other] ?? [])
  return {
    territory: (isKept: (site: Site) => boolean) => territoryOf(cells.filter(({ site }) => isKept(site)), junctions),
    /** The site in whose cell a point falls. */
    siteAt: (x: number, y: number) => sites[delaunay.find(x, y)],
    /** Each pair of sites whose cells touch, both ways. */
    neighbours: () => sites.flatMap((site, index) => neighboursOf(index).map((other) => [site, other] as const)),
  }
}
export type Cells = ReturnType<typeof drawCells>
