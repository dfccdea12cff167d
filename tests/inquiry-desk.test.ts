import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeCoordinator, makeHead } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, sortedStatuses, statusesOf, submit } from './support/features.ts'
import { ask, type Desk, deskPath, makeDesk, makeInquiry, reload, typed } from './support/inquiries.ts'

let world: Desk

beforeEach(async () => {
  world = await makeDesk()
})
afterEach(() => vi.useRealTimers())

const atClee = () => ({ cleeId: world.clee.id })

describe('who reads what', () => {
  it('a co-pilot those of their CLEE, a coordinator those of their bassins, the mission all, others none (R17)', async () => {
    const [clees, bassins, missions, hidden] = [
      await makeInquiry({ ...atClee(), subject: 'Au CLEE' }),
      await makeInquiry({ bassinId: world.bassin.id, subject: 'Au bassin' }),
      await makeInquiry({ subject: 'À la mission' }),
      await makeInquiry({ ...atClee(), status: 'unconfirmed', confirmedAt: null, waitingSince: null, subject: 'Pas encore' }),
    ]
    const elsewhere = await makeCoordinator((await db.bassin.create({ data: { name: 'Ailleurs', searchName: 'ailleurs', slug: 'ailleurs' } })).id)
    const readers = { head: world.head, company: world.company!, coordinator: world.coordinator, mission: world.mission, elsewhere, newcomer: await makeHead() }
    const expected = { head: [200, 404, 404, 404], company: [200, 404, 404, 404], coordinator: [200, 200, 404, 404], mission: [200, 200, 200, 404], elsewhere: [404, 404, 404, 404], newcomer: [404, 404, 404, 404] }
    for (const [role, user] of Object.entries(readers)) {
      const agent = await signedIn(user)
      const statuses = []
      for (const inquiry of [clees, bassins, missions, hidden]) statuses.push((await agent.get(deskPath(inquiry))).status)
      expect({ role, statuses }).toEqual({ role, statuses: expected[role as keyof typeof expected] })
      const list = await open(agent, '/demandes?panier=toutes')
      expect(['Au CLEE', 'Au bassin', 'À la mission', 'Pas encore'].map((subject) => (list.includes(subject) ? 200 : 404))).toEqual(statuses)
    }
    for (const noun of ['prise-en-charge', 'reponse', 'transmission', 'cloture', 'reouverture', 'fiche-action']) await submit(await signedIn(readers.newcomer), deskPath(clees, noun), { owner: '', body: 'x', revision: 1, to: 'mission' }).expect(404)
    expect(await reload(clees.id)).toMatchObject({ ownerId: null, status: 'open', revision: 1, messages: [{}] })
  })

  it('nobody reads an address, and the CSV names structures', async () => {
    const inquiry = await makeInquiry({ ...atClee(), subject: 'Un 🙂 <b>objet</b>' })
    const agent = await signedIn(world.head)
    const pages = [await agent.get(deskPath(inquiry)), await agent.get('/demandes'), await agent.get('/demandes.csv?panier=toutes')]
    for (const { text } of pages) expect(text).not.toContain(typed.email)
    expect(pages[0]?.text).toContain('&lt;b&gt;objet')
    expect(pages[2]?.text).toContain(`${inquiry.reference};`)
    expect(pages[2]?.text).not.toContain(typed.lastName)
  })

  it('filters by word, kind, state and CLEE; what is unreadable filters nothing', async () => {
    const found = await makeInquiry({ ...atClee(), subject: 'Visite de chantier', kind: 'membership', messages: { create: { authorName: 'R', body: 'Une maçonnerie' } } })
    await makeInquiry({ subject: 'Autre chose', status: 'answered', waitingSince: null })
    const agent = await signedIn(world.mission)
    for (const query of ['texte=maconnerie', `texte=${found.reference}`, 'type=membership', `clee=${world.clee.slug}`, 'etat=open']) {
      const list = await open(agent, `/demandes?panier=toutes&${query}`)
      expect([query, list.includes('Visite de chantier'), list.includes('Autre chose')]).toEqual([query, true, false])
    }
    for (const query of ['panier=zzz&panier=x', 'page=-1', 'page=1e9', 'texte=%25_%27%22%5C', `texte=${'x'.repeat(9_000)}`, 'texte=%F0%9F%99%82', 'clee=zzz&clee=y', '__proto__=x', 'tri=zzz']) await agent.get(`/demandes?${query}`).expect(200)
  })
})

