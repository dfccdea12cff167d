import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]
type Shape = { colour: Colour; opacity: number; distance: (x: number, y: number) => number }

const width = 1200
const height = 630
// The emblem of public/emblem.svg, whose side is 64, in the middle.
const scale = 8
const left = (width - 64 * scale) / 2
const top = (height - 64 * scale) / 2

const background: Colour = [61, 75, 158]
const white: Colour = [255, 255, 255]

const circle = (cx: number, cy: number, radius: number, colour: Colour): Shape => ({ colour, opacity: 1, distance: (x, y) => Math.hypot(x - cx, y - cy) - radius })

/** How far a point is from a segment. */
function toSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point) {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

type Point = [number, number]
const corners: [Point, Point, Point] = [[32, 20], [19, 43], [45, 43]]
const triangle: Shape = {
  colour: white,
  opacity: 0.55,
  distance: (x, y) => Math.min(...corners.map((corner, index) => toSegment(x, y, corner, corners[(index + 1) % 3]!))) - 2,
}

const shapes: Shape[] = [triangle, circle(32, 18.5, 8.5, white), circle(18, 43.5, 8.5, [246, 198, 91]), circle(46, 43.5, 8.5, [143, 211, 182])]

// A shape covers the pixel that its edge crosses in part.
const coverOf = ({ distance, opacity }: Shape, x: number, y: number) => opacity * Math.min(1, Math.max(0, 0.5 - distance(x, y) * scale))

function colourAt(column: number, row: number): Colour {
  const [x, y] = [(column + 0.5 - left) / scale, (row + 0.5 - top) / scale]
  return shapes.reduce<Colour>((under, shape) => {
    const cover = coverOf(shape, x, y)
    return cover === 0 ? under : [0, 1, 2].map((channel) => Math.round((under[channel] ?? 0) * (1 - cover) + (shape.colour[channel] ?? 0) * cover)) as unknown as Colour
  }, background)
}

// Each line begins with the number of its filter: none.
const emptyLine = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(background))])

function pixels() {
  const lines = Buffer.alloc(height * emptyLine.length, emptyLine)
  for (let row = top; row < top + 64 * scale; row += 1) {
    for (let column = left; column < left + 64 * scale; column += 1) lines.set(colourAt(column, row), row * emptyLine.length + 1 + column * 3)
  }
  return lines
}

function chunk(type: string, content: Buffer) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** The picture that other sites show beside a link to the portal: a PNG of 1200 × 630, eight bits a channel. */
export function shareImage() {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels(), { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}
