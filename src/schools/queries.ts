import { db, type Tx } from '../db.ts'
import { notFound } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { SchoolKind, SchoolSector } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { pageSlice } from '../web/pagination.ts'
import type { Sort } from '../web/sorting.ts'
import { checkUai, normaliseUai } from './uai.ts'

export type SchoolMatch = {
  uai: string
  name: string
  kind: SchoolKind
  sector: SchoolSector
  city: string
  postalCode: string
  communeCode: string | null
}

export type SchoolFilter = { limit?: number; sector?: SchoolSector; kinds?: SchoolKind[] }

export const schoolsPageSize = 50
export type SchoolOrder = 'nom' | 'commune' | 'type'
export type SchoolCriteria = { search: string; kind: SchoolKind | ''; sector: SchoolSector | ''; tri: Sort<SchoolOrder> }
type SchoolLine = Omit<SchoolMatch, 'communeCode'> & { address: string; website: string | null; communePostalCodes: string[] }

const bound = (limit: number) => Math.min(Math.max(Math.trunc(limit) || 0, 1), 100)

// Of most lycées and collèges, the address has a code of its own (CEDEX): who types the code of a town thinks of the town.
const inCommuneOf = (digits: string) => Prisma.sql`
  OR commune_code IN (SELECT code FROM communes WHERE ' ' || array_to_string(postal_codes, ' ') LIKE ${`% ${digits}%`})`

const matchesWord = (word: string) => Prisma.sql`(
  concat_ws(' ', '', search_name, kind, postal_code) LIKE ${`% ${word}%`} OR lower(uai) LIKE ${`${word}%`}
  ${/^\d{2,5}$/.test(word) ? inCommuneOf(word) : Prisma.empty}
)`

// A code copied with spaces in it is one word.
function readWords(text: string): string[] {
  const uai = normaliseUai(text.slice(0, 100))
  return /^\d{7}[A-Z]?$/.test(uai) ? [uai.toLowerCase()] : searchWords(text)
}

function conditions(words: string[], { sector, kinds }: SchoolFilter): Prisma.Sql {
  const all = [Prisma.sql`is_open`, ...words.map(matchesWord)]
  if (sector) all.push(Prisma.sql`sector = ${sector}::"SchoolSector"`)
  if (kinds) all.push(Prisma.sql`kind::text = ANY(${kinds})`)
  return Prisma.join(all, ' AND ')
}

/** Open schools, each word beginning a word of their UAI, kind, name, town, postal code or those of their commune; names that begin so first. */
export async function searchSchools(text: string, filter: SchoolFilter = {}, client: Tx = db): Promise<SchoolMatch[]> {
  const words = readWords(text)
  if (words.length === 0) return []
  return client.$queryRaw<SchoolMatch[]>`
    SELECT uai, name, kind::text AS kind, sector::text AS sector, city,
      postal_code AS "postalCode", commune_code AS "communeCode"
    FROM schools
    WHERE ${conditions(words, filter)}
    ORDER BY search_name LIKE ${`${words.join(' ')}%`} DESC, name, uai
    LIMIT ${bound(filter.limit ?? 20)}`
}

const sortColumns: Record<SchoolOrder, Prisma.Sql> = {
  nom: Prisma.sql`search_name`,
  commune: Prisma.sql`city`,
  type: Prisma.sql`kind::text`,
}

const listConditions = ({ search, kind, sector }: SchoolCriteria) => {
  const words = readWords(search)
  // A search without a letter or a digit finds nothing.
  if (search !== '' && words.length === 0) return Prisma.sql`false`
  return conditions(words, { ...(kind && { kinds: [kind] }), ...(sector && { sector }) })
}

async function findSchools({ tri, ...criteria }: SchoolCriteria, skip: number, take: number): Promise<SchoolLine[]> {
  const way = tri.isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`
  return db.$queryRaw<SchoolLine[]>`
    SELECT uai, name, kind::text AS kind, sector::text AS sector, city, postal_code AS "postalCode", address, website,
      coalesce((SELECT postal_codes FROM communes WHERE code = commune_code), '{}') AS "communePostalCodes"
    FROM schools WHERE ${listConditions({ tri, ...criteria })}
    ORDER BY ${sortColumns[tri.key]} ${way}, name, uai OFFSET ${skip} LIMIT ${take}`
}

/** A page of the open schools that the criteria keep, and their number. */
export async function listSchools(criteria: SchoolCriteria, page: number) {
  const [row] = await db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM schools WHERE ${listConditions(criteria)}`
  const total = Number(row?.total ?? 0)
  const { skip, take } = pageSlice(page, total, schoolsPageSize)
  return { schools: await findSchools(criteria, skip, take), total }
}

/** The day of the newest line of the Annuaire that open schools come from; null when none says it. */
export const findEdition = async () => (await db.school.aggregate({ where: { isOpen: true }, _max: { sourceDate: true } }))._max.sourceDate

/** The open schools that the criteria keep, at most 10,000: what the CSV holds. */
export const exportSchools = (criteria: SchoolCriteria) => findSchools(criteria, 0, 10_000)

/** The school with its commune. Throws 404 when no school has this UAI. */
export async function getSchool(uai: string) {
  const check = checkUai(uai)
  const school = check.ok ? await db.school.findUnique({ where: { uai: check.uai }, include: { commune: true } }) : null
  return school ?? Promise.reject(notFound(check.ok ? `Aucun établissement ne porte le code UAI ${check.uai} dans l’annuaire du portail.` : `Aucun établissement ne porte ce code UAI. ${check.reason}`))
}

/** Open schools of these communes, by name. */
export const listSchoolsOfCommunes = (codes: string[]) =>
  db.school.findMany({ where: { communeCode: { in: codes }, isOpen: true }, orderBy: [{ name: 'asc' }, { uai: 'asc' }] })

/** The school of this UAI, or null. */
export const findSchool = (uai: string | null) => (uai ? db.school.findUnique({ where: { uai } }) : Promise.resolve(null))

/** Schools by their UAI, open or not, by name. */
export const listSchoolsByUai = (uais: string[]) => db.school.findMany({ where: { uai: { in: uais } }, orderBy: [{ name: 'asc' }, { uai: 'asc' }] })
