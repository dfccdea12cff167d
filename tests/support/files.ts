import { deflateRawSync, deflateSync } from 'node:zlib'

/** The smallest PDF that readers open, with this many bytes of filling. */
export const somePdf = (filling = 0) =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n%${'x'.repeat(filling)}\ntrailer<</Root 1 0 R>>\n%%EOF\n`, 'latin1')

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})
const crc = (bytes: Buffer) => (bytes.reduce((sum, byte) => (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0

function chunk(type: string, content: Buffer) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc(named))
  return Buffer.concat([length, named, sum])
}

/** One grey pixel. */
export const somePng = () =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])), chunk('IDAT', deflateSync(Buffer.from([0, 128]))), chunk('IEND', Buffer.alloc(0))])

const thumbnail = Buffer.from([0xff, 0xd8, 0xff, 0xd9])

/** The frame of a JPEG, with a thumbnail in its header that has an end of its own; `end` is that of the picture. */
export const someJpeg = (end: number[] = [0xff, 0xd9]) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00, 2 + thumbnail.length]), thumbnail, Buffer.from([0xff, 0xda, 0x00, 0x08, 1, 1, 0, 0, 63, 0]), Buffer.alloc(40, 0x55), Buffer.from(end)])

/** An archive of one file, of this name. */
export function someZip(name = 'a.txt') {
  const content = Buffer.from('bonjour')
  const packed = deflateRawSync(content)
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(8, 4)
  header.writeUInt32LE(crc(content), 10)
  header.writeUInt32LE(packed.length, 14)
  header.writeUInt32LE(content.length, 18)
  header.writeUInt16LE(name.length, 22)
  const central = Buffer.concat([header.subarray(0, 24), Buffer.alloc(16)])
  central.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), header, Buffer.from(name), packed])
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), central, Buffer.from(name)])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

export const someSvg = () => Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
