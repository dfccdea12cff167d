import { searchKey } from '../text.ts'
import type { SchoolRow } from './annuaire.ts'

const isAnnex = (school: SchoolRow) => school.search_name.includes('annexe')

// The order of the rows differs between editions: the main site must not depend on it.
function compareSites(a: SchoolRow, b: SchoolRow): number {
  return Number(isAnnex(a)) - Number(isAnnex(b)) || (b.pupils ?? 0) - (a.pupils ?? 0) || (a.name < b.name ? -1 : 1)
}

function mergeOne(sites: SchoolRow[]): SchoolRow {
  const [main, ...others] = sites.toSorted(compareSites) as [SchoolRow, ...SchoolRow[]]
  const names = others.map((site) => `${site.name} ${site.city}`)
  return { ...main, search_name: searchKey([main.name, main.city, ...names].join(' ')) }
}

/** One row per UAI, of its main site; the names and towns of its other sites still find it. */
export function mergeSites(sites: SchoolRow[]): SchoolRow[] {
  return [...Map.groupBy(sites, (site) => site.uai).values()].map(mergeOne)
}
