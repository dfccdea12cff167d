/** A point of the drawing, in tenths of its unit: whole numbers, so that two neighbours agree on their border. */
export type Point = readonly [x: number, y: number]

const joined = (tenths: number[]) => tenths.map((number) => String(number / 10)).reduce((text, number) => text + (text === '' || number.startsWith('-') ? '' : ' ') + number, '')

/** Writes a path in relative coordinates, which are short. */
export function pathWriter() {
  let text = ''
  let [x, y] = [0, 0]
  const go = (command: string, points: Point[]) => {
    text += command + joined(points.flatMap(([u, v]) => [u - x, v - y]))
    ;[x, y] = points.at(-1) ?? [x, y]
  }
  return {
    move: ([u, v]: Point) => {
      text += `M${joined([u, v])}`
      ;[x, y] = [u, v]
    },
    line: (point: Point) => go('l', [point]),
    curve: (control: Point, point: Point) => go('q', [control, point]),
    /** Half a turn clockwise. */
    halfTurn: (point: Point, radius: number) => go(`a${joined([radius, radius])} 0 0 1 `, [point]),
    close: () => {
      text += 'z'
    },
    text: () => text,
  }
}
type Writer = ReturnType<typeof pathWriter>

const middle = ([x, y]: Point, [u, v]: Point): Point => [Math.round((x + u) / 2), Math.round((y + v) / 2)]

/** Follows a line from its first point, where the writer stands, to its last, rounding its corners: the same curve in both directions. */
export function roundLine(writer: Writer, line: Point[]) {
  const last = line.at(-1)
  if (!last) return
  if (line.length === 2) return writer.line(last)
  const corners = line.slice(1, -1)
  corners.forEach((corner, index) => {
    const next = corners[index + 1]
    writer.curve(corner, next ? middle(corner, next) : last)
  })
}

/** A closed line whose corners are all rounded. */
export function roundLoop(writer: Writer, loop: Point[]) {
  const [first, second = first] = loop
  if (!first || !second) return
  const start = middle(first, second)
  writer.move(start)
  const corners = [...loop.slice(1), first]
  corners.forEach((corner, index) => {
    const next = corners[index + 1]
    writer.curve(corner, next ? middle(corner, next) : start)
  })
  writer.close()
}
