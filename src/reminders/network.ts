import { listQueue, type QueueItem } from '../dashboard/queries.ts'
import { upperFirst } from '../text.ts'
import { plural } from '../web/view-helpers.ts'
import { previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { countLate, type LateClee, type LateKind } from './lateness.ts'
import type { Task } from './task.ts'

const lateLabels: Record<LateKind, string> = {
  charter: 'charte non transmise',
  plan: 'liste des actions non transmise',
  review: 'bilan non transmis',
  pastReview: 'bilan de l’an dernier non transmis',
  meeting: 'pas de réunion depuis six mois',
  vacancy: 'siège de copilote vacant',
}

/** CLEEs named one by one: past that, the list says more. */
const namedClees = 20

/** What awaits a coordinator: the CLEEs of their bassins that are late, each once. */
export function coordinatorTasks(late: LateClee[]): Task[] {
  const named = late.slice(0, namedClees).map((fact): Task => ({ key: `late.${fact.clee.slug}`, title: fact.clee.name, text: `${upperFirst(fact.late.map((kind) => lateLabels[kind]).join(', '))}.`, href: `/clees/${fact.clee.slug}/espace`, label: 'Ouvrir l’espace' }))
  const others = late.length - named.length
  return others > 0 ? [...named, { key: 'late.others', title: `Et ${plural(others, 'autre CLEE', 'autres CLEE')}`, text: 'En retard eux aussi.', href: '/liste-des-clees', label: 'Voir la liste des CLEE' }] : named
}

const progressOf = (schoolYear: string, manque: string) => `/annees-scolaires/${schoolYear}?manque=${manque}`

/** The list of the CLEEs that a count counts. */
const lateLists: Record<LateKind, (schoolYear: string) => string> = {
  charter: (schoolYear) => progressOf(schoolYear, 'retard-charte'),
  plan: (schoolYear) => progressOf(schoolYear, 'retard-liste'),
  review: (schoolYear) => progressOf(schoolYear, 'retard-bilan'),
  pastReview: (schoolYear) => progressOf(previousSchoolYear(schoolYear), 'retard-bilan'),
  meeting: () => '/liste-des-clees?reunion=retard&tri=reunion',
  vacancy: () => '/liste-des-clees?etat=vacant',
}

/** Of the whole network, how many CLEEs are late in each thing; vacant seats are in the queue of the mission. */
export function lateCountTasks(late: LateClee[], now = new Date()): Task[] {
  const schoolYear = schoolYearOf(now)
  return countLate(late).filter(({ kind }) => kind !== 'vacancy').map(({ kind, count }) => ({ key: `late.${kind}`, title: `${upperFirst(lateLabels[kind])}\u00a0: ${count}\u00a0CLEE`, text: '', href: lateLists[kind](schoolYear), label: 'Voir où en est chaque CLEE' }))
}

const queueCounts: Record<QueueItem['kind'], [one: string, several: string]> = {
  charter: ['charte à examiner', 'chartes à examiner'],
  declaration: ['nouveau CLEE', 'nouveaux CLEE'],
  plan: ['liste des actions à lire', 'listes des actions à lire'],
  review: ['bilan à lire', 'bilans à lire'],
  inquiry: ['demande du public', 'demandes du public'],
  account: ['demande de compte', 'demandes de compte'],
  vacancy: ['copilotage vacant', 'copilotages vacants'],
  bassins: ['ligne de bassins sans coordonnateur', 'lignes de bassins sans coordonnateur'],
  content: ['page ou document à relire', 'pages et documents à relire'],
}

/** What awaits the mission, counted by kind. */
export async function queueTasks(): Promise<Task[]> {
  const queue = await listQueue()
  return queue.map(({ kind, items }) => ({ key: `queue.${kind}`, title: kind === 'bassins' ? (items[0]?.title ?? '') : plural(items.length, ...queueCounts[kind]), text: '', href: `/tableau-de-bord#file-${kind}`, label: 'Voir' }))
}
