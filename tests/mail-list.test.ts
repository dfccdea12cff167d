import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { mailPromise } from '../src/notifications/promise.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, password } from './support/factories.ts'
import { follow, lastLinkPath, makeAction, open, readable, statusesOf, submit } from './support/features.ts'

const path = '/courriels'
let mission: TestAgent

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

const writeMail = (mail: Partial<Prisma.MailCreateInput> = {}) =>
  db.mail.create({ data: { event: 'essai', toEmail: 'zoe@essai.test', toName: 'Zoé Kervella', subject: 'Invitation', text: 'Texte du message', ...mail } })
const lines = async (query = '') => (await open(mission, `${path}?${query}`)).split('Filtrer').at(-1) ?? ''

describe('the list of e-mails', () => {
  it('searches recipient and subject, filters by state and sorts both ways', async () => {
    await writeMail({ createdAt: new Date('2026-01-01') })
    await writeMail({ subject: 'Charte validée', toName: 'Anne Tanguy', toEmail: 'anne@essai.test', status: 'failed', createdAt: new Date('2026-01-02') })
    expect(await lines()).toMatch(/Charte validée.*Invitation/)
    expect(await lines('tri=date')).toMatch(/Invitation.*Charte validée/)
    expect(await lines('tri=-destinataire')).toMatch(/Zoé.*Anne/)
    expect(await lines('tri=objet')).toMatch(/Charte.*Invitation/)
    for (const texte of ['tanguy', 'ANNE@', 'charte val']) expect(await lines(`texte=${encodeURIComponent(texte)}`)).not.toContain('Invitation')
    expect(await lines('etat=failed')).not.toContain('Invitation')
    for (const query of ['texte=zzz', 'texte=%25', 'etat=sent']) expect(await lines(query)).toContain('Aucun courriel ne correspond')
    expect(await lines('etat=x')).toContain('Invitation')
  })

  it('marks at once, after a confirmation, all those that the filters keep and that have not left', async () => {
    for (const index of [1, 2, 3]) await writeMail({ subject: `Invitation ${index}` })
    const other = await writeMail({ subject: 'Charte validée' })
    const { text } = await mission.get(`${path}?texte=invitation`).expect(200)
    expect(readable(text)).toContain('Tout marquer comme transmis (3)')
    const liste = 'texte=invitation'
    const page = await mission.get(`${path}/transmission?liste=${encodeURIComponent(liste)}&tous=oui`).expect(200)
    expect(readable(page.text)).toContain('Avez-vous transmis ces 3 messages')
    const ids = [...page.text.matchAll(/name="ids" value="([^"]+)"/g)].map(([, id]) => id)
    expect(await db.mail.count({ where: { status: 'sent' } })).toBe(0)
    await submit(mission, `${path}/transmission`, { ids, liste }).expect(303)
    expect(await db.mail.count({ where: { status: 'sent' } })).toBe(3)
    expect(await db.mail.findUnique({ where: { id: other.id } })).toMatchObject({ status: 'pending' })
    await mission.get(`${path}/transmission?liste=${encodeURIComponent(liste)}&tous=oui`).expect(409)
  })

  it('comes in pages that keep filters and order', async () => {
    await db.mail.createMany({ data: Array.from({ length: 51 }, (_, index) => ({ event: 'essai', toEmail: 'z@essai.test', toName: 'Zoé', subject: `Objet ${index}.`, text: '', createdAt: new Date(Date.UTC(2026, 0, 1, index)) })) })
    const { text } = await mission.get(`${path}?texte=objet&tri=date`).expect(200)
    expect(text).toContain('href="/courriels?texte=objet&amp;tri=date&amp;page=2"')
    expect(await lines('texte=objet&tri=date&page=2')).toContain('Objet 50.')
  })

  it('is a CSV without texts nor personal links', async () => {
    await writeMail({ secretLink: 'https://portail.test/invitations/secret', createdAt: new Date('2026-01-01T08:00:00Z') })
    await writeMail({ subject: 'Autre', status: 'failed' })
    const { text, headers } = await mission.get(`${path}.csv?etat=pending`).expect(200)
    expect(headers['content-disposition']).toContain('courriels.csv')
    expect(text).toContain('2026-01-01 09:00;Invitation;Zoé Kervella;zoe@essai.test;Non envoyé')
    expect(text).not.toMatch(/secret|Texte du message|Autre/)
  })
})

