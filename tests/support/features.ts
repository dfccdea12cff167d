import { randomUUID } from 'node:crypto'
import type { Response } from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { expect } from 'vitest'
import { addAction } from '../../src/actions/commands.ts'
import type { ActionType, Audience } from '../../src/actions/vocabulary.ts'
import { saveArticle } from '../../src/charter-writing/commands.ts'
import { createCharter, proposeCharter, returnCharter, reviseCharter, submitCharter, validateCharter } from '../../src/charters/commands.ts'
import { proposalPrint } from '../../src/charters/authorize.ts'
import { getLatestCharter } from '../../src/charters/queries.ts'
import { isComplete } from '../../src/charters/template.ts'
import { db, pool } from '../../src/db.ts'
import type { PlannedAction } from '../../src/generated/prisma/client.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { isDay } from '../../src/web/fields.ts'
import { asActor, reloadClee } from './factories.ts'

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&#34;': '"', '&#39;': '\'', '&amp;': '&' }

/** What the visitor reads: no markup, every kind of space folded into one. */
export const readable = (html: string) =>
  html.replace(/<script[\s\S]*?<\/script>/g, ' ').replace(/<[^>]+>/g, ' ').replace(/&(lt|gt|#34|#39|amp);/g, (entity) => entities[entity] ?? entity).replace(/\s+/g, ' ')

/** How a field shows what was typed: a day that exists as JJ/MM/AAAA, anything else as it is. */
export const shownAgain = (typed: string) => typed.replace(/^(\d{4})-(\d{2})-(\d{2})$/, (text, year, month, day) => (isDay(text) ? `${day}/${month}/${year}` : text))

/** Sends a form as a browser does. */
export const submit = (agent: TestAgent, path: string, body: object = {}) => agent.post(path).type('form').send(body)

export const open = async (agent: TestAgent, path: string) => readable((await agent.get(path).expect(200)).text)

/** The page that a success leads to, with its flash. */
export async function follow(agent: TestAgent, response: Response) {
  expect(response.status, readable(response.text).slice(0, 600)).toBe(303)
  return open(agent, String(response.headers['location']))
}

export const sortedStatuses = (responses: Response[]) => responses.map(({ status }) => status).toSorted((one, other) => one - other)

/** The statuses that requests sent at once get, smallest first. */
export const statusesOf = async (requests: PromiseLike<Response>[]) => sortedStatuses(await Promise.all(requests))

export const eventsOf = async (cleeId: string) =>
  (await db.auditEntry.findMany({ where: { cleeId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(({ event }) => event)

export const mailsOf = async (event: string) =>
  (await db.mail.findMany({ where: { event }, orderBy: { toEmail: 'asc' } })).map(({ toEmail }) => toEmail)

/** The path of the last invitation that a mail carries. */
export async function lastInvitationPath() {
  const mail = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  return new URL(mail.secretLink ?? '').pathname
}

/** Starts `act` while another transaction, which has run this statement, is not over; then that one commits. */
export async function during<T>(statement: string, values: unknown[], act: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(statement, values)
    const acting = act()
    await new Promise((resolve) => setTimeout(resolve, 150))
    await client.query('COMMIT')
    return await acting
  } finally {
    client.release()
  }
}

export type CharterStage = 'none' | 'draft' | 'proposed' | 'submitted' | 'returned' | 'validated' | 'replaced'
type Person = { id: string }

/** Brings the charter of a CLEE to a stage by commands; what it had is forgotten. Its text is complete, and names its version. */
export async function bringCharter(cleeId: string, head: Person, mission: Person, stage: CharterStage) {
  await db.$executeRaw`TRUNCATE charters CASCADE`
  const [copilot, official] = [await asActor(head), await asActor(mission)]
  const clee = await reloadClee(cleeId)
  const latest = () => getLatestCharter(cleeId)
  const fill = async () => {
    const charter = await latest()
    for (const article of charter.articles.filter((one) => one.isMandatory || !isComplete(one))) await saveArticle(copilot, clee, charter, article, { body: `${article.title}, version ${charter.version}.`, axes: article.axisChoices.slice(0, 1), priorities: [], revision: article.revision })
  }
  if (stage === 'none') return
  await createCharter(copilot, clee)
  await fill()
  if (stage === 'draft') return
  if (stage === 'proposed') {
    await proposeCharter(copilot, clee, await latest(), 'education')
    return
  }
  await submitCharter(copilot, clee, await latest())
  if (stage === 'submitted') return
  if (stage === 'returned') {
    await returnCharter(official, clee, await latest(), 'Précisez le territoire.')
    return
  }
  await validateCharter(official, clee, await latest())
  if (stage === 'validated') return
  await reviseCharter(copilot, clee, await latest())
  await fill()
  await submitCharter(copilot, clee, await latest())
  await validateCharter(official, clee, await latest())
}

type SheetFields = Partial<Omit<PlannedAction, 'id' | 'planId' | 'cleeId' | 'schoolYear' | 'type'>> & { type?: ActionType; partners?: string; schoolUais?: string[] }

/** An action of this year's list, proposed, private and undated unless said otherwise; `partners` is the free text of older sheets. */
export async function makeAction(cleeId: string, author: Person, { title = 'Forum des métiers', type = 'job_fair', audiences = [], startsOn = null, schoolUais = [], partners = '', ...others }: SheetFields = {}, schoolYear = schoolYearOf()) {
  const id = randomUUID()
  const first = { title, type, audiences: audiences.map((key) => key as Audience), startsOn, schoolUais, agrees: false, id }
  await addAction(await asActor(author), await reloadClee(cleeId), schoolYear, first)
  const words = [title, others.objective, others.place, others.publicSummary, partners].filter(Boolean).join(' ')
  return db.plannedAction.update({ where: { id }, data: { ...others, partnersNote: partners, ...(words !== title && { searchText: words }) } })
}

/** Both sides agreed; or further, planned, when it has its date. Without commands, so that it costs little. */
export const retainAction = ({ id }: { id: string }, state: 'retained' | 'planned' = 'retained') =>
  db.plannedAction.update({ where: { id }, data: { state, educationAgreedAt: new Date(), educationAgreedByName: 'Anne Le Bihan', economyAgreedAt: new Date(), economyAgreedByName: 'Zoé Kervella' } })

type Figures = Partial<Pick<PlannedAction, 'pupilsReached' | 'girlsReached' | 'adultsReached' | 'classesReached' | 'outcome' | 'outcomeReason' | 'strengths' | 'improvements'>>

/** It was done, with these figures; the same way. */
export async function completeAction(action: { id: string }, figures: Figures = {}) {
  await retainAction(action)
  return db.plannedAction.update({ where: { id: action.id }, data: { state: 'done', outcome: 'done', ...figures } })
}

/** The path of the last personal link that a mail of this event carries, to this address if one is given. */
export async function lastLinkPath(event: string, toEmail?: string) {
  const mail = await db.mail.findFirstOrThrow({ where: { event, secretLink: { not: null }, ...(toEmail && { toEmail }) }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  return new URL(mail.secretLink ?? '').pathname
}

/** Moves the dates of a CLEE's charter in force, which a trigger otherwise keeps (R7): time passes. */
export const ageCharter = (cleeId: string, dates: { submittedAt?: Date; validUntil?: Date }) =>
  db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`
    await tx.charter.updateMany({ where: { cleeId, status: 'validated' }, data: dates })
  })
/** The mission asks for no agreement between co-pilots: what one sends leaves at once. */
export const withoutAgreement = () => db.charterSettings.upsert({ where: { id: 1 }, create: { needsAgreement: false }, update: { needsAgreement: false } })

/** Somebody corrects the version that is being written. */
export const correctDraft = (body = 'Un territoire corrigé.') => db.article.updateMany({ where: { key: 'territory', charter: { status: 'draft' } }, data: { body, revision: { increment: 1 } } })

/** What the page of the newest charter says that it showed; a version number of 0 where there is none. */
export async function shownNow() {
  const charter = await db.charter.findFirst({ orderBy: { version: 'desc' } })
  return { version: charter?.version ?? 0, ...(charter?.status === 'proposed' && { proposal: proposalPrint(charter) }) }
}
