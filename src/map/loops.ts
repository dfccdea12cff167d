import type { Point } from './paths.ts'

/** A side of a cell or of a triangle, in the direction that goes round it. */
export type Side = { from: Point; to: Point }

export const pointKey = ([x, y]: Point) => `${x},${y}`
export const sideKey = (from: Point, to: Point) => `${pointKey(from)} ${pointKey(to)}`

/** The outer sides of shapes that touch: those that no two of them share. */
export function outerSides(sides: Side[]): Side[] {
  const known = new Set(sides.map(({ from, to }) => sideKey(from, to)))
  return sides.filter(({ from, to }) => !known.has(sideKey(to, from)))
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
