import { db } from '../db.ts'
import { searchKey, slugify } from '../text.ts'

/** Adds the bassins that are not there yet, by name; gives how many. */
export async function addBassins(names: string[]): Promise<number> {
  const bassins = names.map((name) => ({ name, searchName: searchKey(name), slug: slugify(name) })).filter(({ slug }) => slug !== '')
  const { count } = await db.bassin.createMany({ data: bassins, skipDuplicates: true })
  return count
}
