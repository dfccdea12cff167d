import { schoolYearOf } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'
import { documentKinds, formatOf, yearLabel } from './labels.ts'
import { filePath } from './paths.ts'
import type { FullDocument, LibraryDocument } from './queries.ts'

/** A document as the library lists it. */
const shown = (document: LibraryDocument) => ({
  title: document.title,
  href: filePath(document),
  format: formatOf(document),
  description: document.description,
  kind: documentKinds[document.kind],
  bassin: document.bassin?.name ?? '',
  issued: document.issuedOn ? formatDay(document.issuedOn) : '',
  issuedOn: document.issuedOn,
})

function headingOf(schoolYear: string | null, current: string) {
  if (schoolYear === null) return { id: 'sans-annee', title: 'Sans année particulière', isArchived: false }
  return { id: `annee-${schoolYear}`, title: `Année ${schoolYear}`, isArchived: schoolYear < current }
}

/** Documents under the school year that they are of, in the order in which they come. */
export const sectionsOf = (documents: LibraryDocument[], current = schoolYearOf()) =>
  [...Map.groupBy(documents, ({ schoolYear }) => schoolYear)].map(([schoolYear, some]) => ({ ...headingOf(schoolYear, current), documents: some.map(shown) }))

/** What is kept of a document, in a text to compare with what was typed. */
export const storedText = (document: FullDocument) =>
  [
    `Titre\u00a0: ${document.title}`, `Type\u00a0: ${documentKinds[document.kind]}`, `Année\u00a0: ${yearLabel(document.schoolYear) || 'aucune'}`, `Bassin\u00a0: ${document.bassin?.name ?? 'tous'}`,
    `Description\u00a0: ${document.description || 'aucune'}`, `Date du document\u00a0: ${document.issuedOn ? formatDay(document.issuedOn) : 'aucune'}`, `À relire le\u00a0: ${document.reviewOn ? formatDay(document.reviewOn) : 'jamais'}`,
  ].join('\n')
