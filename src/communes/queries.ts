import { db } from '../db.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'

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
