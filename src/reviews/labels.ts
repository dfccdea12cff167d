import { actionTypes } from '../actions/vocabulary.ts'
import type { FullClee } from '../clees/queries.ts'
import { emptySides, sideLabels, sides } from '../copilots/seats.ts'
import type { CopilotSide, PlanReview, ReviewStatus, World } from '../generated/prisma/client.ts'
import { isPassed } from '../school-years/deadlines.ts'
import { formatDay, formatNumber } from '../web/view-helpers.ts'
import { worldLabels, worlds } from '../worlds.ts'
import { printsOf, type ReviewContent } from './content.ts'
import { achievedCount, type Tally } from './tallies.ts'

export type ReviewKey = ReviewStatus | 'none'
type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

/** The badge of a review, in the order of its life. */
export const reviewStates: Record<ReviewKey, Badge> = {
  none: { label: 'Pas commencé', kind: 'new' },
  draft: { label: 'En préparation', kind: 'new' },
  submitted: { label: 'Transmis', kind: 'info' },
  acknowledged: { label: 'Reçu par la mission', kind: 'success' },
}

/** Where a review stands, as a badge. */
export function reviewState(review: Pick<PlanReview, 'status' | 'returnReason'> | null): Badge {
  if (review?.status === 'draft' && review.returnReason) return { label: 'Renvoyé pour complément', kind: 'warning' }
  return reviewStates[review?.status ?? 'none']
}

/** The same, of a year with its deadline: what is not begun is to be done by then, and late after it. */
export function expectedState(review: Pick<PlanReview, 'status' | 'returnReason'> | null, deadline: Date | null): Badge {
  if (review || !deadline) return reviewState(review)
  return isPassed(deadline) ? { label: 'En retard', kind: 'warning' } : { label: `À faire avant le ${formatDay(deadline)}`, kind: 'new' }
}

export const typeLabel = (type: string) => (Object.hasOwn(actionTypes, type) ? actionTypes[type as keyof typeof actionTypes] : type)

type Total = Tally & { schools: number; organisations: number }
type KeyFigure = { key: string; one: string; several: string; of: (total: Total) => number }

const keys: KeyFigure[] = [
  { key: 'achieved', one: 'action réalisée', several: 'actions réalisées', of: achievedCount },
  { key: 'pupils', one: 'élève touché', several: 'élèves touchés', of: ({ pupils }) => pupils },
  { key: 'girls', one: 'fille parmi eux', several: 'filles parmi eux', of: ({ girls }) => girls },
  { key: 'adults', one: 'adulte touché', several: 'adultes touchés', of: ({ adults }) => adults },
  { key: 'classes', one: 'classe', several: 'classes', of: ({ classes }) => classes },
  { key: 'schools', one: 'établissement', several: 'établissements', of: ({ schools }) => schools },
  { key: 'organisations', one: 'organisation partenaire', several: 'organisations partenaires', of: ({ organisations }) => organisations },
]

/** A count, as it is shown, under a word that agrees with it. */
export const figureOf = (key: string, count: number, one: string, several: string) => ({ key, label: count < 2 ? one : several, count, value: formatNumber(count) })

/** The key figures of a review, to show as they are. */
export const keyFigures = (total: Total) => keys.map(({ key, one, several, of }) => figureOf(key, of(total), one, several))

type Typed = Tally & { type: string }
/** The counts by type with their French names, by name; types of which nothing was retained are left out. */
export const shownTypes = (types: Typed[]) =>
  types
    .filter((type) => achievedCount(type) + type.cancelled + type.postponed + type.awaited > 0)
    .map((type) => ({ ...type, typeLabel: typeLabel(type.type) }))
    .toSorted((one, other) => one.typeLabel.localeCompare(other.typeLabel, 'fr'))

/** « Économie 12, Insertion et emploi 3 ». */
export const worldsText = (counts: Record<World, number>) => worlds.filter((world) => counts[world] > 0).map((world) => `${worldLabels[world]} ${formatNumber(counts[world])}`).join(', ') || 'aucune'

type Approval = { side: CopilotSide; label: string; at: Date | null; by: string; isValid: boolean; isVacant: boolean; change: string }

/** What has changed since an approval, in the words of its sentence. */
function changeSince(approvedPrint: string | null, { text, content }: { text: string; content: string }) {
  const [approvedText, approvedContent] = (approvedPrint ?? '.').split('.')
  const parts = [...(approvedText === text ? [] : ['Le texte']), ...(approvedContent === content ? [] : ['Les chiffres'])]
  if (parts.length === 0) return ''
  return parts.length === 2 ? 'Le texte et les chiffres ont changé' : `${parts[0]} ${parts[0] === 'Le texte' ? 'a' : 'ont'} changé`
}

/** Where each side stands with a draft: who approved it, whether that still holds, or why nobody can. */
export function approvalsOf(review: PlanReview | null, content: ReviewContent, clee: FullClee): Approval[] {
  const empty = emptySides(clee.copilots)
  const approved = { education: [review?.educationApprovedAt, review?.educationApprovedByName], economy: [review?.economyApprovedAt, review?.economyApprovedByName] } as const
  const change = changeSince(review?.approvedPrint ?? null, printsOf(review?.text ?? '', content))
  return sides.map((side) => {
    const [at, by] = approved[side]
    return { side, label: sideLabels[side], at: at ?? null, by: by ?? '', isValid: Boolean(at) && change === '', isVacant: empty.includes(side), change: at ? change : '' }
  })
}
