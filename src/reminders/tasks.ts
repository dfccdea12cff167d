import type { CurrentUser } from '../auth/current-user.ts'
import { resumePath } from '../declarations/completeness.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { agreementTasks, charterTasks, signatureTasks } from './charter-tasks.ts'
import { withDetails, type DetailedFacts } from './details.ts'
import { inquiryTasks } from './inquiry-tasks.ts'
import { readFacts, readYear } from './facts.ts'
import { planTasks } from './plan-tasks.ts'
import { meetingTasks, seatTasks } from './seat-tasks.ts'
import { mostUrgentFirst, type Task } from './task.ts'

type Listing = (user: CurrentUser, facts: DetailedFacts) => Task[]

const draftTasks: Listing = (_user, { draft }) =>
  draft ? [{ key: 'clee.draft', title: 'Terminer la déclaration', text: 'Votre brouillon est enregistré.', href: resumePath(draft), label: 'Reprendre la déclaration' }] : []

/** What others wait for, whatever the CLEE does besides. */
const awaited: Listing = (user, facts) => [...signatureTasks(user, facts), ...agreementTasks(user, facts), ...inquiryTasks(facts.inquiries, { href: `/demandes?clee=${facts.clee.slug}`, isCopilot: true })]

const workingTasks: Listing = (user, facts) => [...awaited(user, facts), ...seatTasks(facts), ...charterTasks(facts), ...planTasks(user, facts), ...meetingTasks(facts)]

const dormantTasks: Listing = (user, facts) => [
  ...awaited(user, facts),
  { key: 'clee.dormant', title: 'CLEE en sommeil', text: 'Vous pouvez le relancer quand le comité se réunit de nouveau.', href: `/clees/${facts.clee.slug}/espace`, label: 'Ouvrir l’espace', isElsewhere: true },
]

const listings: Record<CleeStatus, Listing> = { draft: draftTasks, declared: workingTasks, active: workingTasks, vacant: workingTasks, dormant: dormantTasks, closed: () => [] }

/** What awaits this co-pilot in a CLEE, most urgent first. */
export const tasksOf = (user: CurrentUser, facts: DetailedFacts): Task[] => mostUrgentFirst(listings[facts.clee.status](user, facts))

/** The CLEEs that people co-pilot, by id, in the order of their names; as many queries whatever their number. */
export async function readCleesById(ids: string[], now = new Date()): Promise<Map<string, DetailedFacts>> {
  const facts = await withDetails(await readFacts({ id: { in: ids } }, await readYear(now)))
  return new Map(facts.map((fact) => [fact.clee.id, fact]))
}

/** For each CLEE that this person co-pilots: what awaits them, most urgent first. */
export async function listCopilotTasks(user: CurrentUser, now = new Date()) {
  const facts = await readCleesById(user.cleeIds, now)
  return [...facts.values()].map((fact) => ({ name: fact.clee.name, slug: fact.clee.slug, isDraft: fact.clee.status === 'draft', tasks: tasksOf(user, fact) }))
}
