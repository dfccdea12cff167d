import { isUtf8 } from 'node:buffer'

export type Line = { number: number; text: string }

const longestLine = 200_000
const windows1252 = new TextDecoder('windows-1252')

// Decoded line by line: neither encoding has a line feed inside a character, and pasted files mix the two.
function decode(bytes: Buffer): string {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length
  const line = bytes.subarray(0, end)
  return isUtf8(line) ? line.toString('utf8') : windows1252.decode(line)
}

function* cutLines(bytes: Buffer): Generator<Buffer, Buffer> {
  let start = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    yield bytes.subarray(start, end)
    start = end + 1
  }
  return bytes.subarray(start)
}

/** The lines of a stream of bytes, in UTF-8 or Windows-1252, with their numbers from 1; one that never ends is cut. */
export async function* readLines(source: AsyncIterable<Buffer | string>): AsyncGenerator<Line> {
  let number = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    const lines = cutLines(Buffer.concat([rest, Buffer.from(chunk)]))
    let next = lines.next()
    for (; !next.done; next = lines.next()) yield { number: ++number, text: decode(next.value) }
    rest = next.value
    if (rest.length <= longestLine) continue
    yield { number: ++number, text: decode(rest) }
    rest = Buffer.alloc(0)
  }
  if (rest.length > 0) yield { number: ++number, text: decode(rest) }
}
