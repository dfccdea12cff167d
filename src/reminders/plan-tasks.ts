import { actionPath, planPath } from '../actions/paths.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { otherSide, sideIn, sideNames } from '../copilots/seats.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { reviewPath } from '../reviews/paths.ts'
import { isReviewSeason } from '../reviews/years.ts'
import { plural } from '../web/view-helpers.ts'
import type { DetailedFacts } from './details.ts'
import type { Task } from './task.ts'

/** The list to fill in, to send, or about which the mission asks something. */
function listTask({ clee, plan, schoolYear, actions, opened }: DetailedFacts): Task[] {
  const href = planPath(clee, schoolYear)
  const dueOn = plan?.submittedAt ? null : (opened?.planDueOn ?? null)
  const sending = { href, title: `Transmettre les actions de ${schoolYear}`, label: 'Relire et transmettre' }
  if (plan?.status === 'questioned') return [{ key: 'plan.question', title: `Répondre à la question de la mission sur la liste ${schoolYear}`, text: 'La mission a posé une question sur la liste transmise.', href, label: 'Lire et répondre', isUrgent: true }]
  if (!actions) return [{ key: 'plan.start', title: `Saisir les actions de ${schoolYear}`, text: 'Aucune action n’est encore inscrite pour cette année.', href, label: 'Ouvrir la liste', dueOn }]
  // The review that is sent says what became of the actions: the list needs no sending again.
  if (!plan?.hasChanges || (plan.review && plan.review.status !== 'draft')) return []
  return plan.submittedAt
    ? [{ ...sending, key: 'plan.changes', text: 'La liste a changé depuis le dernier envoi.' }]
    : [{ ...sending, key: 'plan.submission', text: 'La liste n’a pas encore été transmise à la mission.', dueOn }]
}

const ofActions = (count: number) => (count > 1 ? plural(count, 'action', 'actions') : 'une action')

const isSent = (plan: DetailedFacts['plan']) => (plan?.review?.status ?? 'draft') !== 'draft'

/** Codécision: what my side has not agreed to. */
function agreementTask({ clee, schoolYear, actions }: DetailedFacts, side: CopilotSide | null): Task[] {
  const count = side ? (actions?.[side] ?? 0) : 0
  if (!side || count === 0) return []
  const answered = side === 'education' ? actions?.onlyEducation : actions?.onlyEconomy
  const text = answered ? `Le ${sideNames[otherSide(side)]} a déjà donné le sien à ${ofActions(answered)}.` : `Une action est retenue une fois que les deux mondes sont d’accord.`
  return [{ key: 'actions.agreement', title: `Donner l’accord du ${sideNames[side]} à ${ofActions(count)}`, text, href: planPath(clee, schoolYear), label: 'Lire et répondre', isUrgent: Boolean(answered) }]
}

/** Actions whose day is past ask for their figures, as long as the review may take them. */
function figuresTask({ clee, plan, schoolYear, actions }: DetailedFacts): Task[] {
  const count = actions?.unfigured ?? 0
  if (!actions || count === 0 || isSent(plan)) return []
  const href = count === 1 && actions.firstUnfigured ? actionPath(clee, { id: actions.firstUnfigured }) : planPath(clee, schoolYear)
  return [{ key: 'actions.figures', title: `Saisir les chiffres ${count > 1 ? `de ${plural(count, '', 'actions passées')}` : 'd’une action passée'}`, text: 'Le bilan de l’année les additionne.', href, label: 'Saisir les chiffres' }]
}

type Review = NonNullable<NonNullable<DetailedFacts['plan']>['review']>
const approvals = (review: Review, side: CopilotSide) => {
  const given = { education: review.educationApprovedAt !== null, economy: review.economyApprovedAt !== null }
  return { mine: given[side], theirs: given[otherSide(side)] }
}

/** The review that is begun: returned by the mission, or approved by one side. */
function reviewUnderWay(review: Review, side: CopilotSide | null, schoolYear: string, common: Pick<Task, 'href' | 'dueOn'>): Task | null {
  const { mine, theirs } = side ? approvals(review, side) : { mine: false, theirs: false }
  if (theirs && !mine) return { ...common, key: 'review.approval', title: `Approuver le bilan de ${schoolYear}`, text: 'L’autre copilote l’a approuvé\u00a0: il partira à la mission dès votre accord.', label: 'Lire et approuver', isUrgent: true }
  if (mine && side) return { ...common, key: 'review.awaited', title: `Bilan ${schoolYear} en attente de l’accord du ${sideNames[otherSide(side)]}`, text: 'Il partira à la mission dès cet accord.', label: 'Voir le bilan', isElsewhere: true }
  return review.returnReason ? { ...common, key: 'review.return', title: `Compléter le bilan de ${schoolYear} renvoyé par la mission`, text: 'La mission a dit ce qui y manque.', label: 'Lire le motif et compléter', isUrgent: true } : null
}

/** From 1 June, the review to write; at any time, the one that somebody waits for. */
function reviewTask(facts: DetailedFacts, side: CopilotSide | null): Task[] {
  const { clee, plan, actions, schoolYear, opened } = facts
  if (!plan || !actions || isSent(plan)) return []
  const common = { href: reviewPath(clee, schoolYear), dueOn: opened?.reviewDueOn ?? null }
  const task = plan.review && reviewUnderWay(plan.review, side, schoolYear, common)
  if (task) return [task]
  if (!isReviewSeason(facts.schoolYear, facts.day)) return []
  return [{ ...common, key: 'review.writing', title: `${plan.review ? 'Terminer' : 'Rédiger'} le bilan de ${schoolYear}`, text: 'Les deux copilotes l’approuvent, puis il part à la mission.', label: 'Ouvrir le bilan' }]
}

/** From 1 September, the review of the year before, as long as it is not sent and the mission has not closed that year. */
function pastReviewTask({ clee, pastPlan, previous }: DetailedFacts, side: CopilotSide | null): Task[] {
  if (!pastPlan) return []
  const { schoolYear, opened } = previous
  const common = { href: reviewPath(clee, schoolYear), dueOn: opened?.reviewDueOn ?? null }
  const task = pastPlan.review && reviewUnderWay(pastPlan.review, side, schoolYear, common)
  return [task ?? { ...common, key: 'review.past', title: `Bilan ${schoolYear} à terminer`, text: 'Il peut encore partir\u00a0: les deux copilotes l’approuvent, tant que la mission n’a pas clos l’année.', label: 'Ouvrir le bilan' }]
}

/** What the list of the year and its actions ask of this person, and the review of the year before; nothing of a year that the mission has closed. */
export function planTasks(user: CurrentUser, facts: DetailedFacts): Task[] {
  const side = sideIn(user, facts.clee)
  const past = pastReviewTask(facts, side)
  return facts.opened?.status === 'closed' ? past : [...listTask(facts), ...agreementTask(facts, side), ...figuresTask(facts), ...reviewTask(facts, side), ...past]
}
