import { isOpen } from '../clees/policy.ts'
import type { SchoolMatch } from '../schools/queries.ts'
import { addressWith } from '../web/sorting.ts'
import { actionItem, bassinItem, cleeItem, communeItem, coveringClees, schoolItem, sectorItem, structureItem, type Item, type Known } from './items.ts'
import { lookUp, shown, type Found } from './look-up.ts'
import { findMain } from './main.ts'
import { listNotices } from './notices.ts'
import { isNamed, readQuery, type Notice, type Reading } from './reading.ts'
import { listLookalikes } from './typos.ts'

/** Results of one kind; `note` says that there are others, `more` where. */
export type Group = { id: string; title: string; items: Item[]; note?: string; more?: { href: string; label: string } }
export type Findings = { main: Item | null; groups: Group[]; notices: Notice[]; lookalikes: string[]; hasKey: boolean }

/** The CLEEs and the bassins whose names the text says. */
export function nameMatches({ phrases, uai }: Reading, { clees, bassins }: Pick<Found, 'clees' | 'bassins'>) {
  if (uai) return { clees: [], bassins: [] }
  return {
    clees: clees.filter((clee) => isOpen(clee) && isNamed(phrases, `${clee.name} ${clee.longName}`)),
    bassins: bassins.filter(({ name }) => isNamed(phrases, name)),
  }
}
type Named = ReturnType<typeof nameMatches>

const communeGroup = ({ communes, known }: Found, hidden: Set<string>): Group => ({
  id: 'communes', title: communes.some(({ code }) => hidden.has(code)) ? 'Autres communes' : 'Communes', items: communes.slice(0, shown.communes).filter(({ code }) => !hidden.has(code)).map((commune) => communeItem(commune, known)),
  ...(communes.length > shown.communes && { note: `Voici les ${shown.communes} premières\u00a0: précisez le nom, ou tapez le code postal.` }),
})

const isSaid = ({ communeCode }: SchoolMatch, known: Known, hidden: Set<string>) => communeCode !== null && hidden.has(communeCode) && coveringClees(known, communeCode).length > 0

const schoolGroup = ({ schools, known }: Found, { key }: Reading, hidden: Set<string>): Group => ({
  id: 'etablissements', title: 'Établissements', items: schools.slice(0, shown.schools).filter(({ uai }) => !hidden.has(uai)).map((school) => schoolItem(school, known, isSaid(school, known, hidden))),
  ...(schools.length > shown.schools && { more: { href: addressWith('/etablissements', { recherche: key }), label: 'Voir tous ces établissements' } }),
})

const cleeGroup = (clees: Named['clees'], found: Found, { key }: Reading): Group => ({
  id: 'clees', title: 'CLEE', items: clees.slice(0, shown.clees).map((clee) => cleeItem(clee, found.bassins)),
  ...(clees.length > shown.clees && { more: { href: addressWith('/clees', { recherche: key }), label: 'Voir tous ces CLEE' } }),
})

/** What was found, by kind; those of which there is nothing are left out. */
function listGroups(reading: Reading, found: Found, named: Named, hidden: Set<string>): Group[] {
  const { known, announced, structures, sectors, sectorActions, texts } = found
  const groups: Group[] = [
    communeGroup(found, hidden),
    cleeGroup(named.clees.filter(({ id }) => !hidden.has(id)), found, reading),
    { id: 'bassins', title: 'Bassins', items: named.bassins.filter(({ id }) => !hidden.has(id)).slice(0, shown.bassins).map((bassin) => bassinItem(bassin, known)) },
    schoolGroup(found, reading, hidden),
    { id: 'secteurs', title: 'Secteurs d’activité', items: sectors.map((sector) => sectorItem(sector, sectorActions, known)) },
    { id: 'structures', title: 'Structures qui y participent', items: structures.map((structure) => structureItem(structure, known)) },
    { id: 'actions', title: 'Actions annoncées', items: announced.actions.map(actionItem), ...(announced.hasMore && { more: { href: '/agenda', label: 'Voir tout l’agenda' } }) },
    { id: 'documents', title: 'Pages et documents', items: texts.map((text) => ({ ...text, links: [] })) },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

/** What a typed text means, explained: the one thing that it names exactly, the others by kind, and what to know or to try besides. */
export async function find(typed: string): Promise<Findings> {
  const reading = readQuery(typed)
  if (reading.key === '') return { main: null, groups: [], notices: reading.notices, lookalikes: [], hasKey: false }
  const found = await lookUp(reading)
  const named = nameMatches(reading, found)
  const main = await findMain(reading, found, named.clees.length + named.bassins.length > 0)
  const groups = listGroups(reading, found, named, new Set(main?.hides))
  const hasPlaces = main !== null || groups.some(({ id }) => ['communes', 'clees', 'bassins', 'etablissements'].includes(id))
  const notices = await listNotices(reading, found, !hasPlaces)
  const isVain = main === null && groups.length === 0 && !reading.uai
  return { main: main?.item ?? null, groups, notices, lookalikes: isVain ? await listLookalikes(reading.key) : [], hasKey: true }
}
