import { fileTypeFromBuffer } from 'file-type'
import { archiveFault, isArchive, type ArchiveFault } from './archive.ts'
import { kinds, otherName } from './kinds.ts'
import { cleanName, extensionOf, formatSize } from './names.ts'
import { largestFile, refusals } from './read.ts'

type DocumentType = { label: string; extension: string }
const openXml = 'application/vnd.openxmlformats-officedocument'
const openDocument = 'application/vnd.oasis.opendocument'

/** What a document to publish may be, besides what may be attached anywhere; the type is read from the content. */
const documentTypes: Record<string, DocumentType> = {
  'application/pdf': kinds['application/pdf'],
  'image/jpeg': kinds['image/jpeg'],
  'image/png': kinds['image/png'],
  [`${openXml}.wordprocessingml.document`]: { label: 'Texte DOCX', extension: 'docx' },
  [`${openXml}.spreadsheetml.sheet`]: { label: 'Classeur XLSX', extension: 'xlsx' },
  [`${openDocument}.text`]: { label: 'Texte ODT', extension: 'odt' },
  [`${openDocument}.spreadsheet`]: { label: 'Classeur ODS', extension: 'ods' },
  'text/csv': { label: 'CSV', extension: 'csv' },
}

/** How a page names the type of a file. */
export const typeLabel = (mediaType: string) => documentTypes[mediaType]?.label ?? 'Fichier'

/** What the field of a form proposes. */
export const acceptedTypes = [...Object.keys(documentTypes), ...Object.values(documentTypes).map(({ extension }) => `.${extension}`)].join(',')

export type DocumentFile = { name: string; mediaType: string; content: Buffer }
export type DocumentUpload = { file: DocumentFile } | { refusal: string }

const tooBig = `Ce fichier est trop lourd\u00a0: ${formatSize(largestFile)} au plus. Enregistrez-le en PDF de taille réduite, allégez ses images, ou publiez-le en plusieurs documents.`
// What is published is seldom a scan, of which the sentence of the others speaks.
export const documentRefusal = (refusal: string) => (refusal === refusals.tooBig ? tooBig : refusal)

const accepted = 'Choisissez un PDF, un texte (DOCX, ODT), un classeur (XLSX, ODS), un fichier CSV, ou une image JPEG ou PNG.'

const archiveRefusals: Record<ArchiveFault, string> = {
  truncated: 'Ce fichier semble incomplet ou abîmé. Ouvrez-le sur votre ordinateur, enregistrez-le de nouveau, puis choisissez-le.',
  tooBig: 'Ce fichier se déploie en un contenu démesuré\u00a0: il pourrait bloquer l’ordinateur de qui l’ouvre. Enregistrez-le de nouveau, ou publiez-le en PDF.',
  macros: 'Ce fichier contient des macros, qui sont des programmes. Enregistrez-le sans macros, ou publiez-le en PDF.',
}

// Controls but tabs and ends of lines and pages: no text has them.
const isControl = (byte: number) => byte < 9 || byte === 11 || (byte > 13 && byte < 32) || byte === 127

/** Spreadsheets save in UTF-8, or in the alphabet of Windows. */
function isCsv(name: string, content: Buffer) {
  if (extensionOf(name) !== '.csv' || otherName(content, '') !== '') return false
  const heading = content.subarray(0, 10_000).toString('latin1').split('\n', 1)[0] ?? ''
  return /[;,\t]/.test(heading) && !content.some(isControl)
}

function otherType(name: string, other: string) {
  const extension = extensionOf(name)
  if (other === '') return `Le contenu de ce fichier n’est d’aucun type que le portail publie. ${accepted}`
  return extension ? `Ce fichier porte l’extension ${extension}, mais c’est ${other}. ${accepted}` : `Ce fichier est en réalité ${other}. ${accepted}`
}

const isWhole = (mediaType: string, content: Buffer) => !(mediaType in kinds) || kinds[mediaType as keyof typeof kinds].isWhole(content)

/** Reads a document to publish: its type by its content, archives checked before anything reads them, its name cleaned. */
export async function readDocument(name: string, content: Buffer): Promise<DocumentUpload> {
  if (content.length === 0) return { refusal: refusals.empty }
  const fault = isArchive(content) ? await archiveFault(content) : null
  if (fault) return { refusal: archiveRefusals[fault] }
  const found = isCsv(name, content) ? { mime: 'text/csv', ext: 'csv' } : await fileTypeFromBuffer(content)
  const type = found && documentTypes[found.mime]
  if (!found || !type) return { refusal: otherType(name, otherName(content, found?.ext ?? '')) }
  if (!isWhole(found.mime, content)) return { refusal: refusals.truncated }
  return { file: { name: cleanName(name, type.extension), mediaType: found.mime, content } }
}
