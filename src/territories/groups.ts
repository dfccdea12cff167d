import type { FullClee } from '../clees/queries.ts'

/** From this many communes on, a list is grouped by intercommunalité. */
const grouped = 13

export type CommuneGroup = { code: string; name: string; communes: { code: string; name: string }[] }

/** The communes of a territory by intercommunalité, those without one last; a short territory is one group without a name. */
export function groupCommunes({ communes }: FullClee): CommuneGroup[] {
  const all = communes.map(({ commune }) => commune)
  if (all.length === 0) return []
  if (all.length < grouped) return [{ code: '', name: '', communes: all }]
  const groups = [...Map.groupBy(all, ({ epciCode }) => epciCode ?? '')].map(([code, members]) => ({ code, name: members[0]?.epciName ?? 'Hors intercommunalité', communes: members }))
  return groups.toSorted((one, other) => Number(one.code === '') - Number(other.code === '') || one.name.localeCompare(other.name, 'fr'))
}
