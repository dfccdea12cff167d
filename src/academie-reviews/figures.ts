import type { Figures } from '../reviews/figures.ts'
import { figureOf, keyFigures } from '../reviews/labels.ts'
import { formatNumber } from '../web/view-helpers.ts'

/** « + 12 % », « − 3 % », « autant »; nothing where there was nothing the year before. */
function changeOf(count: number, before: number) {
  if (before === 0) return ''
  const change = Math.round(((count - before) / before) * 100)
  if (change === 0) return 'autant que l’année d’avant'
  return `${change > 0 ? '+' : '−'}\u00a0${formatNumber(Math.abs(change))}\u00a0% sur un an`
}

// Classes are in the table by type.
const withClees = ({ total }: Figures) => [...keyFigures(total).filter(({ key }) => key !== 'classes'), figureOf('clees', total.clees, 'CLEE ayant mené une action', 'CLEE ayant mené une action')]

/** The key figures of the year, each with that of the year before and what has changed. */
export function comparedFigures(figures: Figures, before: Figures) {
  const past = new Map(withClees(before).map(({ key, count }) => [key, count]))
  return withClees(figures).map((figure) => {
    const count = past.get(figure.key) ?? 0
    return { ...figure, before: formatNumber(count), change: changeOf(figure.count, count) }
  })
}