describe('a personal link', () => {
  it('that was used, replaced or is past is not to be passed on, and says so', async () => {
    const head = await makeHead()
    const forget = () => submit(visitor(), '/mot-de-passe-oublie', { email: head.email }).expect(303)
    await forget()
    const first = await db.mail.findFirstOrThrow()
    const says = async () => (await open(mission, `${path}/${first.id}`)).includes('Ce lien ne sert plus')
    expect(await says()).toBe(false)
    expect(await open(mission, `${path}/${first.id}`)).toContain('transmettez ce lien')
    await db.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await says()).toBe(true)
    expect(await open(mission, `${path}/${first.id}`)).not.toContain('transmettez ce lien')
    await db.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } })
    await forget()
    expect(await says()).toBe(true)
    expect((await lines()).match(/Ce lien ne sert plus/g)).toHaveLength(1)
    await db.passwordReset.updateMany({ data: { usedAt: new Date() } })
    expect((await lines()).match(/Ce lien ne sert plus/g)).toHaveLength(2)
  })

  it('of each kind is known as long as it serves', async () => {
    const { head } = await makeClee('declared')
    const agent = await signedIn(head)
    await submit(agent, '/compte/adresse', { email: 'apres@essai.test', currentPassword: password }).expect(303)
    await submit(visitor(), '/demande-de-compte', { firstName: 'Malo', lastName: 'Rozé', email: 'malo@essai.test', jobTitle: 'Gérant', role: 'company', organisationName: 'Ateliers', school: '', message: '' }).expect(303)
    expect(await db.mail.count({ where: { secretLink: { not: null } } })).toBe(4)
    expect(await lines()).not.toContain('Ce lien ne sert plus')
    await submit(visitor(), await lastLinkPath('account.email', head.email)).expect(303)
    expect((await lines()).match(/Ce lien ne sert plus/g)).toHaveLength(1)
    await submit(agent, '/compte/annulation-adresse').expect(303)
    await submit(visitor(), await lastLinkPath('account.request', 'malo@essai.test')).expect(303)
    await db.invitation.deleteMany()
    expect((await lines()).match(/Ce lien ne sert plus/g)).toHaveLength(4)
  })
})

describe('passing several e-mails on at once', () => {
  const ticked = (mails: { id: string }[]) => ({ ids: mails.map(({ id }) => id), liste: 'texte=invit&tri=date' })
  const three = async () => [await writeMail({ secretLink: 'https://portail.test/invitations/secret' }), await writeMail({ toName: 'Anne Tanguy' }), await writeMail({ subject: 'Autre' })]

  it('shows them first, wipes their links, and comes back to the same list', async () => {
    const [one, other, kept] = await three()
    expect((await mission.get(`${path}?texte=invit&tri=date`).expect(200)).text).toContain(`name="ids" value="${one!.id}"`)
    const asked = await open(mission, `${path}/transmission?ids=${one!.id}&ids=${other!.id}`)
    expect(asked).toMatch(/ces 2 messages.*Zoé Kervella.*Anne Tanguy/)
    const response = await submit(mission, `${path}/transmission`, ticked([one!, other!])).expect(303)
    expect(response.headers['location']).toBe('/courriels?texte=invit&tri=date')
    expect(await follow(mission, response)).toContain('2 courriels sont marqués comme transmis')
    expect(await db.mail.findUniqueOrThrow({ where: { id: one!.id } })).toMatchObject({ status: 'sent', secretLink: null })
    expect(await db.mail.findUniqueOrThrow({ where: { id: kept!.id } })).toMatchObject({ status: 'pending' })
    expect(await db.auditEntry.count({ where: { event: 'mail.transmission' } })).toBe(2)
    await mission.get(`${path}/transmission?ids=${one!.id}`).expect(409)
  })

  it('asks to tick one, and refuses what is no mail', async () => {
    await three()
    expect(readable((await mission.get(`${path}/transmission?liste=texte%3Dautre`).expect(422)).text)).toContain('Cochez au moins un courriel')
    expect(readable((await submit(mission, `${path}/transmission`, { ids: 'x', liste: 'texte=autre' }).expect(422)).text)).toContain('Rechargez la liste')
    await submit(mission, `${path}/transmission`, ticked([{ id: '00000000-0000-7000-8000-000000000000' }])).expect(409)
    expect(await db.mail.count({ where: { status: 'sent' } })).toBe(0)
  })

  it('is the mission’s alone, and counts once when clicked twice at once', async () => {
    const mails = await three()
    for (const user of [await makeHead(), await makeCoordinator((await makeBassin()).id)]) await submit(await signedIn(user), `${path}/transmission`, ticked(mails)).expect(403)
    expect(await statusesOf([mails, mails.toReversed()].map((of) => submit(mission, `${path}/transmission`, ticked(of))))).toEqual([303, 409])
    expect(await db.auditEntry.count({ where: { event: 'mail.transmission' } })).toBe(3)
  })
})

