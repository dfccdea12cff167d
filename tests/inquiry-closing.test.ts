import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { ask, daysAgo, type Desk, deskPath, makeDesk, makeInquiry, reload, setClock, typed } from './support/inquiries.ts'

let world: Desk

beforeEach(async () => {
  world = await makeDesk()
})
afterEach(() => vi.useRealTimers())

const atClee = () => ({ cleeId: world.clee.id })

describe('answering what somebody closed meanwhile', () => {
  it('keeps the text, says who closed it, and sends it once it is asked to reopen', async () => {
    const inquiry = await makeInquiry(atClee())
    const [head, company] = [await signedIn(world.head), await signedIn(world.company!)]
    await submit(company, deskPath(inquiry, 'cloture'), { revision: 1 }).expect(303)
    const late = await submit(head, deskPath(inquiry, 'reponse'), { body: 'Une réponse longuement écrite', revision: 1 }).expect(422)
    expect(readable(late.text)).toContain(`vient d’être close par ${world.company!.firstName} ${world.company!.lastName}`)
    expect(readable(late.text)).toContain('Une réponse longuement écrite')
    expect(readable(late.text)).toContain('Rouvrir et envoyer')
    await submit(head, deskPath(inquiry, 'reponse'), { body: 'Encore', revision: 2 }).expect(422)
    expect(await follow(head, await submit(head, deskPath(inquiry, 'reponse'), { body: 'Une réponse longuement écrite', revision: 2, reopens: 'oui' }))).toContain('Votre réponse est enregistrée')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'answered', closedAt: null, messages: [{}, { body: 'Une réponse longuement écrite' }] })
    expect(await db.auditEntry.count({ where: { subjectId: inquiry.id, event: { in: ['inquiry.reopening', 'inquiry.answer'] } } })).toBe(2)
    await submit(head, deskPath(inquiry, 'reponse'), { body: 'Deux fois', revision: 3, reopens: 'oui' }).expect(422)
  })

  it('says so too when it was its author who closed it', async () => {
    const { agent: author, link, inquiry } = await ask(`/participer/question?clee=${world.clee.slug}`)
    await submit(author, `${link}/cloture`).expect(303)
    const late = await submit(await signedIn(world.head), deskPath(inquiry, 'reponse'), { body: 'Trop tard', revision: 1 }).expect(422)
    expect(readable(late.text)).toContain('close par la personne qui l’a écrite')
  })
})

