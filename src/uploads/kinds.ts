import { fileTypeFromBuffer } from 'file-type'

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png'
type Kind = { label: string; extension: string; isWhole: (content: Buffer) => boolean }

// Some printers write a few lines after the end of a PDF.
const pdfTail = 2_048

/** Whether the pixels of a JPEG go on to their end: its thumbnail, before them, has an end of its own. */
function isWholeJpeg(content: Buffer) {
  let position = 2
  while (position + 4 <= content.length && content[position] === 0xff && content[position + 1] !== 0xda) position += 2 + content.readUInt16BE(position + 2)
  return content.indexOf(Buffer.from([0xff, 0xd9]), position) > position
}

// Pages stand as they are, or packed in streams of objects.
const pages = /\/Type\s*\/Page(?![A-Za-z])|\/ObjStm/

const isWholePdf = (content: Buffer) => content.subarray(-pdfTail).includes('%%EOF') && pages.test(content.toString('latin1'))

/** What may be attached, by the type read from its content. */
export const kinds: Record<MediaType, Kind> = {
  'application/pdf': { label: 'PDF', extension: 'pdf', isWhole: isWholePdf },
  'image/jpeg': { label: 'Image JPEG', extension: 'jpg', isWhole: isWholeJpeg },
  'image/png': { label: 'Image PNG', extension: 'png', isWhole: (content) => content.includes(Buffer.from('IEND\u00aeB`\u0082', 'latin1')) },
}

const isAccepted = (mediaType: string): mediaType is MediaType => mediaType in kinds

/** How a sentence names what is often sent by mistake, by the extension of its true type. */
const otherNames: Record<string, string> = {
  zip: 'une archive ZIP', rar: 'une archive RAR', '7z': 'une archive 7z', docx: 'un document Word', odt: 'un document texte', xlsx: 'un classeur Excel', ods: 'un classeur', pptx: 'une présentation',
  cfb: 'un ancien document Office', rtf: 'un document RTF', svg: 'une image SVG', gif: 'une image GIF', webp: 'une image WebP', heic: 'une photo HEIC', tif: 'une image TIFF', bmp: 'une image BMP', html: 'une page HTML', exe: 'un programme',
}

/** Texts have no signature: these two are met, and read as images or pages by who opens them. */
function textKind(content: Buffer) {
  const beginning = content.subarray(0, 1_024).toString('latin1').toLowerCase()
  if (beginning.includes('<svg')) return 'svg'
  return /<!doctype html|<html|<script/.test(beginning) ? 'html' : ''
}

/** How a sentence names a content that is not accepted, by the extension of its true type if it has one; "" when nobody knows. */
export const otherName = (content: Buffer, extension: string) => otherNames[textKind(content) || extension] ?? ''

/** What a content is, whatever its name says: one of the types that are accepted, or a name for another; "" when nobody knows. */
export async function readKind(content: Buffer): Promise<{ mediaType: MediaType } | { other: string }> {
  const found = await fileTypeFromBuffer(content)
  if (found && isAccepted(found.mime)) return { mediaType: found.mime }
  return { other: otherName(content, found?.ext ?? '') }
}