describe('taking charge', () => {
  it('is one person’s; of two at once the second is told; another takes over knowingly', async () => {
    const inquiry = await makeInquiry(atClee())
    const [head, company] = [await signedIn(world.head), await signedIn(world.company!)]
    const responses = await Promise.all([head, company].map((agent) => submit(agent, deskPath(inquiry, 'prise-en-charge'), { owner: '' })))
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const [winner, loser] = responses[0]?.status === 303 ? [world.head, company] : [world.company!, head]
    expect(await reload(inquiry.id)).toMatchObject({ ownerId: winner.id, ownerName: `${winner.firstName} ${winner.lastName}` })
    expect(await db.auditEntry.count({ where: { event: 'inquiry.charge', subjectName: inquiry.reference } })).toBe(1)
    expect(await follow(loser, await submit(loser, deskPath(inquiry, 'prise-en-charge'), { owner: winner.id }))).toContain('Vous suivez cette demande')
    await submit(head, deskPath(inquiry, 'prise-en-charge'), { owner: 'zzz' }).expect(422)
  })
})

describe('answering', () => {
  it('mails the text and a link, signed by a function; the answer awaits nothing more', async () => {
    const { agent: author, inquiry } = await ask(`/participer/question?clee=${world.clee.slug}`)
    const agent = await signedIn(world.head)
    expect(await follow(agent, await submit(agent, deskPath(inquiry, 'reponse'), { body: 'Bonjour,\nVenez en mars.', revision: 1 }))).toContain('Votre réponse est enregistrée')
    expect(await reload(inquiry.id)).toMatchObject({ status: 'answered', waitingSince: null, ownerId: world.head.id, messages: [{}, { authorId: world.head.id, authorName: 'Proviseure, copilote du CLEE du Coglais' }] })
    const mail = await db.mail.findFirstOrThrow({ where: { event: 'inquiry.answer' } })
    expect(mail).toMatchObject({ toEmail: typed.email, text: expect.stringContaining('Venez en mars.') })
    expect(`${mail.text}${mail.subject}`).not.toContain(world.head.lastName)
    const thread = await open(author, await lastLinkPath('inquiry.answer'))
    expect(thread).toContain('Proviseure, copilote du CLEE du Coglais')
    expect(thread).not.toContain(world.head.lastName)
    expect(await db.auditEntry.findFirst({ where: { event: 'inquiry.answer' } })).toMatchObject({ actorId: world.head.id, cleeId: world.clee.id, subjectName: inquiry.reference })
  })

  it('gives back what was typed when it is empty, too long, or when somebody answered meanwhile', async () => {
    const inquiry = await makeInquiry(atClee())
    const [head, company] = [await signedIn(world.head), await signedIn(world.company!)]
    expect(readable((await submit(head, deskPath(inquiry, 'reponse'), { body: '', revision: 1 }).expect(422)).text)).toContain('Écrivez votre réponse.')
    await submit(head, deskPath(inquiry, 'reponse'), { body: 'x'.repeat(5_001), revision: 1 }).expect(422)
    expect(await statusesOf([submit(head, deskPath(inquiry, 'reponse'), { body: 'La réponse de la cheffe', revision: 1 }), submit(company, deskPath(inquiry, 'reponse'), { body: 'La réponse de l’entreprise', revision: 1 })])).toEqual([303, 422])
    const late = await submit(company, deskPath(inquiry, 'reponse'), { body: 'Écrit trop tard', revision: 1 }).expect(422)
    expect(readable(late.text)).toContain('Cet échange a changé')
    expect(readable(late.text)).not.toContain('Le formulaire contient')
    expect(late.text).toContain('Écrit trop tard')
    expect((await reload(inquiry.id)).messages).toHaveLength(2)
    expect(await mailsOf('inquiry.answer')).toEqual([typed.email])
  })
})

