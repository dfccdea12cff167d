import { readFileSync } from 'node:fs'
import { config } from '../config.ts'
import { readMarkdown, type Block, type Span } from '../markdown.ts'
import { deadlineFields, deadlineLabels } from '../school-years/deadlines.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { formatDay, fr, withDe } from '../web/view-helpers.ts'
import type { Letter } from './letter.ts'

const template = readFileSync(new URL('letter.typ', import.meta.url), 'utf8')

const frSpan = (span: Span): Span => ('text' in span ? { ...span, text: fr(span.text) } : span)
const frBlock = (block: Block): Block => (block.kind === 'paragraph' ? { ...block, spans: block.spans.map(frSpan) } : { ...block, items: block.items.map((item) => item.map(frBlock)) })

const sendingOf = ({ letterSentAt }: OpenedYear, { isSent }: Letter) =>
  !letterSentAt ? 'Projet, pas encore envoyé' : isSent ? `Envoyée le ${formatDay(letterSentAt)}` : `Projet, modifié depuis l’envoi du ${formatDay(letterSentAt)}`

/** The letter of a school year as a PDF. */
export const letterPdf = (year: OpenedYear, letter: Letter) => ({
  template,
  data: {
    title: fr(letter.title),
    academieName: withDe(config.academie),
    mission: config.missionName,
    schoolYear: year.schoolYear,
    sentOn: sendingOf(year, letter),
    deadlines: deadlineFields.flatMap((name) => (year[name] ? [{ term: deadlineLabels[name], text: formatDay(year[name]) }] : [])),
    blocks: readMarkdown(letter.body).map(frBlock),
  },
  fileName: `lettre-${year.schoolYear}.pdf`,
  isPublic: false,
})
