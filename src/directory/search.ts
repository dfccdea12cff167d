import { findCommune, searchCommunes } from '../communes/queries.ts'
import { searchName } from '../text.ts'
import { cardOf } from './cards.ts'
import { listDirectory } from './queries.ts'
import type { DirectoryFilters } from './schemas.ts'

type Commune = Awaited<ReturnType<typeof searchCommunes>>[number]

/** Communes offered at most when a search means several. */
export const shownCommunes = 30

/** What a typed commune means: one commune, several to choose from, none known, or nothing typed. */
export type CommuneChoice = { kind: 'none' } | { kind: 'unknown' } | { kind: 'one'; commune: Commune } | { kind: 'several'; communes: Commune[] }

/** Understands a name, a postal code or an INSEE code; a full name wins over those that only contain it. `insee` is a commune already chosen. */
export async function chooseCommune(typed: string, insee: string): Promise<CommuneChoice> {
  const chosen = insee === '' ? null : await findCommune(insee)
  if (chosen) return { kind: 'one', commune: chosen }
  if (typed === '') return { kind: 'none' }
  const communes = await searchCommunes(typed, { limit: shownCommunes })
  const exact = communes.filter((commune) => searchName(commune.name) === searchName(typed))
  const [first, ...others] = exact.length > 0 ? exact : communes
  if (!first) return { kind: 'unknown' }
  return others.length === 0 ? { kind: 'one', commune: first } : { kind: 'several', communes: [first, ...others] }
}

type Line = Awaited<ReturnType<typeof listDirectory>>['lines'][number]

/** Lines of the directory as sections, one a bassin, in the order they come. */
export function sectionsOf(lines: Line[]) {
  const sections = new Map<string, { name: string; slug: string; cards: ReturnType<typeof cardOf>[] }>()
  for (const { bassin, clee } of lines) {
    const section = sections.get(bassin.id) ?? { name: bassin.name, slug: bassin.slug, cards: [] }
    section.cards.push(cardOf(clee))
    sections.set(bassin.id, section)
  }
  return [...sections.values()]
}

/** The page of the directory that the filters ask for. An unknown commune, or several, lists nothing yet. */
export async function searchDirectory({ recherche, bassin, commune, insee }: DirectoryFilters, page: number) {
  const choice = await chooseCommune(commune, insee)
  if (choice.kind === 'unknown' || choice.kind === 'several') return { choice, sections: [], total: 0, count: 0 }
  const communeCode = choice.kind === 'one' ? choice.commune.code : ''
  const { lines, total, count } = await listDirectory({ search: recherche, bassinSlug: bassin, communeCode }, page)
  return { choice, sections: sectionsOf(lines), total, count }
}
