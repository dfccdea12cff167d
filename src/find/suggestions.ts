import { isOpen } from '../clees/policy.ts'
import { searchCommunes } from '../communes/queries.ts'
import { schoolLabel } from '../schools/pick.ts'
import { searchSchools } from '../schools/queries.ts'
import { listFindableBassins, listFindableClees } from './queries.ts'
import { isNamed, readQuery } from './reading.ts'

/** Where the search box finds its suggestions. */
export const findSuggestions = '/trouver/suggestions'
const offered = 8
const perKind = 4

type Suggestion = { value: string; label: string }

/** What a text being typed may become: communes, CLEEs, bassins and schools, written so that each is found alone. */
export async function suggest(typed: string): Promise<Suggestion[]> {
  const { key, uai } = readQuery(typed)
  if (key.length < 2) return []
  const [communes, schools, clees, bassins] = await Promise.all([searchCommunes(key, { limit: perKind }), searchSchools(uai ?? key, { limit: perKind }), listFindableClees(), listFindableBassins()])
  const named = (ones: { name: string }[]) => ones.filter(({ name }) => isNamed([key], name)).slice(0, perKind).map(({ name }) => name)
  return [
    ...communes.map(({ name, former, postalCodes }) => ({ value: former ?? name, label: former ? `${former}, commune de ${name}` : `${name} (${postalCodes.join(', ')})` })),
    ...named(clees.filter(isOpen)).map((name) => ({ value: name, label: name })),
    ...named(bassins).map((name) => ({ value: `Bassin ${name}`, label: `Bassin ${name}` })),
    ...schools.map((school) => ({ value: schoolLabel(school), label: schoolLabel(school) })),
  ].slice(0, offered)
}
