import type { Document, DocumentKind } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'
import { typeLabel } from '../uploads/documents.ts'
import { formatSize } from '../uploads/names.ts'

export const documentKinds: Record<DocumentKind, string> = {
  circular: 'Circulaire',
  charter_template: 'Charte type',
  letter: 'Lettre',
  clee_list: 'Liste des CLEE',
  coordinator_list: 'Liste des coordonnateurs',
  guide: 'Guide',
  form: 'Formulaire',
  other: 'Autre document',
}
export const kindOptions = Object.entries(documentKinds).map(([value, label]) => ({ value, label }))

/** « PDF, 240 ko ». */
export const formatOf = ({ mediaType, size }: Pick<Document, 'mediaType' | 'size'>) => `${typeLabel(mediaType)}, ${formatSize(size)}`

/** « 2024-2025, archivée »; an empty text for a document of no year. */
export const yearLabel = (schoolYear: string | null, current = schoolYearOf()) => (schoolYear === null ? '' : `${schoolYear}${schoolYear < current ? ', archivée' : ''}`)
