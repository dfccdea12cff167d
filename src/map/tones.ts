import type { Cells } from './cells.ts'
import type { MappedBassin, MappedClee } from './queries.ts'

/** Colours that public/app.css knows: `app-map-tone-1` to 8. */
const toneCount = 8

/** Bassins of which a cell of one touches a cell of the other. */
function touching(clees: MappedClee[], cells: Cells) {
  const bassinsOf = new Map(clees.map(({ id, bassins }) => [id, bassins.map((bassin) => bassin.id)]))
  const touched = new Map<string, Set<string>>()
  for (const [site, other] of cells.neighbours()) {
    for (const one of site.owners.flatMap((id) => bassinsOf.get(id) ?? [])) {
      for (const second of other.owners.flatMap((id) => bassinsOf.get(id) ?? [])) touched.set(one, (touched.get(one) ?? new Set()).add(second))
    }
  }
  return touched
}

/** A colour for each bassin, in turn; two that touch have different ones as long as there are enough. */
export function tonesOf(bassins: MappedBassin[], clees: MappedClee[], cells: Cells): Map<string, number> {
  const touched = touching(clees, cells)
  const tones = new Map<string, number>()
  bassins.forEach(({ id }, index) => {
    const taken = new Set([...(touched.get(id) ?? [])].flatMap((other) => (other === id ? [] : tones.get(other) ?? [])))
    const choice = Array.from({ length: toneCount }, (_, offset) => ((index + offset) % toneCount) + 1)
    tones.set(id, choice.find((tone) => !taken.has(tone)) ?? choice[0] ?? 1)
  })
  return tones
}
