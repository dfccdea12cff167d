import { isOpen } from '../clees/policy.ts'
import { exactly, type CommuneMatch } from '../communes/queries.ts'
import { listCleesOfSchool } from '../directory/schools.ts'
import type { SchoolMatch } from '../schools/queries.ts'
import { searchKey } from '../text.ts'
import { joinList, ofClee } from '../web/view-helpers.ts'
import { bassinItem, cleeItem, communeItem, coveringClees, schoolItem, seeClee, type Item } from './items.ts'
import type { Found } from './look-up.ts'
import type { FoundBassin, FoundClee } from './queries.ts'
import { readKind, type Reading } from './reading.ts'

/** The one thing that a text means exactly, shown first and big; `hides` are the ids of what need not be listed again below. */
export type Main = { item: Item; hides: string[] }

/** What exactness is judged by. */
type Candidates = Pick<Found, 'communes' | 'schools' | 'clees' | 'cleeAt' | 'bassins' | 'structures'>
/** What a text names exactly. */
export type Exact = { bassin: FoundBassin } | { clee: FoundClee } | { commune: CommuneMatch } | { school: SchoolMatch }

/** The commune of this very name, postal code or INSEE code; null when several answer. */
function exactCommune({ key }: Reading, { communes }: Candidates): CommuneMatch | null {
  // « fougeres 35300 », « fougeres 35 ».
  const name = key.replace(/(?:^| )\d{2,5}$/, '')
  const [first, ...others] = exactly(communes, name)
  if (!first || others.length > 0) return null
  return searchKey(first.former ?? first.name) === name || /^(\d{5}|2[ab]\d{3})$/.test(key) ? first : null
}

function exactClee({ full, key, wants }: Reading, { clees, cleeAt }: Candidates, hasCommune: boolean) {
  const isCalled = (name: string) => name !== '' && searchKey(name) === full
  const isNearlyCalled = (name: string) => key !== '' && readKind(searchKey(name)).key === key
  const called = clees.find(({ name, longName }) => isCalled(name) || isCalled(longName)) ?? cleeAt
  if (called || (hasCommune && wants !== 'clee')) return called
  return clees.find((clee) => isOpen(clee) && isNearlyCalled(clee.name)) ?? null
}

const exactBassin = ({ full, key }: Reading, { bassins }: Candidates) => bassins.find(({ name }) => [full, key].includes(searchKey(name))) ?? null

/** A school found by its UAI, or alone. */
function onlySchool({ uai }: Reading, { schools, communes, structures }: Candidates, hasNamed: boolean) {
  const [school, ...others] = schools
  const isAlone = others.length === 0 && communes.length + structures.length === 0 && !hasNamed
  return school && (uai || isAlone) ? school : null
}

const partSentence = ({ name, parts }: { name: string; parts: string[] }) => `Cet établissement participe à la vie ${ofClee(name)} (${joinList(parts)}).`

/** What is said of a school alone: besides its commune, its parts in CLEEs, and whether its head may co-pilot one (R1). */
async function schoolMain(school: SchoolMatch, found: Found): Promise<Item> {
  const item = schoolItem(school, found.known)
  const parts = (await listCleesOfSchool(undefined, school.uai)).filter(({ status }) => status !== 'closed')
  const isPrivate = school.sector === 'private'
  const sentences = [item.text ?? '', ...parts.map(partSentence), isPrivate ? 'Il est privé\u00a0: il peut être membre d’un CLEE\u202f; le copilote du monde éducatif est un chef d’établissement public.' : '', found.isClosed ? 'Il est fermé.' : '']
  const others = parts.filter(({ slug }) => !item.links.some(({ href }) => href === `/clees/${slug}`)).map(seeClee)
  return { ...item, text: sentences.filter(Boolean).join(' '), links: [...item.links, ...others] }
}

/** The one thing that a text names exactly; null when it names none, or several. */
export function findExact(reading: Reading, found: Candidates, hasNamed: boolean): Exact | null {
  const commune = exactCommune(reading, found)
  const bassin = exactBassin(reading, found)
  const clee = exactClee(reading, found, commune !== null)
  if (bassin && (reading.wants === 'bassin' || (!commune && !clee))) return { bassin }
  if (clee) return { clee }
  if (commune) return { commune }
  const school = onlySchool(reading, found, hasNamed)
  return school ? { school } : null
}

const besides = ({ known }: Found, code: string | null) => coveringClees(known, code).map(({ id }) => id)

/** What a text means exactly, or null. */
export async function findMain(reading: Reading, found: Found, hasNamed: boolean): Promise<Main | null> {
  const exact = findExact(reading, found, hasNamed)
  if (!exact) return null
  if ('bassin' in exact) return { item: bassinItem(exact.bassin, found.known), hides: [exact.bassin.id] }
  if ('clee' in exact) return { item: cleeItem(exact.clee, found.bassins), hides: [exact.clee.id] }
  if ('commune' in exact) return { item: communeItem(exact.commune, found.known), hides: [exact.commune.code, ...besides(found, exact.commune.code)] }
  return { item: await schoolMain(exact.school, found), hides: [exact.school.uai, ...besides(found, exact.school.communeCode)] }
}