describe('closing and reopening', () => {
  it('tells its author; what was never answered awaits again once it is reopened', async () => {
    const inquiry = await makeInquiry(atClee())
    const agent = await signedIn(world.head)
    expect(await statusesOf([1, 2].map(() => submit(agent, deskPath(inquiry, 'cloture'), { word: '', revision: 1 })))).toEqual([303, 409])
    expect(await reload(inquiry.id)).toMatchObject({ status: 'closed', waitingSince: null, closedAt: expect.any(Date) })
    expect(await mailsOf('inquiry.closing')).toEqual([typed.email])
    for (const noun of ['transmission', 'cloture']) await agent.get(deskPath(inquiry, noun)).expect(409)
    await submit(agent, deskPath(inquiry, 'reponse'), { body: 'x', revision: 2 }).expect(422)
    expect(await follow(agent, await submit(agent, deskPath(inquiry, 'reouverture')))).toContain('La demande est rouverte.')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'open', waitingSince: expect.any(Date), closedAt: null })
    await submit(agent, deskPath(inquiry, 'reouverture')).expect(409)
    await submit(agent, deskPath(inquiry, 'reponse'), { body: 'Bonjour', revision: 3 }).expect(303)
    await submit(agent, deskPath(inquiry, 'cloture'), { revision: 4 }).expect(303)
    await submit(agent, deskPath(inquiry, 'reouverture')).expect(303)
    expect(await reload(inquiry.id)).toMatchObject({ status: 'answered', waitingSince: null })
    expect((await db.auditEntry.findMany({ where: { subjectId: inquiry.id }, orderBy: { at: 'asc' } })).map(({ event }) => event)).toEqual(['inquiry.closing', 'inquiry.reopening', 'inquiry.answer', 'inquiry.closing', 'inquiry.reopening'])
  })

  it('asks first, says what the person will read, and sends a word with it', async () => {
    const { agent: author, inquiry } = await ask(`/participer/question?clee=${world.clee.slug}`)
    const agent = await signedIn(world.head)
    const page = await open(agent, deskPath(inquiry, 'cloture'))
    for (const sentence of ['Cette personne n’a reçu aucune réponse.', 'S’il vous manque une réponse, écrivez de nouveau']) expect(page).toContain(sentence)
    await submit(agent, deskPath(inquiry, 'cloture'), { word: 'Notre comité est complet.', revision: 1 }).expect(303)
    expect(await reload(inquiry.id)).toMatchObject({ status: 'closed', messages: [{}, { authorId: world.head.id, isInternal: false, body: 'Notre comité est complet.' }] })
    expect((await db.mail.findFirstOrThrow({ where: { event: 'inquiry.closing' } })).text).toContain('Notre comité est complet.')
    expect(await open(author, await lastLinkPath('inquiry.closing'))).toContain('Notre comité est complet.')
    await submit(agent, deskPath(inquiry, 'reouverture')).expect(303)
    expect(await reload(inquiry.id)).toMatchObject({ status: 'answered', waitingSince: null })
  })

  it('keeps the word when it is too long, when the person wrote meanwhile, and when somebody closed it first', async () => {
    const inquiry = await makeInquiry(atClee())
    const agent = await signedIn(world.head)
    await submit(agent, deskPath(inquiry, 'cloture'), { word: 'x'.repeat(5_001), revision: 1 }).expect(422)
    await db.inquiry.update({ where: { id: inquiry.id }, data: { revision: 2 } })
    const stale = readable((await submit(agent, deskPath(inquiry, 'cloture'), { word: 'Un mot à garder', revision: 1 }).expect(422)).text)
    expect(stale).toContain('relisez l’échange avant de la clore')
    expect(stale).toContain('Un mot à garder')
    await submit(await signedIn(world.company!), deskPath(inquiry, 'cloture'), { revision: 2 }).expect(303)
    const late = readable((await submit(agent, deskPath(inquiry, 'cloture'), { word: 'Un mot à garder', revision: 2 }).expect(422)).text)
    expect(late).toContain(`vient d’être close par ${world.company!.firstName} ${world.company!.lastName}`)
    for (const kept of ['Un mot à garder', 'Rouvrir et envoyer']) expect(late).toContain(kept)
    expect((await reload(inquiry.id)).messages).toHaveLength(1)
  })

  it('never restarts the wait of who was never answered, whoever opens it again', async () => {
    const since = daysAgo(34)
    const inquiry = await makeInquiry(atClee(), since)
    const agent = await signedIn(world.head)
    await submit(agent, deskPath(inquiry, 'cloture'), { revision: 1 }).expect(303)
    await submit(agent, deskPath(inquiry, 'reouverture')).expect(303)
    expect(await reload(inquiry.id)).toMatchObject({ status: 'open', waitingSince: since })
    expect(await open(await signedIn(world.mission), '/demandes?panier=trente-jours')).toContain('Accueillir une classe')
    await db.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: world.head.id, authorName: 'Proviseure', body: 'Bonjour', createdAt: daysAgo(20) } })
    await db.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorName: 'R', body: 'Et ensuite ?', createdAt: daysAgo(12) } })
    await db.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: world.head.id, authorName: 'Proviseure', body: 'À voir', isInternal: true, createdAt: daysAgo(11) } })
    await db.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorName: 'R', body: 'Toujours là ?', createdAt: daysAgo(2) } })
    await submit(agent, deskPath(inquiry, 'cloture'), { revision: 3 }).expect(303)
    await submit(agent, deskPath(inquiry, 'reouverture')).expect(303)
    expect(Math.round((Date.now() - (await reload(inquiry.id)).waitingSince!.getTime()) / 86_400_000)).toBe(12)
  })

  it('by its author writing again neither', async () => {
    setClock('2027-03-02T15:00:00Z')
    const { agent: author, link, inquiry } = await ask(`/participer/question?clee=${world.clee.slug}`)
    const agent = await signedIn(world.head)
    await submit(agent, deskPath(inquiry, 'cloture'), { revision: 1 }).expect(303)
    setClock('2027-03-20T15:00:00Z')
    await submit(author, `${link}/message`, { body: 'Et alors ?', revision: 2 }).expect(303)
    expect((await reload(inquiry.id)).waitingSince).toEqual(inquiry.waitingSince)
  })
})
