import { Delaunay } from 'd3-delaunay'
import { loopsOf, outerSides, sideOf, signedArea } from './loops.ts'
import { pathWriter, type Point } from './paths.ts'

type Spot = { x: number; y: number }
type Triangle = [Spot, Spot, Spot]
type Writer = ReturnType<typeof pathWriter>

/** Of the usual distance between neighbouring places: what the land shows around them, and the longest gap that it fills. */
const shares = { reach: 0.5, gap: 2.6 }
/** Kilometres. */
const reaches = { smallest: 3.5, largest: 11 }

const distance = (one: Spot, other: Spot) => Math.hypot(one.x - other.x, one.y - other.y)
const tenths = ({ x, y }: Spot): Point => [Math.round(x * 10), Math.round(y * 10)]

function trianglesOf(spots: Spot[]): Triangle[] {
  const { triangles } = Delaunay.from(spots, ({ x }) => x, ({ y }) => y)
  return Array.from({ length: triangles.length / 3 }).flatMap((_, index): Triangle[] => {
    // Spots on one line make no triangle: the library says so by corners that don't exist.
    const [a, b, c] = [0, 1, 2].map((corner) => spots[triangles[3 * index + corner] ?? -1])
    return a && b && c && b !== c ? [[a, b, c]] : []
  })
}

const lengthsOf = ([a, b, c]: Triangle) => [distance(a, b), distance(b, c), distance(c, a)]

/** The closed lines, clockwise, around triangles that touch; what they leave empty inside is land too. */
function outlines(triangles: Triangle[]): Point[][] {
  const sides = triangles.flatMap(([a, b, c]) => [[a, b], [b, c], [c, a]].flatMap(([from, to]) => (from && to ? [sideOf(tenths(from), tenths(to))] : [])))
  const way = Math.sign(signedArea((triangles[0] ?? []).map(tenths)))
  const outer = loopsOf(outerSides(sides)).filter((loop) => Math.sign(signedArea(loop)) === way)
  return way < 0 ? outer.map((loop) => loop.toReversed()) : outer
}

/** All that lies within the reach of a side; one without length makes a disc. Clockwise like the rest, so that what overlaps adds up. */
function writeCapsule(writer: Writer, [x, y]: Point, [u, v]: Point, reach: number) {
  const length = Math.hypot(u - x, v - y)
  const [dx, dy] = length === 0 ? [0, reach] : [Math.round((-(v - y) / length) * reach), Math.round(((u - x) / length) * reach)]
  writer.move([x + dx, y + dy])
  writer.halfTurn([x - dx, y - dy], reach)
  if (length > 0) writer.line([u - dx, v - dy])
  writer.halfTurn([u + dx, v + dy], reach)
  writer.close()
}

function writeLoop(writer: Writer, loop: Point[], reach: number) {
  const [first, ...others] = loop
  if (!first) return
  writer.move(first)
  for (const point of others) writer.line(point)
  writer.close()
  loop.forEach((point, index) => writeCapsule(writer, point, loop[index + 1] ?? first, reach))
}

/** The land around these places, as a path, and how far it reaches from each: triangles between neighbours, widened by a rounded margin; distant ones stay apart. `kilometre` is its length in the drawing, `widest` the margin at most. */
export function drawLand(spots: Spot[], kilometre: number, widest: number): { path: string; reach: number } {
  const all = trianglesOf(spots)
  const lengths = all.flatMap(lengthsOf).toSorted((one, other) => one - other)
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 0
  const reach = Math.min(Math.max(usual * shares.reach, reaches.smallest * kilometre), reaches.largest * kilometre, widest)
  const triangles = all.filter((triangle) => Math.max(...lengthsOf(triangle)) <= Math.max(usual * shares.gap, 3 * reach))
  const held = new Set(triangles.flat())
  const writer = pathWriter()
  for (const loop of outlines(triangles)) writeLoop(writer, loop, Math.round(reach * 10))
  for (const spot of spots) if (!held.has(spot)) writeCapsule(writer, tenths(spot), tenths(spot), Math.round(reach * 10))
  return { path: writer.text(), reach }
}
