import { plural } from '../web/view-helpers.ts'
import { cleeStates } from '../clees/labels.ts'
import { listedStates } from './schemas.ts'
import { charterFact, standingFact, type Standing } from '../charters/standings.ts'
import type { FullClee } from '../clees/queries.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { shownCommunes, type Line } from './lines.ts'

/** The states by which a list is filtered. */
export const stateOptions = listedStates.map((value) => ({ value, label: cleeStates[value].label }))

type Facts = { slug: string; name: string; status: CleeStatus; bassins: string[]; communes: string[]; communeCount: number; charter: string }

function communesLine({ communes, communeCount }: Facts) {
  const others = communeCount - communes.length
  return others > 0 ? `${communes.join(', ')} et ${plural(others, 'autre commune', 'autres communes')}` : communes.join(', ')
}

type Options = { namesBassins?: boolean }

/** What a list shows of a CLEE: its name, its bassins, its first communes, its state and that of its charter. */
const makeCard = (facts: Facts, { namesBassins = false }: Options) => ({
  href: `/clees/${facts.slug}`,
  title: facts.name,
  text: communesLine(facts),
  // Most lists stand under the name of a bassin: only a second one is news.
  detail: facts.bassins.length > (namesBassins ? 0 : 1) ? `${facts.bassins.length > 1 ? 'Bassins' : 'Bassin'}\u00a0: ${facts.bassins.join(', ')}` : '',
  badges: [cleeStates[facts.status]],
  facts: [{ icon: 'fr-icon-file-text-line', text: facts.charter }],
})

export const cardOf = (clee: FullClee, standing: Standing | undefined, options: Options = {}) => makeCard({
  slug: clee.slug,
  name: clee.name,
  status: clee.status,
  bassins: clee.bassins.map(({ bassin }) => bassin.name),
  communes: clee.communes.slice(0, shownCommunes).map(({ commune }) => commune.name),
  communeCount: clee.communes.length,
  charter: standingFact(standing),
}, options)

export const cardOfLine = ({ charter, ...line }: Line, options: Options = {}) => makeCard({ ...line, charter: charter ? charterFact(charter) : standingFact(undefined) }, options)
