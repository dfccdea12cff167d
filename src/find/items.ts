import { actionTypes, sectors, type ActionType, type Sector } from '../actions/vocabulary.ts'
import { cleeStates } from '../clees/labels.ts'
import { isOpen } from '../clees/policy.ts'
import type { CommuneMatch } from '../communes/queries.ts'
import { roundedDistance } from '../communes/positions.ts'
import { config } from '../config.ts'
import { schoolKindLabels, schoolSectorLabels } from '../schools/labels.ts'
import type { SchoolMatch } from '../schools/queries.ts'
import { today } from '../school-year.ts'
import { upperFirst } from '../text.ts'
import { formatPeriod, joinList, midSentence, ofClee, plural, theClee, withDe } from '../web/view-helpers.ts'
import type { Nearest } from './nearest.ts'
import type { FoundAction, FoundBassin, FoundClee, FoundStructure, SectorAction } from './queries.ts'

/** A result: what it is, what the portal says of it, and what one can do from there. */
export type Item = { title: string; href?: string; detail?: string; text?: string; badges?: { label: string; kind?: string; color?: string }[]; links: { href: string; label: string }[] }

/** What results say of CLEEs, gathered once. */
export type Known = { clees: Map<string, FoundClee>; coverage: Map<string, { cleeId: string }[]>; nearest: Map<string, Nearest> }

export const seeClee = (clee: { slug: string; name: string }) => ({ href: `/clees/${clee.slug}`, label: `Voir ${theClee(clee.name)}` })
const contactClee = (clee: FoundClee) => ({ href: `/participer?clee=${clee.slug}`, label: `Contacter ${theClee(clee.name)}` })
const actOn = (clee: FoundClee) => [seeClee(clee), ...(isOpen(clee) ? [contactClee(clee)] : [])]
const mission = midSentence(config.missionName)
const writeToMission = (commune: { code: string }) => ({ href: `/participer?commune=${commune.code}`, label: `Écrire à la ${mission}` })

export const cleesOf = ({ clees }: Known, ids: string[]) => ids.flatMap((id) => clees.get(id) ?? [])
export const coveringClees = (known: Known, code: string | null) => cleesOf(known, (known.coverage.get(code ?? '') ?? []).map(({ cleeId }) => cleeId))

/** « Fougères est dans le périmètre du CLEE du pays de Fougères. » */
function perimeterSentence(name: string, clees: FoundClee[]) {
  const [only, ...others] = clees
  if (!only) return ''
  if (others.length === 0) return `${name} est dans le périmètre ${ofClee(only.name)}.`
  return `${name} est dans le périmètre de ${clees.length} CLEE\u00a0: ${joinList(clees.map((clee) => clee.name))}.`
}

const partOf = ({ name, former }: CommuneMatch) => (former ? `${former} fait partie de la commune de ${name}. ` : '')

function uncovered(commune: CommuneMatch, known: Known): Pick<Item, 'text' | 'links'> {
  const nearest = known.nearest.get(commune.code)
  const clee = nearest && known.clees.get(nearest.cleeId)
  const start = `${partOf(commune)}Aucun CLEE ne couvre encore ${commune.former ? 'cette commune' : commune.name}`
  if (!clee) return { text: `${start}\u00a0: la ${mission} répond à vos questions et accompagne qui veut en créer un.`, links: [writeToMission(commune)] }
  return { text: `${start}\u00a0: voici le plus proche, ${theClee(clee.name)} (à environ ${roundedDistance(nearest.kilometres)}\u00a0km), et la ${mission}.`, links: [seeClee(clee), writeToMission(commune)] }
}

export function communeItem(commune: CommuneMatch, known: Known): Item {
  const clees = coveringClees(known, commune.code)
  const said = clees.length > 0 ? { text: `${partOf(commune)}${perimeterSentence(commune.name, clees)}`, links: clees.flatMap(actOn) } : uncovered(commune, known)
  return { title: commune.former ? `${commune.former} (${commune.name})` : commune.name, detail: [commune.postalCodes.join(', '), commune.epciName].filter(Boolean).join(' · '), ...said }
}

