import { db } from '../db.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { searchKey, searchWords } from '../text.ts'

export type CommuneMatch = { code: string; name: string; postalCodes: string[]; epciName: string | null; population: number }

const bound = (limit: number) => Math.min(Math.max(Math.trunc(limit) || 0, 1), 100)

// Each word begins a word of the name or a postal code, or is a whole INSEE code.
const matchesWord = (word: string) => Prisma.sql`(
  ' ' || search_name || ' ' || array_to_string(postal_codes, ' ') LIKE ${`% ${word}%`} OR lower(code) = ${word}
)`

/** Communes by name, postal code or INSEE code: the exact name, those that begin so, the others; each biggest first. */
export async function searchCommunes(text: string, { limit = 20 } = {}): Promise<CommuneMatch[]> {
  const words = searchWords(text)
  if (words.length === 0) return []
  const phrase = words.join(' ')
  const found = await db.$queryRaw<CommuneMatch[]>`
    SELECT code, name, postal_codes AS "postalCodes", epci_name AS "epciName", population
    FROM communes
    WHERE ${Prisma.join(words.map(matchesWord), ' AND ')}
    ORDER BY search_name = ${phrase} DESC, search_name LIKE ${`${phrase}%`} DESC, population DESC, code
    LIMIT ${bound(limit)}`
  // A postal code may be another commune's INSEE code: whoever types one thinks of letters.
  const byPostalCode = found.filter((commune) => commune.postalCodes.includes(phrase))
  return byPostalCode.length > 0 ? byPostalCode : found
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
