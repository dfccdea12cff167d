import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeMission } from './support/factories.ts'
import { follow, open, readable, submit } from './support/features.ts'
import { lastInquiry, reload, send, typed, wait } from './support/inquiries.ts'

let official: User
let mission: Awaited<ReturnType<typeof signedIn>>

beforeEach(async () => {
  official = await makeMission()
  mission = await signedIn(official)
})
afterEach(() => vi.useRealTimers())

const writes = '/participer/question?destinataire=mission'
const isOver = 'Ce lien ne sert plus'

/** The page of the last mail of an event to whoever wrote, as the mission reads it to pass it on. */
async function readMail(event: string) {
  const mail = await db.mail.findFirstOrThrow({ where: { event, toEmail: typed.email }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  const { text } = await mission.get(`/courriels/${mail.id}`).expect(200)
  const [link = ''] = /\/participer\/suivi\/[\w-]{43}/.exec(text) ?? []
  return { id: mail.id, text: readable(text), link }
}

/** The link of a mail that the mission can still pass on. */
async function passesOn(event: string) {
  const { text, link } = await readMail(event)
  expect([event, link]).toEqual([event, expect.stringContaining('/participer/suivi/')])
  expect(text).toContain('transmettez ce lien')
  expect(text).not.toContain('[lien personnel]')
  expect(text).not.toContain(isOver)
  return link
}

it('without a mail server, the mission passes on each link of an exchange, from its confirmation to its closing', async () => {
  await send(writes)
  const first = await passesOn('inquiry.confirmation')
  wait(60_000)
  expect(await follow(visitor(), await submit(visitor(), `${first}/confirmation`))).toContain('En attente de réponse')
  const confirmed = await readMail('inquiry.confirmation')
  expect([confirmed.link, confirmed.text]).toEqual(['', expect.stringContaining(isOver)])

  const { id } = await lastInquiry()
  wait(60_000)
  await submit(mission, `/demandes/${id}/reponse`, { body: 'Oui, venez.', revision: 1 }).expect(303)
  const second = await passesOn('inquiry.answer')
  expect(await open(visitor(), second)).toContain('Oui, venez.')
  await submit(visitor(), `${second}/message`, { body: 'Merci !', revision: 2 }).expect(303)
  expect(await passesOn('inquiry.answer')).toBe(second)

  wait(60_000)
  await submit(mission, `/demandes/${id}/cloture`, { revision: 3 }).expect(303)
  const last = await passesOn('inquiry.closing')
  expect(await open(visitor(), last)).toContain('Rouvrir l’échange')
  await submit(visitor(), `${last}/effacement`).expect(303)
  expect(await db.mail.count({ where: { toEmail: typed.email } })).toBe(0)
})

it('a link to confirm is not passed on past its three days; that of a message sent twice is', async () => {
  await send(writes)
  const first = await passesOn('inquiry.confirmation')
  wait(60_000)
  await submit(visitor(), `${first}/confirmation`).expect(303)
  await send(writes)
  expect(await open(visitor(), await passesOn('inquiry.confirmation'))).toContain('En attente de réponse')
  const { id } = await lastInquiry()
  expect(await reload(id)).toMatchObject({ status: 'open' })

  await send(writes, { ...typed, subject: 'Autre' })
  await passesOn('inquiry.confirmation')
  await db.inquiry.updateMany({ where: { status: 'unconfirmed' }, data: { createdAt: new Date(Date.now() - 3 * 86_400_000 - 1_000) } })
  expect((await readMail('inquiry.confirmation')).text).toContain(isOver)
})
