import type { CurrentUser } from '../auth/current-user.ts'
import type { FullClee } from '../clees/queries.ts'
import { canEditClee } from '../clees/policy.ts'
import { emptySides, sideIn, sideNames, sides } from '../copilots/seats.ts'
import type { ActionState } from '../generated/prisma/client.ts'
import { lowerFirst } from '../text.ts'
import { formatDay, formatPeriod } from '../web/view-helpers.ts'
import { agreedAt, agreedByName } from './agreement.ts'
import { hasBegun } from './dates.ts'
import { canMoveAction, canWriteYear } from './policy.ts'
import type { FullAction } from './queries.ts'
import { transitions, type ActionMove } from './workflow.ts'

const moves = Object.keys(transitions) as ActionMove[]
/** Where the review of an action is written, or read again. */
const reviewable: ActionState[] = ['retained', 'planned', 'done', 'cancelled', 'postponed']

/** What this person may do with an action as it is now: the same answers as those given to the forms. */
export function powersOf(user: CurrentUser, clee: FullClee, action: FullAction, isOpenYear: boolean) {
  const isWritable = isOpenYear && canWriteYear(user, action.schoolYear)
  const canEdit = isWritable && canEditClee(user, clee)
  const can = new Set(moves.filter((move) => isWritable && canMoveAction(user, clee, move) && transitions[move].from.includes(action.state)))
  const side = sideIn(user, clee)
  const hasAgreed = side !== null && agreedAt(action, side) !== null
  return {
    canEdit,
    canAgree: can.has('agreement') && side !== null && !hasAgreed,
    canWithdraw: can.has('agreement') && hasAgreed,
    canPlan: can.has('planning'),
    canReview: canEdit && reviewable.includes(action.state) && (action.outcome !== null || hasBegun(action)),
    canCancel: can.has('cancellation'),
    canPostpone: can.has('postponement'),
    canReopen: can.has('reopening'),
    canRemove: canEdit && action.state === 'proposed',
  }
}

/** Where the agreements of the two sides stand, a sentence each. */
function agreementSentences(clee: FullClee, action: FullAction) {
  const empty = emptySides(clee.copilots)
  return sides.map((side) => {
    const [at, name] = [agreedAt(action, side), agreedByName(action, side)]
    if (at) return `Accord du ${sideNames[side]} : donné par ${name}, le ${formatDay(at)}.`
    return empty.includes(side) ? `Accord du ${sideNames[side]} : personne ne tient ce siège aujourd’hui ; l’action attend qu’un copilote y soit désigné.` : `Accord du ${sideNames[side]} : attendu.`
  })
}

const isPast = (action: FullAction) => hasBegun({ startsOn: action.endsOn ?? action.startsOn })

function retainedSentence(action: FullAction) {
  if (hasBegun(action)) return 'Sa date est passée ou venue : dites si elle a eu lieu, et ce qu’elle a réuni.'
  return action.startsOn ? 'Les deux mondes sont d’accord : confirmez sa date pour la planifier.' : 'Les deux mondes sont d’accord : fixez sa date pour la planifier.'
}

const oldDate = ({ startsOn, endsOn }: FullAction) => (startsOn ? [`Ancienne date : ${lowerFirst(formatPeriod(startsOn, endsOn ?? startsOn))}.`] : [])
const sentences: Record<ActionState, (action: FullAction, clee: FullClee) => string[]> = {
  proposed: (action, clee) => ['Elle sera retenue quand les copilotes des deux mondes auront donné leur accord.', ...agreementSentences(clee, action)],
  retained: (action) => [retainedSentence(action)],
  planned: (action) => [...(action.outcomeReason ? [`Elle a été reportée : ${action.outcomeReason}`] : []), isPast(action) ? 'Sa date est passée : dites si elle a eu lieu, et ce qu’elle a réuni.' : 'Sa date est fixée. Son bilan se saisit à partir de son premier jour.'],
  done: () => ['Elle a eu lieu. Complétez son bilan, puis terminez-le.'],
  cancelled: (action) => [`Elle est annulée : ${action.outcomeReason}`],
  postponed: (action) => [`Elle est reportée : ${action.outcomeReason}`, ...oldDate(action), 'Fixez sa nouvelle date pour la planifier de nouveau.'],
  reviewed: () => ['Son bilan est terminé : ses chiffres comptent dans le bilan de l’année.'],
}

const untold = ['L’année est terminée, et l’on n’a pas dit ce qu’elle est devenue.']

/** The same once its year is only read: what became of it, and nothing to do. */
const lastSentences: Record<ActionState, (action: FullAction) => string[]> = {
  proposed: () => ['Elle n’a pas été retenue.'],
  retained: () => untold,
  planned: () => untold,
  done: () => ['Elle a eu lieu.'],
  cancelled: (action) => [`Elle est annulée : ${action.outcomeReason}`],
  postponed: (action) => [`Elle est reportée : ${action.outcomeReason}`],
  reviewed: () => ['Son bilan est terminé : ses chiffres comptent dans le bilan de l’année.'],
}

const unpublished = ({ state }: FullAction) =>
  state === 'proposed' ? 'Elle ne se montre pas encore hors du CLEE : elle paraîtra une fois retenue.' : 'Personne ne l’avait retenue : elle ne se montre pas hors du CLEE.'

/** Where an action stands, what it awaits, and whether what its sheet says of its diffusion is not true yet. */
export function standingOf(clee: FullClee, action: FullAction, isWritable: boolean) {
  if (!isWritable) return lastSentences[action.state](action)
  const isHidden = action.retainedAt === null && action.visibility !== 'private'
  return [...sentences[action.state](action, clee), ...(isHidden ? [unpublished(action)] : [])]
}
