import { readFileSync } from 'node:fs'
import { config } from '../config.ts'
import { readMarkdown, type Block, type Span } from '../markdown.ts'
import { deadlineFields, deadlineLabels } from '../school-years/deadlines.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { formatDay, fr, withDe } from '../web/view-helpers.ts'

const template = readFileSync(new URL('letter.typ', import.meta.url), 'utf8')

const frSpan = (span: Span): Span => ('text' in span ? { ...span, text: fr(span.text) } : span)
const frBlock = (block: Block): Block => (block.kind === 'paragraph' ? { ...block, spans: block.spans.map(frSpan) } : { ...block, items: block.items.map((item) => item.map(frBlock)) })

/** The letter of a school year as a PDF. */
export const letterPdf = (year: OpenedYear) => ({
  template,
  data: {
    title: fr(year.letterTitle),
    academieName: withDe(config.academie),
    mission: config.missionName,
    schoolYear: year.schoolYear,
    sentOn: year.letterSentAt ? `Envoyée le ${formatDay(year.letterSentAt)}` : 'Projet, pas encore envoyé',
    deadlines: deadlineFields.flatMap((name) => (year[name] ? [{ term: deadlineLabels[name], text: formatDay(year[name]) }] : [])),
    blocks: readMarkdown(year.letterBody).map(frBlock),
  },
  fileName: `lettre-${year.schoolYear}.pdf`,
  isPublic: false,
})
