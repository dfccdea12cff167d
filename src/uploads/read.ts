import { cleanName, extensionOf, formatSize } from './names.ts'
import { kinds, readKind, type MediaType } from './kinds.ts'

export type UploadedFile = { name: string; mediaType: MediaType; content: Buffer }
/** A file that may be kept, or the sentence that says why not. */
export type Upload = { file: UploadedFile } | { refusal: string }

/** Bytes; the database holds the same limit. */
export const largestFile = 10 * 1_024 * 1_024

const accepted = 'Joignez un PDF, ou une image JPEG ou PNG.'

export const refusals = {
  nothing: 'Choisissez le fichier à joindre.',
  empty: 'Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre ordinateur, puis choisissez-le de nouveau.',
  several: 'Joignez un seul fichier\u00a0: réunissez les pages dans un PDF.',
  tooBig: `Ce fichier est trop lourd\u00a0: ${formatSize(largestFile)} au plus. Numérisez-le en noir et blanc ou à 150 points par pouce, puis choisissez-le de nouveau.`,
  truncated: 'Ce fichier semble incomplet\u00a0: sa fin manque. Numérisez-le ou téléchargez-le de nouveau, puis choisissez-le.',
}

function otherType(name: string, other: string) {
  const extension = extensionOf(name)
  if (other === '') return `Le contenu de ce fichier n’est ni un PDF, ni une image JPEG ou PNG. ${accepted}`
  return extension ? `Ce fichier porte l’extension ${extension}, mais c’est ${other}. ${accepted}` : `Ce fichier est en réalité ${other}. ${accepted}`
}

/** Reads what was sent: its type by its content, its name cleaned. */
export async function readUpload(name: string, content: Buffer): Promise<Upload> {
  if (content.length === 0) return { refusal: refusals.empty }
  const kind = await readKind(content)
  if ('other' in kind) return { refusal: otherType(name, kind.other) }
  const { extension, isWhole } = kinds[kind.mediaType]
  if (!isWhole(content)) return { refusal: refusals.truncated }
  return { file: { name: cleanName(name, extension), mediaType: kind.mediaType, content } }
}
