import type { CommuneMatch } from '../communes/queries.ts'
import { communeItem, coveringClees, type Item } from './items.ts'
import { surround } from './look-up.ts'
import { listFindableClees } from './queries.ts'

/** What the search says of a commune, for the pages that meet one: the CLEEs that cover it or the nearest, and what to do. */
export async function aroundCommune(commune: CommuneMatch): Promise<{ text: string; links: Item['links']; isCovered: boolean }> {
  const clees = await listFindableClees()
  const known = await surround([commune], [], new Map(clees.map((clee) => [clee.id, clee])))
  const { text, links } = communeItem(commune, known)
  return { text: text ?? '', links, isCovered: coveringClees(known, commune.code).length > 0 }
}
