import { z } from 'zod'
import { DocumentKind } from '../generated/prisma/enums.ts'
import { reviewDay } from '../review-dates.ts'
import { isSchoolYear, nextSchoolYear, schoolYearOf } from '../school-year.ts'
import type { DocumentFile, DocumentUpload } from '../uploads/documents.ts'
import { choice, line, optionalText, plausibleDay, revision, uuid } from '../web/fields.ts'

const kinds = Object.values(DocumentKind)

const known = (value: string) => isSchoolYear(value) && value <= nextSchoolYear(schoolYearOf())

const fields = {
  title: line(150, 'Donnez un titre au document.'),
  kind: choice(kinds, 'Choisissez le type du document.'),
  schoolYear: z.preprocess((value) => value ?? '', z.string('Choisissez une année scolaire de la liste.').refine((value) => value === '' || known(value), 'Choisissez une année scolaire de la liste.')).transform((value) => value || null),
  bassinId: z.preprocess((value) => value ?? '', z.literal('').or(uuid).catch('inconnu')).refine((value) => value !== 'inconnu', 'Choisissez un bassin de la liste.').transform((value) => value || null),
  description: optionalText(500),
  issuedOn: plausibleDay,
  reviewOn: reviewDay,
}

/** The file of a form, as it was read; what was refused comes back with its sentence. */
const file = z.custom<DocumentUpload>().transform((upload, context): DocumentFile => {
  if ('file' in upload) return upload.file
  context.addIssue({ code: 'custom', message: upload.refusal })
  return z.NEVER
})

export const documentSchema = z.object(fields)
export type DocumentInput = z.output<typeof documentSchema>

export const newDocumentSchema = z.object({ ...fields, file, intent: z.literal('publication').or(z.literal('')).catch('') })
export type NewDocumentInput = z.output<typeof newDocumentSchema>

export const fileSchema = z.object({ file })

/** The revision that the page showed; one that no document has when it is unreadable. */
export const shownRevision = z.object({ revision: revision.catch(0) })

/** Filters of the public library, as its address carries them; what is unreadable filters nothing. */
export const libraryFiltersSchema = z.object({
  annee: z.string().refine((value) => isSchoolYear(value)).or(z.literal(['', 'sans'])).catch(''),
  type: z.enum(kinds).or(z.literal('')).catch(''),
  bassin: z.string().max(200).catch(''),
})
/** Whether an address asks for a year or a type that doesn't exist, which no document has. */
export const asksUnknown = (query: Record<string, unknown>, filters: Pick<LibraryFilters, 'annee' | 'type'>) =>
  (['annee', 'type'] as const).some((name) => filters[name] === '' && query[name] !== undefined && query[name] !== '')

export type LibraryFilters = z.output<typeof libraryFiltersSchema>

/** Those of the list of the mission. */
export const managedFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  annee: libraryFiltersSchema.shape.annee,
  type: libraryFiltersSchema.shape.type,
  etat: z.literal(['', 'publie', 'retire', 'relire']).catch(''),
})
export type ManagedFilters = z.output<typeof managedFiltersSchema>
