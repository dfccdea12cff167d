import { currentUserInclude, toCurrentUser, type CurrentUser } from '../auth/current-user.ts'
import { dayAfter } from '../copilots/seats.ts'
import { db } from '../db.ts'
import type { Prisma, Role } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { today } from '../school-year.ts'
import type { DetailedFacts } from './details.ts'
import { listLateClees, type LateClee } from './lateness.ts'
import { listFollowedBassins } from '../inquiry-desk/queries.ts'
import { inquiryTasks } from './inquiry-tasks.ts'
import { digestMessage, type Section } from './mails.ts'
import { coordinatorTasks, lateCountTasks, queueTasks } from './network.ts'
import type { Task } from './task.ts'
import { readCleesById, tasksOf } from './tasks.ts'
import { isMonthlyDue, mondayOf } from './weeks.ts'

const batchSize = 100

const personInclude = () => ({ ...currentUserInclude(), digests: { orderBy: { week: 'desc' }, take: 1, select: { week: true } } }) satisfies Prisma.UserInclude
type Person = Prisma.UserGetPayload<{ include: ReturnType<typeof personInclude> }>

/** What a run reads once for everybody. */
type Run = { now: Date; week: Date; late: LateClee[]; queue: Task[]; followed: string[][] }
type Digest = { person: Person; sections: Section[]; count: number }

/** People to whom a mail may go this week: an account that is used, who want it, and have had none. */
const awaiting = (week: Date) => ({ isActive: true, deletedAt: null, passwordHash: { not: null }, reminderPace: { not: 'none' }, digests: { none: { week } } }) satisfies Prisma.UserWhereInput

const readBatch = (week: Date, after: string | undefined): Promise<Person[]> =>
  db.user.findMany({ where: { ...awaiting(week), ...(after && { id: { gt: after } }) }, include: personInclude(), orderBy: { id: 'asc' }, take: batchSize })

/** The agreement that a mail of its own has asked for in the last days is left for the next time. */
const isToldApart = ({ key }: Task, { charters: [charter] }: DetailedFacts, now: Date) => key === 'charter.agreement' && Boolean(charter?.remindedAt && charter.remindedAt > dayAfter(now, -7))

function copilotSections(user: CurrentUser, facts: Map<string, DetailedFacts>, { now }: Run): Section[] {
  const own = [...facts.values()].filter(({ clee }) => user.cleeIds.includes(clee.id))
  return own.map((fact) => ({ heading: fact.clee.name, tasks: tasksOf(user, fact).filter((task) => !task.isElsewhere && !isToldApart(task, fact, now)) }))
}

const isIn = ({ bassinIds }: CurrentUser, { clee }: LateClee) => clee.bassins.some(({ bassinId }) => bassinIds.includes(bassinId))

const countFollowed = ({ bassinIds }: CurrentUser, followed: string[][]) => followed.filter((bassins) => bassins.some((id) => bassinIds.includes(id))).length

const sectionsByRole: Record<Role, (user: CurrentUser, facts: Map<string, DetailedFacts>, run: Run) => Section[]> = {
  school_head: copilotSections,
  company: copilotSections,
  coordinator: (user, _facts, { late, followed }) => [{ heading: 'Demandes du public', tasks: inquiryTasks({ count: countFollowed(user, followed), since: null }) }, { heading: 'CLEE en retard dans vos bassins', tasks: coordinatorTasks(late.filter((clee) => isIn(user, clee))) }],
  mission: (_user, _facts, { late, queue, now }) => [{ heading: 'Ce qui attend la mission', tasks: queue }, { heading: 'En retard dans le réseau', tasks: lateCountTasks(late, now) }],
}

async function digestsOf(people: Person[], run: Run): Promise<Digest[]> {
  const users = people.filter(({ reminderPace, digests: [last] }) => reminderPace === 'weekly' || isMonthlyDue(run.week, last?.week ?? null))
  const facts = await readCleesById([...new Set(users.flatMap(({ copilotSeats }) => copilotSeats.map(({ cleeId }) => cleeId)))], run.now)
  return users.map((person) => {
    const sections = sectionsByRole[person.role](toCurrentUser(person), facts, run).filter(({ tasks }) => tasks.length > 0)
    return { person, sections, count: sections.reduce((sum, { tasks }) => sum + tasks.length, 0) }
  }).filter(({ count }) => count > 0)
}

/** The line of the week and the mail together: of two processes at once, the second finds the lines taken. */
const write = (digests: Digest[], { now, week }: Run) =>
  db.$transaction(async (tx) => {
    const data = digests.map(({ person, count }) => ({ userId: person.id, week, sentAt: now, count }))
    const taken = new Set((await tx.reminderDigest.createManyAndReturn({ data, skipDuplicates: true, select: { userId: true } })).map(({ userId }) => userId))
    for (const { person, sections, count } of digests.filter((digest) => taken.has(digest.person.id))) await notify(tx, 'reminders', [recipientOf(person)], digestMessage(sections, count, today(now)))
    return taken.size
  }, { timeout: 60_000 })

/** Writes to each person at most once a week, and only if something awaits them. Gives how many mails it wrote; begun again, it goes on with those who have none. */
export async function sendReminders(now = new Date()): Promise<number> {
  const run = { now, week: mondayOf(now), late: await listLateClees({}, now), queue: await queueTasks(), followed: await listFollowedBassins() }
  let written = 0
  for (let people = await readBatch(run.week, undefined); people.length > 0; people = await readBatch(run.week, people.at(-1)?.id)) {
    const digests = await digestsOf(people, run)
    if (digests.length > 0) written += await write(digests, run)
  }
  return written
}
