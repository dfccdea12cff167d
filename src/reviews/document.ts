import { readFileSync } from 'node:fs'
import { outcomes } from '../actions/workflow.ts'
import type { FullClee } from '../clees/queries.ts'
import { config } from '../config.ts'
import type { PlanReview } from '../generated/prisma/client.ts'
import { readMarkdown, type Block, type Span } from '../markdown.ts'
import { formatDay, formatNumber, formatPeriod, fr, withDe } from '../web/view-helpers.ts'
import type { ReviewContent, SentReview } from './content.ts'
import { shownKeys, tallyLabels } from './export.ts'
import { shownContent } from './page.ts'
import type { Tally } from './tallies.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
/** What documents about reviews look like; a template follows it. */
export const documentStyle = read('style.typ')
const template = documentStyle + read('review.typ')

const frSpan = (span: Span): Span => ('text' in span ? { ...span, text: fr(span.text) } : span)
const frBlock = (block: Block): Block =>
  block.kind === 'paragraph' ? { ...block, spans: block.spans.map(frSpan) } : { ...block, items: block.items.map((item) => item.map(frBlock)) }

const numbers = (tally: Tally) => shownKeys.map((key) => formatNumber(tally[key]))
const optional = (count: number | null) => (count === null ? '' : formatNumber(count))

/** A table of counts by type, their sum last. */
export const typeTable = (types: (Tally & { typeLabel: string })[], total: Tally) => ({
  typeColumns: ['Type', ...shownKeys.map((key) => tallyLabels[key])],
  types: [...types.map((type) => [type.typeLabel, ...numbers(type)]), ...(types.length > 0 ? [['Total', ...numbers(total)]] : [])],
})

/** What heads a document. */
export const documentHead = () => ({ academieName: withDe(config.academie), mission: config.missionName })

type Shown = ReturnType<typeof shownContent>['achieved'][number]
const achievedRow = (sheet: Shown) => [
  fr(`${sheet.title} (${sheet.typeLabel}${sheet.outcome === 'partly' ? ', réalisée en partie' : ''})`),
  formatPeriod(sheet.startsOn, sheet.endsOn),
  ...[sheet.pupils, sheet.girls, sheet.adults, sheet.classes].map(optional),
]

const sentenceOf = (review: PlanReview | null) =>
  review?.submittedAt ? `Approuvé par les deux côtés et transmis le ${formatDay(review.submittedAt)}, récépissé ${review.receipt}.` : 'Projet, non approuvé.'

function contentOf(clee: FullClee, schoolYear: string, { review, sent, content }: { review: PlanReview | null; sent: SentReview | null; content: ReviewContent }) {
  const shown = shownContent(content)
  return {
    ...documentHead(),
    title: fr(`Bilan ${schoolYear} – ${clee.name}`),
    sentence: sentenceOf(review),
    footer: review?.receipt ? `Bilan ${schoolYear}, récépissé ${review.receipt}` : `Bilan ${schoolYear}, projet non approuvé`,
    figures: shown.figures.map(({ value, label }) => ({ value, label })),
    ...typeTable(shown.types, shown.total),
    achieved: shown.achieved.map(achievedRow),
    missed: shown.missed.map((sheet) => [fr(sheet.title), sheet.outcome ? outcomes[sheet.outcome] : '', fr(sheet.reason)]),
    awaited: shown.awaited.map(({ title, startsOn, endsOn }) => fr([title, formatPeriod(startsOn, endsOn)].filter(Boolean).join(', '))),
    text: readMarkdown(review?.text ?? '').map(frBlock),
    // R18: by function and structure.
    approvers: (sent?.approvers ?? []).map(({ side, label }) => fr(`Au titre du ${side} : ${label || 'copilote'}`)),
  }
}

/** The review of a CLEE as a PDF, as it was sent or as a draft. */
export const reviewPdf = (clee: FullClee, schoolYear: string, read: Parameters<typeof contentOf>[2]) => ({
  template,
  data: contentOf(clee, schoolYear, read),
  fileName: `bilan-${clee.slug}-${schoolYear}.pdf`,
  isPublic: false,
})
