import type TestAgent from 'supertest/lib/agent.js'
import { vi } from 'vitest'
import { db } from '../../src/db.ts'
import type { Inquiry, Prisma } from '../../src/generated/prisma/client.ts'
import { visitor } from './app.ts'
import { makeClee, makeCoordinator } from './factories.ts'
import { lastLinkPath, submit } from './features.ts'

/** What a person types to ask a question. */
export const typed = { inquirerKind: 'company', firstName: 'Rozenn', lastName: 'Tessier', email: 'rozenn@essai.test', structureName: 'Maroquinerie du Nançon', subject: 'Accueillir une classe', message: 'Pouvons-nous accueillir une classe de 4e ?' }
export const proposal = { ...typed, subject: 'Ouvrir notre atelier', actionType: 'company_visit_pupils', period: 'En mars', expected: 'Une classe intéressée.' }

/** Time passes; only the clock of JavaScript is moved. */
export function setClock(now: Date | string) {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
}
export const wait = (milliseconds: number) => setClock(new Date(Date.now() + milliseconds))

/** The stamp of a form as its page shows it. */
export const stampOf = (html: string) => /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? ''

/** Opens the form of an address and sends it after ten seconds. */
export async function send(path: string, body: object = typed, agent: TestAgent = visitor()) {
  const stamp = stampOf((await agent.get(path).expect(200)).text)
  wait(10_000)
  return submit(agent, path, { stamp, complement: '', ...body })
}

/** A confirmed inquiry, sent through the real form: the person's browser, their link, and the row. */
export async function ask(path: string, body: { email: string } & Record<string, string> = typed) {
  const agent = visitor()
  await send(path, body, agent).then((response) => response.status === 303 || Promise.reject(new Error(response.text)))
  const link = await lastLinkPath('inquiry.confirmation', body.email)
  await submit(agent, `${link}/confirmation`).expect(303)
  return { agent, link, inquiry: await lastInquiry() }
}

export const lastInquiry = (): Promise<Inquiry> => db.inquiry.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
export const reload = (id: string) => db.inquiry.findUniqueOrThrow({ where: { id }, include: { messages: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } } })

let count = 0
/** An inquiry made without the form, awaiting an answer since an instant unless said otherwise. */
export function makeInquiry(data: Partial<Prisma.InquiryUncheckedCreateInput> = {}, since = new Date()) {
  count += 1
  const { message: _, ...columns } = typed
  return db.inquiry.create({
    data: { ...columns, kind: 'question', inquirerKind: 'company', reference: `DEM-TEST-${count}`, status: 'open', createdAt: since, confirmedAt: since, waitingSince: since, messages: { create: { authorName: 'Rozenn Tessier', body: typed.message, createdAt: since } }, ...data },
  })
}

/** A CLEE with those who answer for it: its co-pilots, its coordinator, the mission. */
export async function makeDesk() {
  const made = await makeClee('active', 'CLEE du Coglais')
  return { ...made, coordinator: await makeCoordinator(made.bassin.id) }
}
export type Desk = Awaited<ReturnType<typeof makeDesk>>

/** The address of an inquiry at the desk, or of what is done to it there. */
export const deskPath = ({ id }: { id: string }, noun = '') => `/demandes/${id}${noun && `/${noun}`}`

export const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
