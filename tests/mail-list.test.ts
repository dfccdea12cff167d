import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { mailPromise } from '../src/notifications/promise.ts'
import { signedIn } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { follow, makeAction, open, statusesOf, submit } from './support/features.ts'

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

describe('passing an e-mail on by hand, without a mail server', () => {
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
