import { afterEach, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { visitor } from './support/app.ts'
import { mailsOf, statusesOf, submit } from './support/features.ts'
import { stampOf, typed, wait } from './support/inquiries.ts'

afterEach(() => vi.useRealTimers())

const mission = '/participer/question?destinataire=mission'

it('the same message sent five times at once is one inquiry, with one mail', async () => {
  const agent = visitor()
  const stamp = stampOf((await agent.get(mission).expect(200)).text)
  wait(10_000)
  const answers = await Promise.all(Array.from({ length: 5 }, () => submit(visitor(), mission, { ...typed, stamp })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303])
  expect([await db.inquiry.count(), await mailsOf('inquiry.confirmation')]).toEqual([1, [typed.email]])
})

it('messages are counted by mailbox, whatever follows the sign + and however it is written', async () => {
  const stamp = stampOf((await visitor().get(mission)).text)
  wait(10_000)
  const emails = ['cible@essai.test', 'cible+1@essai.test', 'Cible+Deux@Essai.test', 'cible+a+b@essai.test', 'cible+@essai.test', 'cible+6@essai.test']
  expect(await statusesOf(emails.map((email) => submit(visitor(), mission, { ...typed, email, stamp })))).toEqual([303, 303, 303, 303, 303, 429])
  await submit(visitor(), mission, { ...typed, email: 'autre@essai.test', stamp }).expect(303)
})

it('messages are counted: the sixth message of an hour from an address is refused', async () => {
  const stamp = stampOf((await visitor().get(mission)).text)
  wait(10_000)
  const statuses = await statusesOf([1, 2, 3, 4, 5, 6].map((number) => submit(visitor(), mission, { ...typed, subject: `Message ${number}`, stamp })))
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
})
