import { afterEach, expect, it, vi } from 'vitest'
import { config } from '../src/config.ts'
import { sendInquiry } from '../src/inquiries/commands.ts'
import { toMission } from '../src/inquiries/destination.ts'
import { inquirySchemas } from '../src/inquiries/schemas.ts'
import { visitor } from './support/app.ts'
import { open, readable, submit } from './support/features.ts'
import { ask, lastInquiry, proposal, send, stampOf, typed, wait } from './support/inquiries.ts'

const settings: { smtpUrl: string | null } = config
afterEach(() => {
  vi.useRealTimers()
  settings.smtpUrl = null
})

const question = '/participer/question?destinataire=mission'

it('tells the structure that is missing together with all that is wrong besides', async () => {
  const response = await send('/participer/proposition?destinataire=mission', { ...proposal, structureName: '', email: 'lea@', actionType: '', message: '' })
  expect(response.status).toBe(422)
  const text = readable(response.text)
  expect(text).toContain('Le formulaire contient 4 erreurs')
  for (const sentence of ['nom de votre structure', 'adresse électronique complète', 'Choisissez le type', 'Décrivez l’action']) expect(text).toContain(sentence)
})

it('lets whoever corrects a form at once send it: its time began when it was first shown', async () => {
  const agent = visitor()
  const stamp = stampOf((await agent.get(question).expect(200)).text)
  wait(10_000)
  const refused = await submit(agent, question, { ...typed, email: 'lea@', stamp }).expect(422)
  wait(500)
  await submit(agent, question, { ...typed, stamp: stampOf(refused.text) }).expect(303)
})

it('promises mails only where a server sends them', async () => {
  const promised = 'Un courriel vous demandera de confirmer votre adresse'
  expect(await open(visitor(), question)).not.toContain(promised)
  const { agent, link } = await ask(question)
  expect(await open(agent, link)).not.toContain('Vous serez prévenu')
  settings.smtpUrl = 'smtp://127.0.0.1:1'
  expect(await open(visitor(), question)).toContain(promised)
  expect(await open(agent, link)).toContain('Vous serez prévenu')
})

it('is numbered by the day on which it was written', async () => {
  const input = inquirySchemas.question.parse(typed)
  await sendInquiry({ kind: 'question', input, destination: toMission(), communeCode: null }, '127.0.0.1', new Date('2026-11-08T23:30:00Z'))
  expect((await lastInquiry()).reference).toMatch(/^DEM-20261109-/)
})
