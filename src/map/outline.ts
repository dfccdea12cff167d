import { cleeStates } from '../clees/labels.ts'
import { schoolKindLabels } from '../schools/labels.ts'
import type { MapFilters } from './schemas.ts'
import type { ShownSchool } from './marks.ts'
import type { MappedClee, MappedSchool, Network } from './queries.ts'
import type { Placing, Survey } from './survey.ts'

const isShown = ({ kind }: MappedSchool, wanted: MapFilters['etablissements']) => wanted === '' || wanted === '1' || kind === wanted

// A collator made once: asking each comparison for its language is a hundred times slower.
const alphabet = new Intl.Collator('fr')

/** What a CLEE's line says of its place on the map, when it isn't that of its schools. */
const placingNotes: Record<Placing, string> = {
  exact: '',
  near: 'Aucun établissement dans ses communes : sa place sur la carte est approchée.',
  none: 'Pas encore sur la carte : aucune position connue pour ses communes.',
}

/** The schools of a kind by CLEE: those of its communes, and those that take part in it, in the order they come. */
export function schoolsByClee({ clees, schools }: Network, wanted: MapFilters['etablissements']) {
  const kept = schools.filter((school) => isShown(school, wanted))
  const byCommune = Map.groupBy(kept, ({ communeCode }) => communeCode ?? '')
  const byUai = new Map(kept.map((school) => [school.uai, school]))
  return new Map(clees.map(({ id, communes, uais }) => {
    const all = [...communes.flatMap((code) => byCommune.get(code) ?? []), ...[...uais].flatMap((uai) => byUai.get(uai) ?? [])]
    const distinct = [...new Set(all)].map((school): ShownSchool => ({ ...school, isMember: uais.has(school.uai) }))
    return [id, distinct.toSorted((one, other) => alphabet.compare(one.name, other.name))] as const
  }))
}

/** Each school once; a member of one CLEE is one wherever else it stands. */
export function distinctSchools(lists: Iterable<ShownSchool[]>): ShownSchool[] {
  const found = new Map<string, ShownSchool>()
  for (const school of [...lists].flat()) if (!found.get(school.uai)?.isMember) found.set(school.uai, school)
  return [...found.values()]
}

const schoolLine = ({ uai, name, city, kind, isMember }: ShownSchool) => ({ href: `/etablissements/${uai}`, name, city, kind: schoolKindLabels[kind], isMember })

const cleeLine = (clee: MappedClee, number: number, schools: ShownSchool[], placing: Placing) => ({
  number,
  slug: clee.slug,
  name: clee.name,
  badge: clee.status === 'active' ? null : cleeStates[clee.status],
  communes: clee.communes.length,
  otherBassins: clee.bassins.map(({ name }) => name),
  note: clee.communes.length === 0 ? 'Pas encore sur la carte : ses communes ne sont pas renseignées.' : placingNotes[placing],
  schools: schools.map(schoolLine),
})

/** The content of the map as a list: bassins, their CLEEs with the numbers of the map, their schools. */
export function outlineOf({ bassins }: Network, shown: MappedClee[], schools: Map<string, ShownSchool[]>, { placing }: Survey) {
  const lines = shown.map((clee, index) => ({ clee, line: cleeLine(clee, index + 1, schools.get(clee.id) ?? [], placing(clee.id)) }))
  return bassins.map(({ id, slug, name }) => ({
    slug,
    name,
    clees: lines.filter(({ clee }) => clee.bassins.some((bassin) => bassin.id === id)).map(({ line }) => ({ ...line, otherBassins: line.otherBassins.filter((other) => other !== name) })),
  }))
}

/** The schools that are in no CLEE, neither by their commune nor by taking part. */
export function schoolsWithoutClee(network: Network, wanted: MapFilters['etablissements']): ShownSchool[] {
  const inside = new Set([...schoolsByClee(network, wanted).values()].flat().map(({ uai }) => uai))
  return network.schools.filter((school) => isShown(school, wanted) && !inside.has(school.uai)).map((school) => ({ ...school, isMember: false }))
}
export const schoolLines = (schools: ShownSchool[]) => schools.map(schoolLine)
