import { findElsewhere, outsideSentence } from '../communes/elsewhere.ts'
import { config } from '../config.ts'
import { checkUai } from '../schools/uai.ts'
import { addressWith } from '../web/sorting.ts'
import { joinList, midSentence, withDe } from '../web/view-helpers.ts'
import type { Found } from './look-up.ts'
import type { Notice, Reading } from './reading.ts'

const searchFor = (q: string) => addressWith('/trouver', { q })

/** Of a UAI whose département is not one of the académie, say so; metropolitan ones only, whose first three digits are a département. */
function unknownSchool(uai: string): Notice {
  const departement = /^0(\d{2})/.exec(uai)?.[1]
  const isElsewhere = departement && !config.departements.includes(departement)
  const why = isElsewhere
    ? `Ses premiers chiffres sont ceux du département ${departement}, qui n’est pas dans l’académie ${withDe(config.academie)}.`
    : 'L’annuaire du portail tient les collèges, les lycées, les EREA, les MFR et les CIO ouverts de l’académie, et non les écoles.'
  return { text: `Aucun établissement ne porte le code ${uai} dans l’annuaire du portail. ${why} Cherchez votre commune, ou écrivez à la ${midSentence(config.missionName)}.`, link: { href: '/participer', label: 'Poser une question' } }
}

/** What is wrong with a UAI, with the right one when it is only mistyped. */
export function uaiProblem({ uai }: Reading, { schools }: Pick<Found, 'schools'>): (Notice & { corrected?: string }) | null {
  if (!uai) return null
  const check = checkUai(uai)
  if (check.ok) return schools.length > 0 ? null : unknownSchool(check.uai)
  const right = /est ([A-Z])\.$/.exec(check.reason)?.[1]
  const corrected = `${uai.slice(0, 7)}${right ?? ''}`
  return { text: check.reason, corrected, link: { href: searchFor(corrected), label: `Chercher ${corrected}` } }
}

function schoolNotice(reading: Reading, found: Found): Notice[] {
  const problem = uaiProblem(reading, found)
  return problem ? [problem] : []
}

const cedexNotice = ({ key }: Reading, { cedex }: Found): Notice[] =>
  cedex.length > 0 ? [{ text: `${key} est un code postal d’entreprises et d’administrations (CEDEX) ${joinList(cedex.map(({ name }) => withDe(name)))}.` }] : []

/** A place that is not of the académie; only when nothing of it answers. */
export async function elsewhereNotice({ key, uai }: Reading, isVain: boolean): Promise<Notice[]> {
  const places = isVain && !uai ? await findElsewhere(key) : []
  return places.length > 0 ? [{ text: outsideSentence(places) }] : []
}

/** What is to be known before the results: old words, a wrong UAI, a place elsewhere. */
export const listNotices = async (reading: Reading, found: Found, isVain: boolean): Promise<Notice[]> => [
  ...reading.notices, ...schoolNotice(reading, found), ...cedexNotice(reading, found), ...await elsewhereNotice(reading, isVain),
]
