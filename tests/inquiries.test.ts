import { afterEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { today } from '../src/school-year.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune, makeCoordinator, makeMission } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { ask, lastInquiry, makeInquiry, proposal, reload, send, stampOf, typed, wait } from './support/inquiries.ts'

afterEach(() => vi.useRealTimers())

const mission = '/participer/question?destinataire=mission'

describe('whom a message goes to', () => {
  it('is said before sending: the CLEE of the commune, by its name, its postal code or its former name', async () => {
    const { clee, commune } = await makeClee('active', 'CLEE du Coglais')
    await makeCommune('Autre ville', { postalCodes: ['29000'] })
    await db.commune.update({ where: { code: commune.code }, data: { name: 'Maen Roch', searchName: 'maen roch', postalCodes: ['35460'] } })
    await db.formerCommune.create({ data: { code: '35000', name: 'Saint-Brice-en-Coglès', searchName: 'saint brice en cogles', communeCode: commune.code } })
    for (const place of [`commune=${commune.code}`, 'lieu=maen+roch', 'lieu=35460', 'lieu=St+Brice+en+Cogl%C3%A8s', `clee=${clee.slug}`]) {
      expect([place, await open(visitor(), `/participer/question?${place}`)]).toEqual([place, expect.stringContaining('Votre message ira aux copilotes du CLEE du Coglais')])
    }
    expect(await open(visitor(), `/participer?clee=${clee.slug}`)).toContain('aux copilotes du CLEE du Coglais')
  })

  it('is chosen among several communes, or several CLEEs of one', async () => {
    const [one, other] = [await makeClee('active', 'CLEE du Nord'), await makeClee('active', 'CLEE du Sud')]
    await db.cleeCommune.create({ data: { cleeId: other.clee.id, communeCode: one.commune.code } })
    const text = (await visitor().get(`/participer/question?commune=${one.commune.code}`).expect(200)).text
    expect(readable(text)).toContain('Plusieurs CLEE couvrent')
    expect(text).toContain(`clee=${other.clee.slug}&amp;commune=${one.commune.code}`)
    await makeCommune('Saint-Aubin-du-Cormier')
    await makeCommune('Saint-Aubin-des-Landes')
    const choice = await open(visitor(), '/participer/question?lieu=saint+aubin')
    expect(choice).toContain('choisissez la vôtre')
    expect(choice).toContain('Saint-Aubin-des-Landes')
    expect(await open(visitor(), '/participer/question?lieu=zzz')).toContain('Aucune commune de l’académie ne correspond')
  })

  it('is who follows the bassin when the CLEE has no co-pilot, sleeps or is closed; the mission when nobody does', async () => {
    const { clee, bassin } = await makeClee('active', 'CLEE du Coglais')
    const words = async () => open(visitor(), `/participer/question?clee=${clee.slug}`)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'dormant' } })
    expect(await words()).toContain('CLEE du Coglais est en sommeil')
    expect(await words()).toMatch(/Votre message ira à la mission/)
    await makeCoordinator(bassin.id)
    expect(await words()).toContain('Votre message ira à la coordination du bassin')
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    expect(await words()).toContain('est fermé')
    await db.clee.update({ where: { id: clee.id }, data: { status: 'active' } })
    expect(await words()).toContain('aux copilotes')
    await db.copilot.updateMany({ data: { startsOn: new Date('2020-09-01'), endsOn: new Date(today().getTime() - 86_400_000) } })
    expect(await words()).toContain('n’a pas de copilote en ce moment')
    await ask(`/participer/question?clee=${clee.slug}`)
    expect(await lastInquiry()).toMatchObject({ cleeId: null, bassinId: bassin.id, askedOf: 'CLEE du Coglais' })
  })

  it('is the bassin of the neighbours, or the one named, for a commune that no CLEE covers; the mission in the last resort', async () => {
    const { bassin, commune } = await makeClee('active')
    await makeCoordinator(bassin.id)
    await db.commune.update({ where: { code: commune.code }, data: { epciCode: '200', epciName: 'Pays' } })
    const near = await makeCommune('Voisine', { epciCode: '200' })
    const far = await makeCommune('Lointaine', { epciCode: '300' })
    const named = await makeBassin()
    await makeCoordinator(named.id)
    expect(await open(visitor(), `/participer/question?commune=${near.code}`)).toContain(`à la coordination du bassin de ${bassin.name}`)
    expect(await open(visitor(), `/participer/question?commune=${far.code}&bassin=${named.slug}`)).toContain(`à la coordination du bassin de ${named.name}`)
    expect(await open(visitor(), `/participer/question?commune=${far.code}`)).toContain('Votre message ira à la mission')
  })

  it.each(['x'.repeat(10_000), '%_\'"\\', '   ', '🙂', '<script>alert(1)</script>'])('is asked again for what is no place: %s', async (lieu) => {
    const { text } = await visitor().get(`/participer/question?${new URLSearchParams({ lieu, clee: '', page: '-1', __proto__: 'x' }).toString()}&lieu=b&clee=a&clee=b&commune=1&commune=2`).expect(200)
    expect(text).not.toContain('<script>alert')
    await visitor().get(`/participer/question?${new URLSearchParams({ lieu }).toString()}`).expect(200)
    await visitor().get('/participer/autre').expect(404)
  })
})

