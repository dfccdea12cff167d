import type { Point } from './paths.ts'

/** A side of a cell or of a triangle, in the direction that goes round it: its name, and that of the same side met from the other shape. */
export type Side = { from: Point; to: Point; key: string; opposite: string }

/** One number a point: drawings are narrower than a hundred thousand tenths. */
export const pointKey = ([x, y]: Point) => x * 100_000 + y

export function sideOf(from: Point, to: Point): Side {
  const [start, end] = [pointKey(from), pointKey(to)]
  return { from, to, key: `${start} ${end}`, opposite: `${end} ${start}` }
}

/** The outer sides of shapes that touch: those that no two of them share. */
export function outerSides(sides: Side[]): Side[] {
  const known = new Set(sides.map(({ key }) => key))
  return sides.filter(({ opposite }) => !known.has(opposite))
}

/** Sides put end to end, as closed lines. */
export function loopsOf(sides: Side[]): Point[][] {
  const starts = Map.groupBy(sides, ({ from }) => pointKey(from))
  const take = (point: Point) => starts.get(pointKey(point))?.pop()
  const loops: Point[][] = []
  for (const { from } of sides) {
    const loop: Point[] = []
    for (let side = take(from); side; side = take(side.to)) loop.push(side.from)
    if (loop.length > 2) loops.push(loop)
  }
  return loops
}

/** Twice the area that a loop encloses; positive when it turns clockwise on the screen. */
export const signedArea = (loop: Point[]) =>
  loop.reduce((sum, [x, y], index) => {
    const [u, v] = loop[(index + 1) % loop.length] ?? [x, y]
    return sum + x * v - u * y
  }, 0)
