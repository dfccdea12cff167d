import { createInflateRaw } from 'node:zlib'

/** Documents and workbooks are archives: what one may hold, once unpacked, in parts and in bytes. */
const mostParts = 2_000
const mostBytes = 100 * 1_024 * 1_024

export const isArchive = (content: Buffer) => content.length > 4 && content.readUInt32LE(0) === 0x04034b50

type Part = { name: string; isPacked: boolean; start: number; packed: number; size: number }

/** Where its directory begins, and how many parts it names; null for what was cut, or is written as no office suite does. */
function directoryOf(content: Buffer) {
  // At most 64 kB of comment follow it.
  const place = content.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (place < Math.max(0, content.length - 65_557) || place + 22 > content.length) return null
  return { count: content.readUInt16LE(place + 10), start: content.readUInt32LE(place + 16) }
}

function partAt(content: Buffer, place: number): (Part & { next: number }) | null {
  if (place + 46 > content.length || content.readUInt32LE(place) !== 0x02014b50) return null
  const [method, packed, size] = [content.readUInt16LE(place + 10), content.readUInt32LE(place + 20), content.readUInt32LE(place + 24)]
  const [named, extra, comment, local] = [content.readUInt16LE(place + 28), content.readUInt16LE(place + 30), content.readUInt16LE(place + 32), content.readUInt32LE(place + 42)]
  if (local + 30 > content.length || (method !== 0 && method !== 8)) return null
  const start = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28)
  if (start + packed > content.length) return null
  const name = content.toString('utf8', place + 46, place + 46 + named)
  return { name, isPacked: method === 8, start, packed, size, next: place + 46 + named + extra + comment }
}

function partsOf(content: Buffer): Part[] | null {
  const directory = directoryOf(content)
  if (!directory) return null
  const parts: Part[] = []
  let place = directory.start
  for (let index = 0; index < Math.min(directory.count, mostParts + 1); index += 1) {
    const part = partAt(content, place)
    if (!part) return null
    parts.push(part)
    place = part.next
  }
  return parts
}

/** How many bytes a part really unpacks to, counted no further than `most`: what the directory says may be a lie. */
async function unpackedSize(content: Buffer, { isPacked, start, packed }: Part, most: number) {
  if (!isPacked) return packed
  const unpacking = createInflateRaw()
  unpacking.end(content.subarray(start, start + packed))
  let size = 0
  for await (const chunk of unpacking) {
    size += (chunk as Buffer).length
    if (size > most) break
  }
  return size
}

export type ArchiveFault = 'truncated' | 'tooBig' | 'macros'

/** What forbids to keep an archive: it is cut, unpacks to far more than it weighs (a "bomb"), or holds programs; null when nothing does. Unpacks nothing to memory. */
export async function archiveFault(content: Buffer): Promise<ArchiveFault | null> {
  const parts = partsOf(content)
  if (!parts) return 'truncated'
  if (parts.length > mostParts || parts.reduce((sum, { size }) => sum + size, 0) > mostBytes) return 'tooBig'
  if (parts.some(({ name }) => /vbaProject\.bin$/i.test(name))) return 'macros'
  let total = 0
  for (const part of parts) {
    const size = await unpackedSize(content, part, mostBytes - total).catch(() => null)
    if (size === null) return 'truncated'
    total += size
    if (total > mostBytes) return 'tooBig'
  }
  return null
}