describe('writing', () => {
  it('keeps a message that nobody reads until its link is confirmed; then those asked are told, once', async () => {
    const { clee, head, company } = await makeClee('active')
    const agent = visitor()
    const path = `/participer/proposition?clee=${clee.slug}`
    const next = await follow(agent, await send(path, proposal, agent))
    expect(next).toContain('Votre message n’est pas encore parti')
    // The page is anybody's: it claims no message of who has sent none.
    expect(next).toMatch(/Vous venez d’écrire.\?/)
    expect(next).not.toContain('Message reçu')
    const inquiry = await lastInquiry()
    expect(inquiry).toMatchObject({ kind: 'proposal', status: 'unconfirmed', cleeId: clee.id, bassinId: null, actionType: 'company_visit_pupils', period: 'En mars', structureName: typed.structureName, reference: expect.stringMatching(/^DEM-\d{8}-/) })
    expect(await mailsOf('inquiry.confirmation')).toEqual([typed.email])
    const mail = await db.mail.findFirstOrThrow({ where: { event: 'inquiry.confirmation' } })
    expect(mail.text).not.toContain(proposal.subject)
    const link = await lastLinkPath('inquiry.confirmation')
    expect(await open(agent, link)).toContain('Une classe intéressée.')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'unconfirmed' })
    const other = visitor()
    expect(await statusesOf([submit(agent, `${link}/confirmation`), submit(other, `${link}/confirmation`)])).toEqual([303, 409])
    expect(await reload(inquiry.id)).toMatchObject({ status: 'open', confirmedAt: expect.any(Date), waitingSince: expect.any(Date) })
    expect(await mailsOf('inquiry.confirmation')).toEqual([head.email, typed.email, company!.email].toSorted())
    expect(await db.auditEntry.findMany({ where: { event: 'inquiry.confirmation' } })).toMatchObject([{ actorId: null, actorName: 'Personne du public', subjectName: inquiry.reference, cleeId: clee.id }])
    expect(await open(agent, link)).toContain('En attente de réponse')
  })

  it.each([
    ['nobody', { inquirerKind: '' }, 'Dites qui vous êtes.'],
    ['no structure', { structureName: '' }, 'Saisissez le nom de votre structure'],
    ['no address', { email: 'rozenn' }, 'Saisissez une adresse électronique complète'],
    ['no subject', { subject: '' }, 'l’objet de votre question'],
    ['an emoji in a name', { lastName: '🙂' }, 'Un nom se compose de lettres'],
    ['no message', { message: '  ' }, 'Écrivez votre question.'],
    ['too long a message', { message: 'é'.repeat(5_001) }, 'Raccourcissez'],
  ])('comes back with what was typed: %s', async (_what, wrong, sentence) => {
    const response = await send(mission, { ...typed, firstName: 'Maïwenn', ...wrong })
    expect(response.status).toBe(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).toMatch(/<title>Erreur/)
    expect(response.text).toContain('value="Maïwenn"')
    expect(response.text).toContain('Votre message ira')
    expect(await db.inquiry.count()).toBe(0)
    expect(await db.mail.count()).toBe(0)
  })

  it('asks each way what it needs, and nothing more', async () => {
    expect(readable((await send('/participer/proposition?destinataire=mission', typed)).text)).toContain('Choisissez le type d’action.')
    await ask('/participer/adhesion?destinataire=mission', { ...proposal, subject: 'x' })
    expect(await lastInquiry()).toMatchObject({ kind: 'membership', subject: 'Rejoindre un CLEE', actionType: '', period: '' })
  })

  it('shows emoji and markup as text', async () => {
    const { agent, link } = await ask(mission, { ...typed, message: 'Merci 🙂 <script>alert(1)</script>' })
    const { text } = await agent.get(link).expect(200)
    expect(text).toContain('Merci 🙂 &lt;script&gt;')
    expect(text).not.toContain('<script>alert')
  })

  it('of two megabytes is refused with a clear sentence', async () => {
    const response = await submit(visitor(), mission, { ...typed, message: 'x'.repeat(2_000_000) })
    expect(response.status).toBe(413)
    expect(readable(response.text)).toContain('Raccourcissez-le')
  })

  it('the same again within the hour makes one inquiry, and the answer tells nothing; the mail does', async () => {
    const agent = visitor()
    const first = await send(mission, typed, agent)
    const firstLink = await lastLinkPath('inquiry.confirmation')
    wait(60_000)
    const second = await send(mission, typed, agent)
    expect([second.status, second.headers['location']]).toEqual([first.status, first.headers['location']])
    expect(await db.inquiry.count()).toBe(1)
    const link = await lastLinkPath('inquiry.confirmation')
    for (const one of [firstLink, link]) await agent.get(one).expect(200)
    await submit(agent, `${link}/confirmation`).expect(303)
    expect((await send(mission, typed, agent)).headers['location']).toBe(first.headers['location'])
    expect(await db.inquiry.count()).toBe(1)
    expect(await db.mail.findFirstOrThrow({ where: { subject: { startsWith: 'Votre message est déjà parti' } } })).toMatchObject({ toEmail: typed.email })
    wait(3_600_000)
    await send(mission, typed, agent)
    expect(await db.inquiry.count()).toBe(2)
  })
})

