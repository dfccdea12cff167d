import type { CurrentUser } from '../auth/current-user.ts'
import { agreementSentence, awaitedPeople } from '../charters/expectation.ts'
import { charterPath, versionPath } from '../charters/paths.ts'
import { canMoveCharter } from '../charters/policy.ts'
import { missingArticles } from '../charters/template.ts'
import { dayAfter } from '../copilots/seats.ts'
import { canSign, signatoryOf } from '../signatures/policy.ts'
import { signatureState } from '../signatures/state.ts'
import { formatDay } from '../web/view-helpers.ts'
import { signableCharter, type DetailedFacts } from './details.ts'
import type { ReminderCharter } from './facts.ts'
import type { Task } from './task.ts'

/** Days before the end of its validity from which a charter is to be renewed. */
const renewalDays = 90

/** What awaits this person's signature: the newest version that may be signed, until somebody of their side has, or the paper is attached. */
export function signatureTasks(user: CurrentUser, facts: DetailedFacts): Task[] {
  const [charter, signatory] = [signableCharter(facts), signatoryOf(user, facts.clee)]
  if (!charter || !signatory || facts.isOnPaper) return []
  const isAwaited = canSign(user, facts.clee, charter, facts.signatures) && signatureState(charter, facts.signatures).missing.includes(signatory)
  if (!isAwaited) return []
  return [{ key: 'charter.signature', title: 'Signer la charte', text: `Votre signature est attendue sur la version ${charter.version}.`, href: `${versionPath(facts.clee, charter)}/signature`, label: 'Lire et signer', isUrgent: true }]
}

/** A version that awaits the agreement of the other side: theirs to give, or to wait for. */
export function agreementTasks(user: CurrentUser, { clee, charters: [charter] }: DetailedFacts): Task[] {
  if (charter?.status !== 'proposed') return []
  const href = charterPath(clee)
  return canMoveCharter(user, clee, 'agreement', charter)
    ? [{ key: 'charter.agreement', title: 'Donner votre accord à la charte', text: `${charter.proposedByName} vous soumet la version ${charter.version}.`, href, label: 'Lire la charte et répondre', isUrgent: true }]
    : [{ key: 'charter.awaited', title: `Charte en attente de l’accord ${awaitedPeople(clee, charter)}`, text: agreementSentence(clee, charter), href, label: 'Voir la charte', isElsewhere: true }]
}

const endOfValidity = ({ standing, day }: DetailedFacts) => {
  const until = standing?.validUntil ?? null
  return until && until <= dayAfter(day, renewalDays) ? until : null
}

/** When a charter that is being written is due: by the end of the validity of the one in force, or by the mission's date while there is none. */
const dueOf = (facts: DetailedFacts) => (facts.standing ? endOfValidity(facts) : (facts.opened?.status === 'open' ? facts.opened.charterDueOn : null))

function draftTask(facts: DetailedFacts, charter: ReminderCharter): Task {
  const missing = missingArticles(facts.articles)
  const text = missing.length > 0 ? `À compléter : ${missing.join(', ')}.` : 'Tous les articles sont remplis.'
  const common = { text, href: charterPath(facts.clee), dueOn: dueOf(facts) }
  const label = 'Lire le motif et corriger'
  if (charter.objection) return { ...common, key: 'charter.objection', title: 'Corriger la charte\u00a0: l’autre copilote n’a pas donné son accord', label, isUrgent: true }
  if (facts.charters[1]?.status === 'returned') return { ...common, key: 'charter.return', title: 'Corriger la charte renvoyée par la mission', label, isUrgent: true }
  return missing.length > 0
    ? { ...common, key: 'charter.draft', title: 'Terminer la charte', label: 'Ouvrir la charte' }
    : { ...common, key: 'charter.submission', title: 'Transmettre la charte', label: 'Relire et transmettre' }
}

/** R8: the charter in force, to be renewed before its end, or brought up to date. */
function updateTask(facts: DetailedFacts): Task[] {
  const [reasons, until] = [facts.standing?.reasons ?? [], endOfValidity(facts)]
  if (reasons.length === 0 && !until) return []
  const text = reasons.map(({ sentence }) => sentence).join(' ')
  const common = { href: charterPath(facts.clee), label: 'Ouvrir la charte' }
  if (!until) return [{ ...common, key: 'charter.update', title: 'Actualiser la charte', text }]
  return [{ ...common, key: 'charter.renewal', title: 'Renouveler la charte', text: text || `Elle est valable jusqu’au ${formatDay(until)}.`, dueOn: until }]
}

/** The charter to begin, to write, to bring up to date. */
export function charterTasks(facts: DetailedFacts): Task[] {
  const [latest] = facts.charters
  if (!latest) return [{ key: 'charter.creation', title: 'Commencer la charte', text: 'Elle se rédige à partir du modèle de l’académie.', href: charterPath(facts.clee), label: 'Ouvrir la charte', dueOn: dueOf(facts) }]
  if (latest.status === 'validated') return updateTask(facts)
  return latest.status === 'draft' ? [draftTask(facts, latest)] : []
}
