import { plural } from '../web/view-helpers.ts'
import { cleeStates } from '../clees/labels.ts'
import { listedStates } from './schemas.ts'
import { standingFact, type Standing } from '../charters/standings.ts'
import type { FullClee } from '../clees/queries.ts'

/** The states by which a list is filtered. */
export const stateOptions = listedStates.map((value) => ({ value, label: cleeStates[value].label }))

const shownCommunes = 6

function communesLine({ communes }: FullClee) {
  const names = communes.slice(0, shownCommunes).map(({ commune }) => commune.name)
  const others = communes.length - names.length
  return others > 0 ? `${names.join(', ')} et ${plural(others, 'autre commune', 'autres communes')}` : names.join(', ')
}

/** What a list shows of a CLEE: its name, its bassins, its first communes, its state and that of its charter. */
export const cardOf = (clee: FullClee, standing: Standing | undefined, { namesBassins = false } = {}) => ({
  href: `/clees/${clee.slug}`,
  title: clee.name,
  text: communesLine(clee),
  // Most lists stand under the name of a bassin: only a second one is news.
  detail: clee.bassins.length > (namesBassins ? 0 : 1) ? `${clee.bassins.length > 1 ? 'Bassins' : 'Bassin'}\u00a0: ${clee.bassins.map(({ bassin }) => bassin.name).join(', ')}` : '',
  badges: [cleeStates[clee.status]],
  facts: [{ icon: 'fr-icon-file-text-line', text: standingFact(standing) }],
})
