import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { purgeInquiries } from '../src/inquiries/purge.ts'
import { listQueue } from '../src/dashboard/queries.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { sendReminders } from '../src/reminders/send.ts'
import { signedIn, visitor } from './support/app.ts'
import { open, submit } from './support/features.ts'
import { daysAgo, type Desk, deskPath, makeDesk, makeInquiry, reload, setClock, typed } from './support/inquiries.ts'

let world: Desk

beforeEach(async () => {
  world = await makeDesk()
})
afterEach(() => vi.useRealTimers())

const atClee = () => ({ cleeId: world.clee.id })

describe('the baskets (R20)', () => {
  const shows = async (user: User, basket: string) => (await open(await signedIn(user), `/demandes?panier=${basket}`)).includes('Accueillir une classe')

  it.each([
    ['the ninth day', '2027-03-11T22:30:00Z', { copilot: true, ten: false, coordinator: false, thirty: false, mission: false }],
    ['the tenth day, from midnight in Paris', '2027-03-11T23:30:00Z', { copilot: true, ten: true, coordinator: true, thirty: false, mission: false }],
    // Summer time has come meanwhile.
    ['the twenty-ninth day', '2027-03-31T21:30:00Z', { copilot: true, ten: true, coordinator: true, thirty: false, mission: false }],
    ['the thirtieth day', '2027-03-31T22:30:00Z', { copilot: true, ten: true, coordinator: true, thirty: true, mission: true }],
  ])('%s', async (_what, now, expected) => {
    setClock('2027-03-02T15:00:00Z')
    await makeInquiry(atClee())
    setClock(now)
    expect({
      copilot: await shows(world.head, 'a-traiter'),
      ten: await shows(world.head, 'dix-jours'),
      coordinator: await shows(world.coordinator, 'a-traiter'),
      thirty: await shows(world.mission, 'trente-jours'),
      mission: await shows(world.mission, 'a-traiter'),
    }).toEqual(expected)
  })

  it('an inquiry where nobody is left falls at once to the coordinator, or to the mission', async () => {
    await makeInquiry(atClee())
    await db.copilot.updateMany({ data: { acceptedAt: null } })
    expect([await shows(world.coordinator, 'a-traiter'), await shows(world.mission, 'a-traiter')]).toEqual([true, false])
    await db.bassinCoordinator.deleteMany()
    expect(await shows(world.mission, 'a-traiter')).toBe(true)
  })

  it('are told on the dashboards and in the weekly mail', async () => {
    await makeInquiry(atClee(), daysAgo(12))
    await makeInquiry({ subject: 'Sans CLEE' })
    expect(await open(await signedIn(world.head), '/tableau-de-bord')).toContain('1 demande du public attend une réponse')
    expect(await open(await signedIn(world.coordinator), '/tableau-de-bord')).toContain('Elle attend depuis 12 jours.')
    await db.inquiry.updateMany({ data: { waitingSince: daysAgo(34) } })
    expect(await open(await signedIn(world.head), '/tableau-de-bord')).toContain('Elle attend depuis 34 jours : la coordination du bassin et la mission la voient aussi.')
    expect(await open(await signedIn(world.coordinator), '/tableau-de-bord')).toContain('Elle attend depuis 34 jours : la mission la voit aussi.')
    await db.inquiry.updateMany({ data: { waitingSince: daysAgo(12) } })
    expect((await listQueue()).find(({ kind }) => kind === 'inquiry')?.items).toMatchObject([{ title: 'Sans CLEE' }])
    await sendReminders()
    const told = await db.mail.findMany({ where: { event: 'reminders', text: { contains: 'public' } } })
    expect(told.map(({ toEmail }) => toEmail)).toEqual(expect.arrayContaining([world.head.email, world.coordinator.email, world.mission.email]))
  })
})

describe('a CLEE that stops', () => {
  it('says what the public still awaits of it; then its page says who answers, and nothing is awaited of it', async () => {
    const agent = await signedIn(world.mission)
    const page = `/clees/${world.clee.slug}`
    expect(await open(agent, `${page}/sommeil`)).not.toContain('attend encore une réponse')
    await makeInquiry(atClee())
    for (const noun of ['sommeil', 'fermeture']) expect(await open(agent, `${page}/${noun}`)).toContain('1 demande du public attend encore une réponse de ce CLEE.')
    expect(await open(visitor(), page)).toContain('Rejoindre ce CLEE Proposer une action')
    expect(await open(agent, '/tableau-de-bord')).toContain('Pas commencée')
    await submit(agent, `${page}/sommeil`, { reason: 'Plus de réunion' }).expect(303)
    const dormant = await open(visitor(), page)
    expect(dormant).toContain(`Votre message ira à la coordination du bassin de ${world.bassin.name} , qui répond à sa place.`)
    expect(dormant).toContain('Aider à relancer ce CLEE')
    for (const gone of ['Rejoindre ce CLEE', 'Proposer une action']) expect(dormant).not.toContain(gone)
    await submit(agent, `${page}/fermeture`, { reason: 'Fin' }).expect(303)
    expect(await open(visitor(), page)).not.toContain('Aider à relancer')
    expect(await open(agent, '/tableau-de-bord')).toContain('Sans objet')
  })
})

describe('what is kept', () => {
  it('goes twelve months after the last message, or three days after one that nobody confirmed', async () => {
    const old = await makeInquiry(atClee(), daysAgo(370))
    const alive = await makeInquiry(atClee(), daysAgo(400))
    await db.inquiryMessage.create({ data: { inquiryId: alive.id, authorName: 'R', body: 'Encore', createdAt: daysAgo(300) } })
    const recent = await makeInquiry(atClee(), daysAgo(360))
    const unconfirmed = { status: 'unconfirmed' as const, confirmedAt: null, waitingSince: null }
    await makeInquiry(unconfirmed, daysAgo(4))
    const waiting = await makeInquiry(unconfirmed, daysAgo(2))
    await db.mail.create({ data: { event: 'inquiry.answer', toEmail: typed.email, toName: 'R', subject: `Réponse (${old.reference})`, text: 'x' } })
    expect(await purgeInquiries()).toBe(2)
    expect((await db.inquiry.findMany()).map(({ id }) => id).toSorted()).toEqual([alive.id, recent.id, waiting.id].toSorted())
    expect(await db.mail.count({ where: { event: 'inquiry.answer' } })).toBe(0)
  })

  it('names no account that is deleted; what its person asked goes with it', async () => {
    const inquiry = await makeInquiry({ bassinId: world.bassin.id })
    const own = await makeInquiry({ email: world.coordinator.email })
    const agent = await signedIn(world.coordinator)
    await submit(agent, deskPath(inquiry, 'prise-en-charge'), { owner: '' }).expect(303)
    await submit(agent, deskPath(inquiry, 'reponse'), { body: 'Bonjour', revision: 1 }).expect(303)
    await submit(await signedIn(world.mission), `/comptes/${world.coordinator.id}/suppression`).expect(303)
    expect(await reload(inquiry.id)).toMatchObject({ ownerId: null, ownerName: null, messages: [{}, { authorName: expect.stringMatching(/^Coordonnateur, /) }] })
    expect(await db.inquiry.count({ where: { id: own.id } })).toBe(0)
  })
})
