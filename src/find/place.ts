import { exactly } from '../communes/queries.ts'
import { lookAround, shown } from './look-up.ts'
import { findExact, type Exact } from './main.ts'
import { elsewhereNotice, uaiProblem } from './notices.ts'
import { readQuery, type Reading } from './reading.ts'
import { nameMatches } from './search.ts'
import { listLookalikes } from './typos.ts'

type Around = Awaited<ReturnType<typeof lookAround>>

/** The commune that alone answers, with schools of its own at most. */
function onlyCommune({ communes, schools }: Around, hasNamed: boolean): Exact | null {
  const [commune, ...others] = communes
  const isAlone = others.length === 0 && !hasNamed && schools.every(({ communeCode }) => communeCode === commune?.code)
  return commune && isAlone ? { commune } : null
}

/** Why no place answers, when it is known, and what may have been meant. */
async function explain(reading: Reading, found: Around) {
  const problem = uaiProblem(reading, found)
  if (problem) return { problem: problem.text, lookalikes: problem.corrected ? [problem.corrected] : [] }
  const [elsewhere] = await elsewhereNotice(reading, true)
  return { problem: elsewhere?.text ?? '', lookalikes: await listLookalikes(reading.key) }
}

/** Where a typed text says that somebody is, understood as the search box does: the one place, CLEE or bassin that it names, or all that it may mean, or why nothing answers. */
export async function findPlace(typed: string, limit: number) {
  const reading = readQuery(typed)
  const found = await lookAround(reading, limit)
  const named = nameMatches(reading, found)
  const hasNamed = named.clees.length + named.bassins.length > 0
  const exact = reading.key === '' ? null : (findExact(reading, found, hasNamed) ?? onlyCommune(found, hasNamed))
  const isVain = !exact && !hasNamed && found.communes.length + found.schools.length === 0
  return { exact, ...named, communes: exactly(found.communes, reading.key), schools: found.schools.slice(0, shown.schools), isCut: found.communes.length >= limit || found.schools.length > shown.schools, ...(isVain ? await explain(reading, found) : { problem: '', lookalikes: [] }) }
}