describe('transferring', () => {
  it('gives it to others with a word that its author never reads; the wait goes on', async () => {
    const { agent: author, link, inquiry } = await ask(`/participer/question?clee=${world.clee.slug}`)
    const agent = await signedIn(world.head)
    await submit(agent, deskPath(inquiry, 'prise-en-charge'), { owner: '' }).expect(303)
    expect(await open(agent, deskPath(inquiry, 'transmission'))).toContain(`Coordination du bassin de ${world.bassin.name}`)
    expect(await follow(agent, await submit(agent, deskPath(inquiry, 'transmission'), { to: `bassin:${world.bassin.id}`, word: 'Elle est de Vitré.', revision: 1 }))).toContain('est transmise à la coordination du bassin')
    expect(await reload(inquiry.id)).toMatchObject({ cleeId: null, bassinId: world.bassin.id, ownerId: null, status: 'open', waitingSince: inquiry.waitingSince, messages: [{}, { isInternal: true }] })
    await agent.get(deskPath(inquiry)).expect(404)
    expect(await mailsOf('inquiry.transfer')).toEqual([world.coordinator.email, typed.email].toSorted())
    expect(await open(author, link)).not.toContain('Elle est de Vitré.')
    expect(await open(await signedIn(world.coordinator), deskPath(inquiry))).toContain('Elle est de Vitré.')
    expect(await db.auditEntry.findFirst({ where: { event: 'inquiry.transfer' } })).toMatchObject({ actorId: world.head.id, details: { to: `à la coordination du bassin de ${world.bassin.name}` } })
  })

  it('is refused where nobody answers, where it is already, and to what is no place; once only', async () => {
    const inquiry = await makeInquiry(atClee())
    const agent = await signedIn(world.mission)
    const silent = await db.bassin.create({ data: { name: 'Muet', searchName: 'muet', slug: 'muet' } })
    for (const [to, sentence] of [[`bassin:${silent.id}`, 'Personne ne peut répondre là aujourd’hui : le bassin de Muet n’a pas de coordonnateur'], [`clee:${world.clee.id}`, 'La demande y est déjà'], ['zzz', 'Choisissez à qui transmettre.'], ['', 'Choisissez à qui transmettre.']]) {
      const response = await submit(agent, deskPath(inquiry, 'transmission'), { to, word: 'Un mot à garder', revision: 1 }).expect(422)
      expect(readable(response.text)).toContain(sentence)
      expect(response.text).toContain('Un mot à garder')
    }
    expect(await statusesOf([1, 2].map(() => submit(agent, deskPath(inquiry, 'transmission'), { to: 'mission', word: 'Un mot à garder', revision: 1 })))).toEqual([303, 422])
    expect(await db.auditEntry.count({ where: { event: 'inquiry.transfer' } })).toBe(1)
  })

  it('offers others than where it is, and names the bassins where nobody answers', async () => {
    const inquiry = await makeInquiry(atClee())
    await db.bassin.create({ data: { name: 'Muet', searchName: 'muet', slug: 'muet' } })
    const html = (await (await signedIn(world.mission)).get(deskPath(inquiry, 'transmission')).expect(200)).text
    expect(html).not.toContain(`value="clee:${world.clee.id}"`)
    expect(html).toContain(`value="bassin:${world.bassin.id}"`)
    expect(readable(html)).toContain('absents : Muet.')
  })

  it('keeps it in a basket of who gave it, as long as they read it', async () => {
    const inquiry = await makeInquiry({ subject: 'À suivre de loin' })
    const agent = await signedIn(world.mission)
    expect(await follow(agent, await submit(agent, deskPath(inquiry, 'transmission'), { to: `clee:${world.clee.id}`, revision: 1 }))).toContain('« Transmises par moi »')
    expect(await open(agent, '/demandes?panier=transmises')).toContain('À suivre de loin')
    const coordinator = await signedIn(world.coordinator)
    expect(await open(coordinator, '/demandes?panier=transmises')).not.toContain('À suivre de loin')
    expect(await open(coordinator, deskPath(inquiry))).toContain('À suivre de loin')
    expect(await open(await signedIn(world.head), '/demandes')).not.toContain('Transmises par moi')
  })
})
