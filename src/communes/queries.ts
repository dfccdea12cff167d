import { db } from '../db.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { searchKey, searchWords } from '../text.ts'

/** `former` is the former commune by whose name it was found. */
export type CommuneMatch = { code: string; name: string; postalCodes: string[]; epciName: string | null; population: number; former?: string | null }

const bound = (limit: number) => Math.min(Math.max(Math.trunc(limit) || 0, 1), 100)

// Each word begins a word of the name or a postal code, or is a whole INSEE code.
const matchesWord = (word: string) => Prisma.sql`(
  ' ' || n.search_name || ' ' || array_to_string(c.postal_codes, ' ') LIKE ${`% ${word}%`} OR lower(c.code) = ${word}
)`

// Each commune once: by its own name rather than by that of a former one.
const named = Prisma.sql`(
  SELECT code, search_name, NULL AS former FROM communes
  UNION ALL SELECT commune_code, search_name, name FROM former_communes
)`

/** Communes by name, that of a former commune, postal code or INSEE code: the exact name, those that begin so, the others; each biggest first. */
export async function searchCommunes(text: string, { limit = 20 } = {}): Promise<CommuneMatch[]> {
  const words = searchWords(text)
  if (words.length === 0) return []
  const phrase = words.join(' ')
  const found = await db.$queryRaw<CommuneMatch[]>`
    SELECT code, name, "postalCodes", "epciName", population, former FROM (
      SELECT DISTINCT ON (c.code) c.code, c.name, c.postal_codes AS "postalCodes", c.epci_name AS "epciName", c.population, n.former,
        n.search_name = ${phrase} AS is_exact, n.search_name LIKE ${`${phrase}%`} AS begins_so
      FROM ${named} n JOIN communes c ON c.code = n.code
      WHERE ${Prisma.join(words.map(matchesWord), ' AND ')}
      ORDER BY c.code, n.search_name = ${phrase} DESC, n.former NULLS FIRST
    ) found
    ORDER BY is_exact DESC, former IS NULL DESC, begins_so DESC, population DESC, code
    LIMIT ${bound(limit)}`
  // A postal code may be another commune's INSEE code: whoever types one thinks of letters.
  const byPostalCode = found.filter((commune) => commune.postalCodes.includes(phrase))
  return byPostalCode.length > 0 ? byPostalCode : found
}

/** Those that bear exactly this name, or that of a former commune, when there are any; all of them otherwise. */
export function exactly(communes: CommuneMatch[], text: string): CommuneMatch[] {
  const key = searchKey(text)
  const exact = communes.filter(({ name, former }) => searchKey(former ?? name) === key)
  return exact.length > 0 ? exact : communes
}

/** The commune of this INSEE code, or null. */
export const findCommune = (code: string) =>
  db.commune.findUnique({ where: { code }, select: { code: true, name: true, postalCodes: true, epciName: true, population: true } })

export type EpciMatch = { code: string; name: string; communes: number }

/** The intercommunalités of the académie, by name, each with the number of its communes that are of the académie. */
async function listEpcis(): Promise<EpciMatch[]> {
  const groups = await db.commune.groupBy({ by: ['epciCode', 'epciName'], where: { epciCode: { not: null } }, _count: true, orderBy: { epciName: 'asc' } })
  return groups.map(({ epciCode, epciName, _count }) => ({ code: epciCode ?? '', name: epciName ?? '', communes: _count }))
}

const isNamed = (epci: EpciMatch, words: string[]) => words.every((word) => ` ${searchKey(epci.name)}`.includes(` ${word}`) || epci.code === word)

/** Intercommunalités of which each word begins a word of the name; then those of these communes. */
export async function searchEpcis(text: string, communeCodes: string[], limit = 8): Promise<{ named: EpciMatch[]; found: EpciMatch[] }> {
  const words = searchWords(text)
  if (words.length === 0) return { named: [], found: [] }
  const epcis = await listEpcis()
  const named = epcis.filter((epci) => isNamed(epci, words)).slice(0, limit)
  const near = await db.commune.findMany({ where: { code: { in: communeCodes } }, select: { epciCode: true }, orderBy: { population: 'desc' } })
  const around = [...new Set(near.map(({ epciCode }) => epciCode))].flatMap((code) => epcis.filter((epci) => epci.code === code))
  return { named, found: [...new Set([...named, ...around])].slice(0, limit) }
}

/** The communes of these intercommunalités, the biggest first. */
export const listCommunesOfEpcis = (codes: string[], limit: number): Promise<CommuneMatch[]> =>
  db.commune.findMany({
    where: { epciCode: { in: codes } },
    select: { code: true, name: true, postalCodes: true, epciName: true, population: true },
    orderBy: [{ population: 'desc' }, { code: 'asc' }],
    take: bound(limit),
  })
