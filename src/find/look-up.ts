import { searchCommunes, type CommuneMatch } from '../communes/queries.ts'
import { findSchool, searchSchools, type SchoolMatch } from '../schools/queries.ts'
import { checkUai } from '../schools/uai.ts'
import { coveringClees, type Known } from './items.ts'
import { listNearestClees } from './nearest.ts'
import { findActions, findCleeAt, findStructures, listCommunesByCode, listCoverage, listFindableBassins, listFindableClees, listFindableTexts, listSectorActions } from './queries.ts'
import { isNamed, type Reading } from './reading.ts'
import { findSectors } from './sectors.ts'

/** Results of each kind that a page shows at most. */
export const shown = { communes: 10, schools: 6, clees: 12, bassins: 6, texts: 6 } as const

/** The schools meant: the one of a whole UAI, open or not, or those of the words. */
async function findSchools({ uai, key }: Reading): Promise<{ schools: SchoolMatch[]; isClosed: boolean }> {
  if (!uai) return { schools: key === '' ? [] : await searchSchools(key, { limit: shown.schools + 1 }), isClosed: false }
  const check = checkUai(uai)
  const school = check.ok ? await findSchool(check.uai) : null
  return { schools: school ? [school] : [], isClosed: school?.isOpen === false }
}

/** The communes meant; of a postal code that only firms and administrations have (CEDEX), those of the schools that have it first, even when it is another's INSEE code. */
async function findCommunes({ key, uai }: Reading, schools: SchoolMatch[], limit: number): Promise<{ communes: CommuneMatch[]; cedex: CommuneMatch[] }> {
  const communes = uai ? [] : await searchCommunes(key, { limit })
  if (!/^\d{5}$/.test(key) || communes.some(({ postalCodes }) => postalCodes.includes(key))) return { communes, cedex: [] }
  const codes = schools.flatMap(({ postalCode, communeCode }) => (postalCode === key && communeCode ? [communeCode] : []))
  const cedex = codes.length > 0 ? await listCommunesByCode(codes) : []
  return { communes: [...cedex, ...communes.filter(({ code }) => !codes.includes(code))], cedex }
}

async function findPlaces(reading: Reading, limit: number = shown.communes + 1) {
  const found = await findSchools(reading)
  return { ...found, ...await findCommunes(reading, found.schools, limit) }
}

/** The places that a text may mean, and the CLEEs and bassins that it may name. */
export async function lookAround(reading: Reading, limit: number) {
  const [places, clees, cleeAt, bassins] = await Promise.all([findPlaces(reading, limit), listFindableClees(), findCleeAt(reading.text), listFindableBassins()])
  return { ...places, clees, cleeAt, bassins, structures: [] }
}

async function findTexts({ key, uai }: Reading) {
  if (key.length < 3 || uai) return []
  return (await listFindableTexts()).filter(({ title, text }) => isNamed([key], `${title} ${text}`)).slice(0, shown.texts)
}

/** Who covers what is found, and who is nearest to the communes that nobody covers. */
export async function surround(communes: CommuneMatch[], schools: SchoolMatch[], clees: Known['clees']): Promise<Known> {
  const codes = [...communes.map(({ code }) => code), ...schools.flatMap(({ communeCode }) => communeCode ?? [])]
  const coverage = codes.length > 0 ? await listCoverage([...new Set(codes)]) : new Map()
  const known = { clees, coverage, nearest: new Map() }
  const bare = communes.filter(({ code }) => coveringClees(known, code).length === 0)
  return { ...known, nearest: await listNearestClees(bare.map(({ code }) => code)) }
}

/** All that a text may mean, looked for at once. */
export async function lookUp(reading: Reading) {
  const { text, key, phrases, uai } = reading
  const sectors = findSectors(key)
  const words = uai ? '' : phrases[0] ?? ''
  const [places, clees, cleeAt, bassins, structures, announced, texts, sectorActions] = await Promise.all([
    findPlaces(reading), listFindableClees(), findCleeAt(text), listFindableBassins(), uai ? [] : findStructures(phrases), findActions(words), findTexts(reading), listSectorActions(sectors),
  ])
  const known = await surround(places.communes, places.schools, new Map(clees.map((clee) => [clee.id, clee])))
  return { ...places, clees, cleeAt, bassins, structures, announced, texts, sectors, sectorActions, known }
}
export type Found = Awaited<ReturnType<typeof lookUp>>