export const cleeItem = (clee: FoundClee, bassins: FoundBassin[]): Item => ({
  title: clee.name,
  href: `/clees/${clee.slug}`,
  badges: [cleeStates[clee.status]],
  detail: bassins.filter(({ clees }) => clees.some(({ cleeId }) => cleeId === clee.id)).map(({ name }) => `Bassin ${withDe(name)}`).join(', '),
  text: clee.longName,
  links: isOpen(clee) ? [contactClee(clee)] : [],
})

export function bassinItem(bassin: FoundBassin, known: Known): Item {
  const clees = cleesOf(known, bassin.clees.map(({ cleeId }) => cleeId))
  const name = `bassin ${withDe(bassin.name)}`
  const text = clees.length === 0 ? 'Aucun CLEE n’y est encore publié.' : `${plural(clees.length, 'CLEE', 'CLEE')}\u00a0: ${joinList(clees.map((clee) => clee.name))}.`
  return { title: upperFirst(name), href: `/bassins/${bassin.slug}`, text, links: [{ href: `/participer?bassin=${bassin.slug}`, label: `Contacter le ${name}` }] }
}

/** What the perimeter of its commune makes of a school: a sentence and what to do. */
function aroundSchool({ city, communeCode }: SchoolMatch, known: Known): Pick<Item, 'text' | 'links'> {
  const clees = coveringClees(known, communeCode)
  if (clees.length > 0) return { text: perimeterSentence(city, clees), links: clees.flatMap(actOn) }
  return communeCode ? { text: `Aucun CLEE ne couvre encore ${city}.`, links: [writeToMission({ code: communeCode })] } : { links: [] }
}

/** `isSaid`: the page says already which CLEE covers its commune. */
export const schoolItem = (school: SchoolMatch, known: Known, isSaid = false): Item => ({
  title: school.name,
  href: `/etablissements/${school.uai}`,
  detail: [`${upperFirst(schoolKindLabels[school.kind])} ${schoolSectorLabels[school.sector]}`, school.city, school.uai].filter(Boolean).join(' · '),
  ...(isSaid ? { links: [] } : aroundSchool(school, known)),
})

/** « 3 actions cette année, par le CLEE du pays de Redon, dont 1 à venir. » */
function sectorSentence(count: number, coming: number, clees: FoundClee[]) {
  if (count === 0) return 'Aucune action n’est annoncée cette année dans ce secteur.'
  return `${plural(count, 'action', 'actions')} cette année par ${joinList(clees.map(({ name }) => theClee(name)))}${coming > 0 ? `, dont ${coming} à venir` : ''}.`
}

export function sectorItem(sector: Sector, actions: SectorAction[], known: Known): Item {
  const mine = actions.filter((action) => action.sectors.includes(sector))
  const clees = cleesOf(known, [...new Set(mine.map(({ cleeId }) => cleeId))])
  const coming = mine.filter(({ startsOn, endsOn }) => (endsOn ?? startsOn ?? today()) >= today()).length
  return { title: sectors[sector], text: sectorSentence(mine.length, coming, clees), links: [...clees.map(seeClee), ...(coming > 0 ? [{ href: `/agenda?secteur=${sector}`, label: `Voir l’agenda du secteur «\u00a0${sectors[sector]}\u00a0»` }] : []), { href: '/participer', label: 'Proposer une action' }] }
}

export const structureItem = (structure: FoundStructure, known: Known): Item => {
  const clees = cleesOf(known, structure.cleeIds)
  return { title: structure.name, detail: structure.city, text: `Participe ${joinList(clees.map(({ name }) => (/^CLEE\b/.test(name) ? `au ${name}` : `à ${name}`)))}.`, links: clees.map(seeClee) }
}

export function actionItem(action: FoundAction): Item {
  const label = actionTypes[action.type as ActionType] ?? action.type
  return { title: action.title, href: `/actions/${action.id}`, badges: [{ label, color: 'blue-cumulus' }], detail: formatPeriod(action.startsOn, action.endsOn ?? action.startsOn), text: [action.clee.name, action.place].filter(Boolean).join(', '), links: [] }
}
