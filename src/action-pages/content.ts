import { withLabels } from '../actions/labels.ts'
import { achievedOutcomes } from '../actions/workflow.ts'
import { currentBadge, lastDay } from '../agenda/entries.ts'
import { isComing, standingBadges, standingOf, type Standing } from '../agenda/standing.ts'
import { today } from '../school-year.ts'
import { formatNumber, plural } from '../web/view-helpers.ts'
import type { ActionPage } from './queries.ts'

const notices: Partial<Record<Standing, { kind: 'error' | 'warning'; text: string }>> = {
  cancelled: { kind: 'error', text: 'Cette action est annulée\u00a0: elle n’aura pas lieu.' },
  postponed: { kind: 'warning', text: 'Cette action est reportée\u00a0: sa nouvelle date s’affichera ici. Ne tenez pas compte de celle qui suit.' },
}

/** Where to register, and the site that it is on; null once it is over, off, or when the address is no web page. */
function registrationOf(action: ActionPage, standing: Standing) {
  const last = lastDay(action)
  const isOver = !isComing(standing) || (last !== null && last < today())
  if (isOver || !/^https?:\/\//i.test(action.registrationUrl) || !URL.canParse(action.registrationUrl)) return null
  const { href, host } = new URL(action.registrationUrl)
  return { href, host }
}

const isAchieved = ({ outcome }: ActionPage) => achievedOutcomes.some((achieved) => achieved === outcome)

const figureLabels = { pupilsReached: ['élève', 'élèves'], girlsReached: ['fille parmi eux', 'filles parmi eux'], adultsReached: ['adulte', 'adultes'], classesReached: ['classe', 'classes'] } as const
type Figure = keyof typeof figureLabels

/** What was achieved and learnt, for the people of the network; null as long as nothing was. */
function resultsOf(action: ActionPage) {
  if (!action.outcome) return null
  const figures = (Object.keys(figureLabels) as Figure[]).flatMap((key) => {
    const count = action[key]
    const [one, several] = figureLabels[key]
    return isAchieved(action) && count !== null ? [{ value: formatNumber(count), label: count < 2 ? one : several }] : []
  })
  const indicators = action.indicators.filter(({ achieved }) => achieved !== null).map(({ label, achieved, target }) => `${label}\u00a0: ${formatNumber(achieved ?? 0)}${target === null ? '' : ` sur ${formatNumber(target)} attendus`}`)
  const { outcomeReason, strengths, improvements } = action
  return { figures, indicators, outcomeReason, strengths, improvements }
}

const isOff = (standing: Standing) => standing === 'cancelled' || standing === 'postponed'

/** An action as its page shows it. Nobody's name is part of it. */
export function contentOf(action: ActionPage, { withResults }: { withResults: boolean }) {
  const standing = standingOf(action)
  const { typeLabel, stateBadge, audienceLabels, levelLabels, avenirLabels, sectorLabels, visibility, visibilityLabel } = withLabels(action)
  const badge = isComing(standing) ? currentBadge(action) : standingBadges[standing]
  return {
    id: action.id, title: action.title, schoolYear: action.schoolYear, startsOn: action.startsOn, endsOn: lastDay(action), place: action.place, seats: isOff(standing) || action.seats === null ? '' : plural(action.seats, 'place', 'places'),
    badges: [...(badge ? [badge] : []), ...(action.state === 'proposed' ? [stateBadge] : []), { label: typeLabel, color: 'blue-cumulus' }, ...(visibility === 'public' ? [] : [{ label: visibilityLabel, kind: 'info' }])],
    notice: notices[standing] ?? null,
    isOff: isOff(standing),
    text: action.publicSummary || action.objective,
    objective: action.publicSummary ? action.objective : '',
    schools: action.schools.map(({ school }) => ({ href: `/etablissements/${school.uai}`, label: [school.name, school.city].filter(Boolean).join(', ') })),
    partners: action.partners.map(({ organisation, part }) => ({ name: organisation.name, part })),
    partnersNote: action.partnersNote,
    clees: action.clees.map(({ clee }) => clee),
    audienceLabels, levelLabels, avenirLabels, sectorLabels,
    registration: registrationOf(action, standing),
    results: withResults ? resultsOf(action) : null,
  }
}
