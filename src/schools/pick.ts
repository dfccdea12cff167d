import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { School } from '../generated/prisma/client.ts'
import { quoted, searchName } from '../text.ts'
import { searchSchools, type SchoolFilter, type SchoolMatch } from './queries.ts'
import { checkUai, normaliseUai } from './uai.ts'

/** Where a form finds its suggestions of schools. */
export const schoolSuggestions = '/etablissements/suggestions'
const shownCandidates = 8

/** How a school is written in a field: its name, its town, and its UAI between brackets, by which it is read again. */
export const schoolLabel = ({ name, city, uai }: Pick<School, 'name' | 'city' | 'uai'>) => `${name}, ${city} (${uai})`

/** The UAI that a text holds, between brackets at its end or alone; null when it holds none. */
function uaiIn(typed: string) {
  const code = normaliseUai((/\(([^()]*)\)\s*$/.exec(typed)?.[1] ?? typed).slice(0, 100))
  return /^\d{7}[A-Z]?$/.test(code) ? code : null
}

async function findByUai(tx: Tx, field: string, uai: string) {
  const check = checkUai(uai)
  if (!check.ok) throw new FieldError(field, check.reason)
  const school = await tx.school.findUnique({ where: { uai: check.uai } })
  if (!school) throw new FieldError(field, `L’établissement ${check.uai} n’est pas dans l’annuaire du portail. Cherchez-le par son nom, ou écrivez à la mission académique.`)
  return school
}

function choose(field: string, typed: string, found: SchoolMatch[]): SchoolMatch {
  const exact = found.filter(({ name, city }) => [searchName(name), searchName(`${name}, ${city}`), searchName(`${name} ${city}`)].includes(searchName(typed)))
  const [first, ...others] = exact.length > 0 ? exact : found
  if (!first) throw new FieldError(field, `Aucun établissement ne correspond à ${quoted(typed.slice(0, 80))}. Essayez son code UAI, son nom ou sa commune.`)
  if (others.length === 0) return first
  const candidates = [first, ...others].slice(0, shownCandidates).map((school) => ({ value: schoolLabel(school), label: schoolLabel(school) }))
  throw new FieldError(field, 'Plusieurs établissements correspondent : choisissez le bon.', candidates, others.length >= shownCandidates)
}

/** The school that a typed text means: a UAI, a name, a town. Throws FieldError: wrong key, unknown, or several, which it then offers. */
export async function pickSchool(tx: Tx, field: string, typed: string, filter: SchoolFilter = {}): Promise<School> {
  const uai = uaiIn(typed)
  if (uai) return findByUai(tx, field, uai)
  const { uai: chosen } = choose(field, typed, await searchSchools(typed, { ...filter, limit: shownCandidates + 1 }, tx))
  return tx.school.findUniqueOrThrow({ where: { uai: chosen } })
}
