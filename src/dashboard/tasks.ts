import { findPlan } from '../action-plans/queries.ts'
import { planPath } from '../actions/paths.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { agreementSentence, awaitedPeople } from '../charters/expectation.ts'
import { charterPath } from '../charters/paths.ts'
import { canMoveCharter } from '../charters/policy.ts'
import { findLatestCharter, listVersions, type FullCharter } from '../charters/queries.ts'
import { findStanding } from '../charters/standings.ts'
import { missingArticles } from '../charters/template.ts'
import { listWorkspaceClees, type FullClee } from '../clees/queries.ts'
import { dayAfter, emptySides, isRunning, sideKeys, sideNames, waitingSeats } from '../copilots/seats.ts'
import { resumePath } from '../declarations/completeness.ts'
import { signatureTasks } from '../signatures/tasks.ts'
import { displayName } from '../text.ts'
import { schoolYearOf, today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'

/** An urgent task is what somebody else waits for. */
export type Task = { title: string; text: string; href: string; label: string; isUrgent?: boolean }

const agreementTask = (user: CurrentUser, clee: FullClee, charter: FullCharter, href: string): Task =>
  canMoveCharter(user, clee, 'agreement', charter)
    ? { title: 'Donner votre accord à la charte', text: `${charter.proposedByName} vous soumet la version ${charter.version}.`, href, label: 'Lire la charte et répondre', isUrgent: true }
    : { title: `Charte en attente de l’accord ${awaitedPeople(clee, charter)}`, text: agreementSentence(clee, charter), href, label: 'Voir la charte' }

async function draftTask(clee: FullClee, charter: FullCharter, href: string): Promise<Task> {
  const missing = missingArticles(charter.articles)
  const text = missing.length > 0 ? `À compléter : ${missing.join(', ')}.` : 'Tous les articles sont remplis.'
  const previous = (await listVersions(clee.id))[1]
  if (charter.objection) return { title: 'Corriger la charte\u00a0: l’autre copilote n’a pas donné son accord', text, href, label: 'Lire le motif et corriger' }
  if (previous?.status === 'returned') return { title: 'Corriger la charte renvoyée par la mission', text, href, label: 'Lire le motif et corriger' }
  return missing.length > 0 ? { title: 'Terminer la charte', text, href, label: 'Ouvrir la charte' } : { title: 'Transmettre la charte', text, href, label: 'Relire et transmettre' }
}

async function updateTask(clee: FullClee, href: string): Promise<Task | null> {
  const reasons = (await findStanding(clee.id))?.reasons ?? []
  return reasons.length > 0 ? { title: 'Actualiser la charte', text: reasons.map(({ sentence }) => sentence).join(' '), href, label: 'Ouvrir la charte' } : null
}

async function charterTask(user: CurrentUser, clee: FullClee): Promise<Task | null> {
  const href = charterPath(clee)
  const charter = await findLatestCharter(clee.id)
  if (!charter) return { title: 'Commencer la charte', text: 'Elle se rédige à partir du modèle de l’académie.', href, label: 'Ouvrir la charte' }
  if (charter.status === 'proposed') return agreementTask(user, clee, charter, href)
  if (charter.status === 'validated') return updateTask(clee, href)
  return charter.status === 'draft' ? draftTask(clee, charter, href) : null
}

async function planTask(clee: FullClee): Promise<Task | null> {
  const schoolYear = schoolYearOf()
  const href = planPath(clee, schoolYear)
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan || plan.actions.length === 0) return { title: `Saisir les actions de ${schoolYear}`, text: 'Aucune action n’est encore inscrite pour cette année.', href, label: 'Ouvrir la liste' }
  if (!plan.hasChanges) return null
  const text = plan.submittedAt ? 'La liste a changé depuis le dernier envoi.' : 'La liste n’a pas encore été transmise à la mission.'
  return { title: `Transmettre les actions de ${schoolYear}`, text, href, label: 'Relire et transmettre' }
}

const waitingTitles = { education: 'Copilote du monde éducatif en attente', economy: 'Copilote économique en attente' }

const invitationTasks = (clee: FullClee): Task[] =>
  waitingSeats(clee.copilots).map((seat) => ({ title: waitingTitles[seat.side], text: `${displayName(seat)} n’a pas encore accepté son invitation.`, href: `/clees/${clee.slug}/copilotes`, label: 'Voir l’invitation' }))

/** Sides that nobody holds, and for which nobody is invited. */
const vacancyTasks = (clee: FullClee): Task[] =>
  emptySides(clee.copilots)
    .filter((side) => !clee.copilots.some((seat) => seat.side === side))
    .map((side) => ({ title: `Siège du ${sideNames[side]} vacant`, text: 'Personne ne le tient, et personne n’y est invité.', href: `/clees/${clee.slug}/copilotes/invitation?monde=${sideKeys[side]}`, label: 'Inviter un copilote' }))

const noticeDays = 60

/** Mandates about to end that nobody takes over, and after which a side would be empty. */
function endingTasks({ slug, copilots }: FullClee): Task[] {
  const goesOn = (side: string, day: Date) => copilots.some((seat) => seat.side === side && (seat.endsOn === null || seat.endsOn > day))
  return copilots.flatMap((seat) => {
    const { side, endsOn } = seat
    if (!isRunning(seat) || !endsOn || endsOn > dayAfter(today(), noticeDays) || goesOn(side, endsOn)) return []
    return [{ title: `Mandat qui se termine le ${formatDay(endsOn)}`, text: `Personne ne prend encore la suite de ${displayName(seat)}, au titre du ${sideNames[side]}.`, href: `/clees/${slug}/copilotes`, label: 'Préparer la suite' }]
  })
}

async function tasksOf(user: CurrentUser, clee: FullClee): Promise<Task[]> {
  if (clee.status === 'draft') return [{ title: 'Terminer la déclaration', text: 'Votre brouillon est enregistré.', href: resumePath(clee), label: 'Reprendre la déclaration' }]
  if (clee.status === 'closed') return []
  if (clee.status === 'dormant') return [{ title: 'CLEE en sommeil', text: 'Vous pouvez le relancer quand le comité se réunit de nouveau.', href: `/clees/${clee.slug}/espace`, label: 'Ouvrir l’espace' }]
  const works = [await charterTask(user, clee), await planTask(clee)].filter((task) => task !== null)
  const urgent = works.filter(({ isUrgent }) => isUrgent)
  return [...urgent, ...vacancyTasks(clee), ...endingTasks(clee), ...invitationTasks(clee), ...works.filter((task) => !urgent.includes(task))]
}

/** For each CLEE that this person co-pilots: what awaits them, most urgent first. */
export async function listCopilotTasks(user: CurrentUser) {
  const clees = (await listWorkspaceClees(user)).filter(({ id }) => user.cleeIds.includes(id))
  return Promise.all(clees.map(async (clee) => ({ name: clee.name, slug: clee.slug, isDraft: clee.status === 'draft', tasks: [...(await signatureTasks(user, clee)), ...(await tasksOf(user, clee))] })))
}
