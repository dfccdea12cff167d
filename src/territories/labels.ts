import { joinList, plural } from '../web/view-helpers.ts'
import type { Overlap } from './queries.ts'

const shownNames = 5

/** « a, b, c, d, e et 12 autres ». */
const shortList = (names: string[]) =>
  names.length > shownNames + 1 ? `${names.slice(0, shownNames).join(', ')} et ${names.length - shownNames} autres` : joinList(names)

const cleeName = ({ clee }: Overlap) => (clee.acknowledgedAt ? clee.name : 'un CLEE déclaré, pas encore publié')

/** One line a CLEE that claims communes of this territory: « Liffré et Ercé : CLEE de Vitré » (R22). */
export function overlapLines(overlaps: Overlap[], shownClees = 8) {
  const byClee = [...Map.groupBy(overlaps, ({ clee }) => clee.id).values()]
  const lines = byClee.slice(0, shownClees).map((claims) => `${shortList(claims.map(({ commune }) => commune.name))}\u00a0: ${claims.slice(0, 1).map(cleeName).join('')}`)
  const others = byClee.length - lines.length
  return others > 0 ? [...lines, `et ${plural(others, 'autre CLEE', 'autres CLEE')}`] : lines
}

/** Under a commune that is found: its intercommunalité, and who covers it already (R22). */
export function communeHint({ code, epciName }: { code: string; epciName: string | null }, overlaps: Overlap[]) {
  const claimants = overlaps.filter(({ communeCode }) => communeCode === code).map(cleeName)
  return [epciName ?? '', claimants.length > 0 ? `déjà couverte par ${joinList(claimants)}` : ''].filter(Boolean).join('\u00a0· ')
}

type Counted = 'ajoutée' | 'retirée'
const places: Record<Counted, string> = { ajoutée: 'au territoire', retirée: 'du territoire' }
const nothing: Record<Counted, string> = { ajoutée: 'Ces communes étaient déjà dans le territoire.', retirée: 'Ces communes n’étaient plus dans le territoire.' }

/** « La commune est retirée du territoire : Liffré. », « 3 communes sont ajoutées au territoire : … ». */
export function changeSentence(names: string[], change: Counted) {
  if (names.length === 0) return nothing[change]
  const what = names.length === 1 ? `La commune est ${change}` : `${plural(names.length, 'commune', 'communes')} sont ${change}s`
  return `${what} ${places[change]}\u00a0: ${shortList(names)}.`
}

/** What is said when communes are added: their names, and those that other CLEEs cover too (R22). */
export function additionSentence(names: string[], overlaps: Overlap[]) {
  const warning = overlaps.length > 0 ? ` Attention, un autre CLEE les couvre déjà, en tout ou partie\u00a0– ${overlapLines(overlaps, 3).join('\u00a0; ')}.` : ''
  return `${changeSentence(names, 'ajoutée')}${warning}`
}
