type Spot = { x: number; y: number }
type Box = { left: number; top: number; right: number; bottom: number }
export type Anchor = 'start' | 'middle' | 'end'
/** A text by its marker: `dx`, `dy` from there, in the label's own scale. */
export type Text = { lines: string[]; dx: number; dy: number; anchor: Anchor }

/** What the labels of a drawing share: its frame, and how much bigger they are written than the drawing is. */
export type Board = { taken: Box[]; width: number; height: number; scale: number }

const lineHeight = 17
/** Of a letter: mean width at the size at which public/app.css writes. */
const letter = 7.6
const widestLine = 18
const mostLines = 3
export const markerRadius = 12

const overlaps = (one: Box, other: Box) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
const isFree = ({ taken, width, height }: Board, box: Box) =>
  box.left >= 2 && box.top >= 2 && box.right <= width - 2 && box.bottom <= height - 2 && !taken.some((other) => overlaps(box, other))

const around = ({ x, y }: Spot, radius: number): Box => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius })

/** A name on at most three lines of about eighteen letters, cut between words: the list says it whole. */
export function wrapName(name: string): string[] {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= widestLine) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const last = lines[mostLines - 1] ?? ''
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), `${last.replace(/(?:\s(?:et|de|du|des|la|le|les))+$|,$/u, '')}…`]
}

/** The first of these spots where a marker touches nothing, which it then takes. */
export function placeMarker(board: Board, spots: Iterable<Spot>): Spot | null {
  const radius = (markerRadius + 1) * board.scale
  for (const spot of spots) {
    if (!isFree(board, around(spot, radius))) continue
    board.taken.push(around(spot, radius))
    return spot
  }
  return null
}

const widthOf = (lines: string[], spacing: number) => Math.max(...lines.map((line) => line.length)) * letter * spacing

/** Where a text may stand by its marker: to its right, to its left, under it, above it; or on its spot. */
function positions(lines: string[], gap: number): Text[] {
  const centre = 5 - ((lines.length - 1) * lineHeight) / 2
  if (gap === 0) return [{ lines, dx: 0, dy: centre, anchor: 'middle' }]
  return [
    { lines, dx: gap, dy: centre, anchor: 'start' },
    { lines, dx: -gap, dy: centre, anchor: 'end' },
    { lines, dx: 0, dy: gap + 12, anchor: 'middle' },
    { lines, dx: 0, dy: -gap - 2 - (lines.length - 1) * lineHeight, anchor: 'middle' },
  ]
}

const shifts: Record<Anchor, number> = { start: 0, middle: -0.5, end: -1 }

function boxOf({ x, y }: Spot, { lines, dx, dy, anchor }: Text, scale: number, spacing: number): Box {
  const width = widthOf(lines, spacing)
  const left = x + (dx + shifts[anchor] * width) * scale
  const top = y + (dy - 13) * scale
  return { left, top, right: left + width * scale, bottom: top + lines.length * lineHeight * scale }
}

/** A text that touches nothing, at this distance of its spot; null without room. `spacing`: how much wider than usual it is written. */
export function placeText(board: Board, spot: Spot, lines: string[], gap: number, spacing = 1): Text | null {
  const found = positions(lines, gap).find((text) => isFree(board, boxOf(spot, text, board.scale, spacing)))
  if (found) board.taken.push(boxOf(spot, found, board.scale, spacing))
  return found ?? null
}
