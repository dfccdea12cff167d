import type { Particulars } from '../charters/particulars.ts'
import { particularsIn } from '../charters/particulars.ts'
import type { FullCharter } from '../charters/queries.ts'
import { isBlank } from '../charters/template.ts'
import type { FullClee } from '../clees/queries.ts'
import { config } from '../config.ts'
import { readMarkdown, type Block, type Span } from '../markdown.ts'
import { fr, withDe } from '../web/view-helpers.ts'
import { verificationAddress, writtenCode } from './codes.ts'
import { ofClee } from './names.ts'
import type { SignatoryRow } from './signatories.ts'
import { documentState } from './states.ts'

/** « Charte du CLEE du pays de Fougères ». */
export const charterTitle = (name: string) => `Charte ${ofClee(name)}`

const lines = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean)

/** What the heading of a charter says of its CLEE, as a list of terms and texts; HTML and PDF show the same. */
export const factsOf = ({ longName, bassins, communes, territory, copilots, legalForm, supportSchool }: Particulars) =>
  [
    { term: 'Nom complet', texts: lines(longName) },
    { term: bassins.length > 1 ? 'Bassins' : 'Bassin', texts: bassins.length > 0 ? [bassins.join(', ')] : [] },
    { term: communes.length > 1 ? `Communes (${communes.length})` : 'Commune', texts: communes.length > 0 ? [communes.join(', ')] : [] },
    { term: 'Précisions', texts: lines(territory) },
    { term: 'Copilotes', texts: copilots.map(({ side, label }) => `${label} (${side})`) },
    { term: 'Forme juridique', texts: lines(legalForm) },
    { term: 'Établissement support', texts: lines(supportSchool) },
  ].filter(({ texts }) => texts.length > 0)

const frSpan = (span: Span): Span => ('text' in span ? { ...span, text: fr(span.text) } : span)
const frBlock = (block: Block): Block =>
  block.kind === 'paragraph' ? { ...block, spans: block.spans.map(frSpan) } : { ...block, items: block.items.map((item) => item.map(frBlock)) }

const articleOf = (article: FullCharter['articles'][number]) => ({
  number: article.position,
  title: fr(article.title),
  isBlank: isBlank(article),
  blocks: readMarkdown(article.body).map(frBlock),
  axes: article.axes.map(fr),
  priorities: article.priorities.map(fr),
})

/** Everything that the document says, typeset in French; the template lays it out and adds nothing. */
export function contentOf(charter: FullCharter, clee: FullClee, signatories: SignatoryRow[]) {
  const particulars = particularsIn(charter, clee)
  return {
    title: fr(charterTitle(particulars.name)),
    academieName: withDe(particulars.academie),
    mission: config.missionName,
    version: charter.version,
    state: documentState(charter),
    facts: factsOf(particulars).map(({ term, texts }) => ({ term, texts: texts.map(fr) })),
    articles: charter.articles.map(articleOf),
    signatories: signatories.map((row) => ({ ...row, person: fr(row.person) })),
    code: writtenCode(charter.verificationCode),
    address: verificationAddress(charter.verificationCode),
  }
}
