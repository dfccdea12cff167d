import { plural } from '../web/view-helpers.ts'
import { cleeStates } from '../clees/labels.ts'
import { listedStates } from './schemas.ts'
import { charterFact, noCharter } from '../charters/standings.ts'
import { shownCommunes, type Line } from './lines.ts'

/** The states by which a list is filtered. */
export const stateOptions = listedStates.map((value) => ({ value, label: cleeStates[value].label }))

type Options = { namesBassins?: boolean }

function communesOf({ communes, communeCount }: Line) {
  const others = communeCount - shownCommunes
  return others > 0 ? `${communes} et ${plural(others, 'autre commune', 'autres communes')}` : communes
}

// Most lists stand under the name of a bassin: only a second one is news.
const bassinsOf = ({ bassins, bassinCount }: Line, namesBassins: boolean) =>
  bassinCount > (namesBassins ? 0 : 1) ? `${bassinCount > 1 ? 'Bassins' : 'Bassin'}\u00a0: ${bassins}` : ''

/** What a list shows of a CLEE: its name, its bassins, its first communes, its state and that of its charter. */
export const cardOf = (line: Line, { namesBassins = false }: Options = {}) => ({
  href: `/clees/${line.slug}`,
  title: line.name,
  text: communesOf(line),
  detail: bassinsOf(line, namesBassins),
  badges: [cleeStates[line.status]],
  facts: [{ icon: 'fr-icon-file-text-line', text: line.charter ? charterFact(line.charter) : noCharter }],
})
