import { readFileSync } from 'node:fs'
import { readCharterSettings } from '../charters/settings.ts'
import { findPublishedTemplate } from '../charters/queries.ts'
import { listStandings } from '../charters/standings.ts'
import { directoryRows } from '../directory/csv.ts'
import { directorySchema } from '../directory/schemas.ts'
import { exportDirectory } from '../directory/search.ts'
import { readMarkdown, type Block, type Span } from '../markdown.ts'
import { documentHead, documentStyle } from '../reviews/document.ts'
import { schoolYearOf } from '../school-year.ts'
import { formatDay, fr, plural } from '../web/view-helpers.ts'
import { listPublicCoordinators, type PublicCoordinator } from './coordinators.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const listTemplate = documentStyle + read('list.typ')
const charterTemplate = documentStyle + read('template.typ')

const asOf = () => `Liste tenue à jour par le portail, au ${formatDay(new Date())}.`

type Sheet = { title: string; sentence: string; columns: string[]; rows: string[][]; widths: string[]; empty: string; fileName: string }

const sheetPdf = ({ fileName, title, sentence, ...sheet }: Sheet) => ({
  template: listTemplate,
  data: { ...documentHead(), title, sentence, footer: title, ...sheet },
  fileName,
  isPublic: true,
})

/** Columns of the public CSV of the directory that its PDF has room for. */
const cleeColumns = ['Bassin', 'Nom', 'Copilote du monde éducatif', 'Copilote du monde économique', 'Charte', 'État']

/** The CLEEs of the académie as a PDF: functions and structures, no person's name (R18). */
export async function cleeListPdf(schoolYear = schoolYearOf()) {
  const clees = await exportDirectory(directorySchema.parse({}), schoolYear)
  const [head = [], ...rows] = directoryRows(clees, await listStandings(clees.map(({ id }) => id)), schoolYear)
  const places = cleeColumns.map((column) => head.indexOf(column))
  return sheetPdf({
    title: `Les CLEE de l’académie, année ${schoolYear}`,
    sentence: `${asOf()} ${plural(clees.length, 'CLEE', 'CLEE')}. Les copilotes sont désignés par leur fonction et leur structure.`,
    columns: cleeColumns,
    rows: rows.map((row) => places.map((place) => fr(row[place] ?? ''))),
    widths: ['2.2cm', '1fr', '1fr', '1fr', '1.9cm', '2.2cm'],
    empty: 'Aucun CLEE n’est encore publié.',
    fileName: `liste-des-clee-${schoolYear}.pdf`,
  })
}

const toName = 'À désigner'

const coordinatorRow = ({ bassin, jobTitle, name }: PublicCoordinator) => [bassin, jobTitle || toName, name]

/** Who coordinates each bassin in a school year, as the rows of a public file, its head first (R18). */
export async function coordinatorRows(schoolYear = schoolYearOf()) {
  const coordinators = await listPublicCoordinators(schoolYear)
  return [['Bassin', 'Fonction', 'Nom', 'Année scolaire'], ...coordinators.map((line) => [...coordinatorRow(line), schoolYear])]
}

/** The same as a PDF. */
export async function coordinatorListPdf(schoolYear = schoolYearOf()) {
  const coordinators = await listPublicCoordinators(schoolYear)
  return sheetPdf({
    title: `Les coordonnateurs de bassin, année ${schoolYear}`,
    sentence: `${asOf()} Les noms ne paraissent qu’avec l’accord des personnes\u00a0; pour joindre un coordonnateur, écrivez par la page « Participer » du portail.`,
    columns: ['Bassin', 'Fonction', 'Nom'],
    rows: coordinators.map((line) => coordinatorRow(line).map(fr)),
    widths: ['1fr', '1fr', '1fr'],
    empty: 'Aucun bassin n’est encore enregistré.',
    fileName: `coordonnateurs-de-bassin-${schoolYear}.pdf`,
  })
}

const frSpan = (span: Span): Span => ('text' in span ? { ...span, text: fr(span.text) } : span)
const frBlock = (block: Block): Block =>
  block.kind === 'paragraph' ? { ...block, spans: block.spans.map(frSpan) } : { ...block, items: block.items.map((item) => item.map(frBlock)) }

/** What a reader of the template sees of a field that the portal fills in. */
const shownFields = (text: string) => text.replace(/\{(\w+)\}/g, '[$1]')

/** The charter template in force as a PDF: its articles, what each is for and how it begins. */
export async function charterTemplatePdf() {
  const [{ version, publishedAt, articles }, { validityYears }] = [await findPublishedTemplate(), await readCharterSettings()]
  const title = `Modèle de charte, version ${version}`
  return {
    template: charterTemplate,
    data: {
      ...documentHead(),
      title,
      sentence: `En vigueur${publishedAt ? ` depuis le ${formatDay(publishedAt)}` : ''}. Une charte écrite à partir de ce modèle est valable ${plural(validityYears, 'an', 'ans')}. Les mots entre crochets sont remplis par le portail, pour chaque CLEE.`,
      footer: title,
      articles: articles.map((article) => ({
        number: article.position,
        title: fr(article.title),
        mark: article.isMandatory ? 'obligatoire' : 'facultatif',
        guidance: fr(article.guidance),
        blocks: readMarkdown(shownFields(article.startingText)).map(frBlock),
        axes: article.axes.map(fr),
      })),
    },
    fileName: `modele-de-charte-v${version}.pdf`,
    isPublic: true,
  }
}