describe('robots', () => {
  it.each([
    ['fill what nobody sees', { complement: 'x' }, 10_000, 'ressemble à celui d’un robot'],
    ['are too fast', {}, 1_000, 'Ce message est parti très vite'],
    ['come too late', {}, 25 * 3_600_000, 'Cette page était ouverte depuis trop longtemps'],
    ['bring a stamp of their own', { stamp: `${Date.now().toString(36)}.${'x'.repeat(43)}` }, 10_000, 'Cette page était ouverte depuis trop longtemps'],
    ['bring none', { stamp: '' }, 10_000, 'Cette page était ouverte depuis trop longtemps'],
  ])('%s: told, and nothing is lost', async (_what, body, delay, sentence) => {
    const agent = visitor()
    const stamp = stampOf((await agent.get(mission).expect(200)).text)
    wait(delay)
    const response = await submit(agent, mission, { ...typed, stamp, ...body })
    expect([response.status, readable(response.text)]).toEqual([422, expect.stringContaining(sentence)])
    expect(response.text).toContain(typed.message)
    expect(await db.inquiry.count()).toBe(0)
    wait(5_000)
    await submit(agent, mission, { ...typed, stamp: stampOf(response.text), complement: '' }).expect(303)
  })

  it('the form of nobody in particular is kept by no cache, and its choice by all', async () => {
    expect((await visitor().get(mission)).headers['cache-control']).toBe('no-store')
    expect((await visitor().get('/participer')).headers).toMatchObject({ 'cache-control': 'no-cache' })
    expect((await visitor().get(mission)).headers['set-cookie']).toBeUndefined()
  })
})

