import { exactly, findCommune, searchCommunes } from '../communes/queries.ts'
import { cardOf } from './cards.ts'
import { exportClees, listClees, listDirectory } from './queries.ts'
import type { DirectoryFilters } from './schemas.ts'

type Commune = Awaited<ReturnType<typeof searchCommunes>>[number]

/** Communes offered at most when a search means several. */
export const shownCommunes = 30

/** What a typed commune means: one commune, several to choose from, none known, or nothing typed. */
export type CommuneChoice = { kind: 'none' } | { kind: 'unknown' } | { kind: 'one'; commune: Commune } | { kind: 'several'; communes: Commune[] }

/** Understands a name, that of a former commune, a postal code or an INSEE code; a full name wins over those that only contain it. `insee` is a commune already chosen. */
async function chooseCommune(typed: string, insee: string): Promise<CommuneChoice> {
  const chosen = insee === '' ? null : await findCommune(insee)
  if (chosen) return { kind: 'one', commune: chosen }
  if (typed === '') return { kind: 'none' }
  const communes = await searchCommunes(typed, { limit: shownCommunes })
  const [first, ...others] = exactly(communes, typed)
  if (!first) return { kind: 'unknown' }
  return others.length === 0 ? { kind: 'one', commune: first } : { kind: 'several', communes: [first, ...others] }
}

type Lines = Awaited<ReturnType<typeof listDirectory>>['lines']

/** Lines of the directory as sections, one a bassin, in the order they come. */
export function sectionsOf(lines: Lines) {
  const sections = new Map<string, { name: string; slug: string; cards: ReturnType<typeof cardOf>[] }>()
  for (const line of lines) {
    const section = sections.get(line.bassinSlug) ?? { name: line.bassinName, slug: line.bassinSlug, cards: [] }
    section.cards.push(cardOf(line))
    sections.set(line.bassinSlug, section)
  }
  return [...sections.values()]
}

/** What the filters mean; without criteria when the commune is unknown or several: nothing is listed yet. */
async function readFilters({ recherche, bassin, commune, insee, etat }: DirectoryFilters) {
  const choice = await chooseCommune(commune, insee)
  if (choice.kind === 'unknown' || choice.kind === 'several') return { choice, criteria: null }
  return { choice, criteria: { search: recherche, bassinSlug: bassin, communeCode: choice.kind === 'one' ? choice.commune.code : '', status: etat } }
}

/** The page of the directory that the filters ask for: sections by bassin, or one list in another order. */
export async function searchDirectory(filters: DirectoryFilters, page: number) {
  const { choice, criteria } = await readFilters(filters)
  if (!criteria) return { choice, sections: [], cards: [], total: 0, count: 0 }
  if (filters.tri === '') {
    const { lines, total, count } = await listDirectory(criteria, page)
    return { choice, sections: sectionsOf(lines), cards: [], total, count }
  }
  const { lines, total } = await listClees(criteria, orderOf(filters), page)
  return { choice, sections: [], cards: lines.map((line) => cardOf(line, { namesBassins: true })), total, count: total }
}

const orderOf = ({ tri }: Pick<DirectoryFilters, 'tri'>) => (tri === 'recent' ? 'recent' : 'name')

/** A page of the CLEEs of one bassin. */
export async function searchBassin(bassinSlug: string, { recherche, etat, tri }: Pick<DirectoryFilters, 'recherche' | 'etat' | 'tri'>, page: number) {
  const { lines, total } = await listClees({ search: recherche, bassinSlug, communeCode: '', status: etat }, orderOf({ tri }), page)
  return { cards: lines.map((line) => cardOf(line)), total }
}

/** The CLEEs that the filters keep, for the CSV of a school year. */
export async function exportDirectory(filters: DirectoryFilters, schoolYear: string) {
  const { criteria } = await readFilters(filters)
  return criteria ? exportClees(criteria, schoolYear) : []
}
