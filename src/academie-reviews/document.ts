import { readFileSync } from 'node:fs'
import { documentHead, documentStyle, typeTable } from '../reviews/document.ts'
import { shownTypes, worldsText } from '../reviews/labels.ts'
import { achievedCount } from '../reviews/tallies.ts'
import { formatDay, formatNumber } from '../web/view-helpers.ts'
import { comparedFigures } from './figures.ts'
import type { readAcademieReview } from './queries.ts'

type AcademieReview = Awaited<ReturnType<typeof readAcademieReview>>
const template = documentStyle + readFileSync(new URL('academie.typ', import.meta.url), 'utf8')

const bassinColumns = ['Bassin', 'CLEE ayant mené une action', 'Actions réalisées', 'Élèves', 'Dont filles', 'Adultes', 'Organisations', 'Établissements']
const bassinRow = (bassin: AcademieReview['bassins'][number]) => [
  bassin.name,
  ...[bassin.clees, achievedCount(bassin), bassin.pupils, bassin.girls, bassin.adults, bassin.organisations, bassin.schools].map(formatNumber),
]

const cleeColumns = ['CLEE', ...bassinColumns.slice(2), 'Bilan']
const cleeRow = (line: AcademieReview['lines'][number]) => [
  line.name,
  ...[line.achieved, line.pupils, line.girls, line.adults, line.organisations, line.schools].map(formatNumber),
  line.state.label,
]

/** What the figures leave out, in a sentence; empty when they leave out nothing. */
export const leftOut = ({ figures: { total } }: AcademieReview) =>
  total.proposed === 0 ? '' : total.proposed === 1 ? 'Une action seulement proposée ne compte pas.' : `Les actions seulement proposées (${formatNumber(total.proposed)}) ne comptent pas.`

const sentLines = ({ lines }: AcademieReview) => lines.filter(({ status }) => status === 'submitted' || status === 'acknowledged').length

/** The review of the académie as a PDF: what the Conseil académique éducation-économie reads. */
export function academiePdf(title: string, schoolYear: string, read: AcademieReview) {
  const { figures, before, bassins, lines } = read
  const data = {
    ...documentHead(),
    title,
    sentence: `Chiffres au ${formatDay(new Date())}\u00a0: somme des fiches-actions de ${formatNumber(lines.length)}\u00a0CLEE, dont ${formatNumber(sentLines(read))}\u00a0${sentLines(read) < 2 ? 'a transmis son' : 'ont transmis leur'} bilan. Organisations par monde\u00a0: ${worldsText(figures.total.worlds)}.`,
    footer: `${title}, somme des fiches-actions`,
    figures: comparedFigures(figures, before).map(({ value, label, change, before: past }) => ({ value, label, detail: change && `${past} l’année d’avant, ${change}` })),
    ...typeTable(shownTypes(figures.types), figures.total),
    leftOut: leftOut(read),
    bassinColumns,
    bassins: bassins.map(bassinRow),
    cleeColumns,
    clees: lines.map(cleeRow),
  }
  return { template, data, fileName: `bilan-academie-${schoolYear}.pdf`, isPublic: false }
}