describe('the thread', () => {
  it('takes a further message, which opens what was closed, and tells who answers', async () => {
    const official = await makeMission()
    const { agent, link, inquiry } = await ask(mission)
    expect(await follow(agent, await submit(agent, `${link}/cloture`))).toContain('l’échange est clos')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'closed', waitingSince: null })
    await submit(agent, `${link}/cloture`).expect(409)
    wait(3_600_000)
    expect(await follow(agent, await submit(agent, `${link}/message`, { body: 'Une précision.', revision: 2 }))).toContain('ajouté à l’échange')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'open', closedAt: null, waitingSince: new Date(), messages: [{}, { authorId: null, body: 'Une précision.' }] })
    expect(await mailsOf('inquiry.reply')).toEqual([official.email])
    expect((await db.auditEntry.findMany({ orderBy: { at: 'asc' }, where: { subjectId: inquiry.id } })).map(({ event }) => event)).toEqual(['inquiry.confirmation', 'inquiry.closing', 'inquiry.reply'])
  })

  it('gives back what was typed when it is empty, or when the thread has changed', async () => {
    const { agent, link, inquiry } = await ask(mission)
    expect(readable((await submit(agent, `${link}/message`, { body: ' ', revision: 1 }).expect(422)).text)).toContain('Écrivez votre message.')
    const statuses = await statusesOf([1, 2].map(() => submit(agent, `${link}/message`, { body: 'Deux fois', revision: 1 })))
    expect(statuses).toEqual([303, 422])
    expect((await reload(inquiry.id)).messages).toHaveLength(2)
    const late = await submit(agent, `${link}/message`, { body: 'Écrit trop tard', revision: 1 }).expect(422)
    expect(readable(late.text)).toContain('Cet échange a changé')
    expect(late.text).toContain('Écrit trop tard')
    expect(late.text).toContain('name="revision" value="2"')
  })

  it('is erased with its mails once that is confirmed; the journal keeps the reference', async () => {
    await makeMission()
    const { agent, link, inquiry } = await ask(mission)
    expect(await open(agent, `${link}/effacement`)).toContain('Cela ne s’annule pas')
    expect(await db.inquiry.count()).toBe(1)
    expect(await follow(agent, await submit(agent, `${link}/effacement`))).toContain('sont effacés')
    expect([await db.inquiry.count(), await db.inquiryMessage.count(), await db.inquiryLink.count(), await db.mail.count({ where: { event: { startsWith: 'inquiry.' } } })]).toEqual([0, 0, 0, 0])
    expect(await db.auditEntry.findFirst({ where: { event: 'inquiry.deletion' } })).toMatchObject({ subjectName: inquiry.reference })
    await agent.get(link).expect(404)
    await submit(agent, `${link}/effacement`).expect(404)
  })

  it('is its author’s alone, kept by no cache, and shows neither address nor note', async () => {
    const { agent, link, inquiry } = await ask(mission)
    const official = await makeMission()
    await db.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: official.id, authorName: 'Mission', body: 'Entre nous', isInternal: true } })
    const response = await agent.get(link).expect(200)
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    expect(response.text).not.toContain('Entre nous')
    expect(response.text).not.toContain(official.email)
    await visitor().get('/participer/suivi/inconnu').expect(404)
    for (const noun of ['confirmation', 'message', 'cloture', 'effacement']) await submit(visitor(), `/participer/suivi/inconnu/${noun}`, { body: 'x', revision: 1 }).expect(404)
    await makeInquiry()
  })

  it('of a message that nobody confirmed in three days is over', async () => {
    await send(mission)
    const link = await lastLinkPath('inquiry.confirmation')
    wait(3 * 86_400_000 + 1_000)
    expect(readable((await visitor().get(link).expect(410)).text)).toContain('dans les 3 jours')
    await submit(visitor(), `${link}/confirmation`).expect(410)
    expect(await lastInquiry()).toMatchObject({ status: 'unconfirmed' })
  })
})