describe('passing an e-mail on by hand, without a mail server', () => {
  it('comes back to the list that it was opened from, and to no other site', async () => {
    const { id } = await writeMail()
    const { text } = await mission.get(`${path}?texte=invit`).expect(200)
    expect(text).toContain(`href="/courriels/${id}?liste=texte%3Dinvit%26tri%3D-date"`)
    await submit(mission, `${path}/${id}/transmission?liste=texte%3Dinvit%26tri%3D-date`).expect(303).expect('Location', '/courriels?texte=invit&tri=-date')
    const other = await writeMail()
    await submit(mission, `${path}/${other.id}/transmission?liste=//ailleurs.test`).expect(303).expect('Location', '/courriels?tri=-date')
  })

  it('asks first, wipes the personal link, and is written down', async () => {
    const { id } = await writeMail({ secretLink: 'https://portail.test/invitations/secret' })
    expect(await open(mission, `${path}/${id}`)).toContain('Marquer comme transmis')
    expect(await open(mission, `${path}/${id}/transmission`)).toContain('Le lien personnel qu’il contient sera effacé')
    const page = await follow(mission, await submit(mission, `${path}/${id}/transmission`))
    expect(page).toContain('Le message à Zoé Kervella est marqué comme transmis')
    expect(page).toContain('Aucun courriel ne correspond')
    expect(await db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'sent', secretLink: null, sentAt: expect.any(Date) })
    expect(await db.auditEntry.count({ where: { event: 'mail.transmission' } })).toBe(1)
    expect(await open(mission, `${path}/${id}`)).not.toContain('Marquer comme transmis')
    await mission.get(`${path}/${id}/transmission`).expect(409)
  })

  it('counts once when clicked twice at once', async () => {
    const { id } = await writeMail()
    expect(await statusesOf([1, 2].map(() => submit(mission, `${path}/${id}/transmission`)))).toEqual([303, 409])
    expect(await db.auditEntry.count({ where: { event: 'mail.transmission' } })).toBe(1)
  })

  it('is the mission’s alone, and finds only what exists', async () => {
    const { id } = await writeMail()
    for (const user of [await makeHead(), await makeCoordinator((await makeBassin()).id)]) await submit(await signedIn(user), `${path}/${id}/transmission`).expect(403)
    for (const unknown of ['x', '00000000-0000-7000-8000-000000000000']) await submit(mission, `${path}/${unknown}/transmission`).expect(404)
    expect(await db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'pending' })
  })
})

describe('with a mail server', () => {
  const settings: { smtpUrl: string | null } = config
  beforeEach(() => { settings.smtpUrl = 'smtp://127.0.0.1:1' })
  afterEach(() => { settings.smtpUrl = null })

  it('nothing is passed on by hand', async () => {
    const { id } = await writeMail()
    expect(await open(mission, `${path}/${id}`)).not.toContain('Marquer comme transmis')
    await mission.get(`${path}/${id}/transmission`).expect(409)
    await submit(mission, `${path}/${id}/transmission`).expect(409)
    expect(await db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'pending' })
  })

  it('the pages of who asks for a link say that it has left', async () => {
    // Asked otherwise once the setting changes, which it never does while a portal runs: the page is kept.
    for (const address of ['/demande-de-compte/envoi', '/mot-de-passe-oublie/envoi']) {
      expect(await open(visitor(), address)).toContain('un courriel vient de partir'.slice(3))
      settings.smtpUrl = null
      const page = await open(visitor(), `${address}?sans-courriel`)
      expect(page).toMatch(/transmettra un lien personnel/)
      expect(page).not.toMatch(/vient de partir|indésirables/)
      settings.smtpUrl = 'smtp://127.0.0.1:1'
    }
  })

  it('sentences promise the mail; without one they do not', async () => {
    const { clee, head } = await makeClee('active')
    await makeAction(clee.id, head)
    const agent = await signedIn(head)
    expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/actions/soumission`))).toContain('Votre récépissé figure ci-dessous ; un courriel vous le rappelle.')
    settings.smtpUrl = null
    expect(mailPromise(' ; un courriel vous le rappelle')).toBe('')
    await makeAction(clee.id, head)
    expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/actions/soumission`))).toContain('Votre récépissé figure ci-dessous.')
  })
})
