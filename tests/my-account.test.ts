import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { describeDevice } from '../src/sessions/device.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, password } from './support/factories.ts'
import { follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const phrase = 'le port de Saint-Malo au matin'
let user: User
let agent: TestAgent

beforeEach(async () => {
  user = await makeHead()
  agent = await signedIn(user)
})

const reload = () => db.user.findUniqueOrThrow({ where: { id: user.id } })
const eventsOfAccount = async () => (await db.auditEntry.findMany({ where: { subjectId: user.id }, orderBy: { at: 'asc' } })).map(({ event }) => event).filter((event) => event !== 'session.start')

describe('my identity', () => {
  it('is shown, reached from the header, and corrected; running seats follow', async () => {
    const { head, clee } = await makeClee('active')
    const own = await signedIn(head)
    expect((await own.get('/tableau-de-bord')).text).toContain('href="/compte"')
    expect(await open(own, '/compte')).toContain(head.email)
    const page = await follow(own, await submit(own, '/compte/modification', { firstName: 'Enora', lastName: 'Le Gall', jobTitle: 'Principale' }))
    expect(page).toContain('Votre identité est enregistrée')
    expect(page).toContain('Enora Le Gall')
    expect(await db.copilot.findFirst({ where: { cleeId: clee.id, side: 'education' } })).toMatchObject({ firstName: 'Enora', lastName: 'Le Gall', jobTitle: 'Principale' })
    expect(await db.auditEntry.count({ where: { event: 'account.change', actorId: head.id } })).toBe(1)
  })

  it.each([
    ['nothing', { firstName: '' }, 'Saisissez le prénom'],
    ['300 characters', { lastName: 'é'.repeat(300) }, 'Raccourcissez'],
    ['an emoji', { firstName: '🙂' }, 'Un nom se compose de lettres'],
    ['a tag', { lastName: '<script>' }, 'Un nom se compose de lettres'],
    ['an address', { jobTitle: 'a@b.fr' }, 'Retirez de ce texte les émoticônes'],
  ])('comes back with what was typed: %s', async (_what, typed, sentence) => {
    const response = await submit(agent, '/compte/modification', { firstName: 'Enora', lastName: 'Le Gall', jobTitle: 'Principale', ...typed }).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).toMatch(/value="(Enora|Le Gall)"/)
    expect(await reload()).toMatchObject({ firstName: user.firstName, jobTitle: user.jobTitle })
  })
})

describe('my password', () => {
  const change = (body: object, by = agent) => submit(by, '/compte/mot-de-passe', { currentPassword: password, password: phrase, confirmation: phrase, ...body })

  it('changes when the present one is given: the other sessions end, the person is told', async () => {
    const other = await signedIn(user)
    expect(await follow(agent, await change({}))).toContain('Votre mot de passe est changé')
    await other.get('/compte').expect(302)
    await submit(visitor(), '/connexion', { email: user.email, password }).expect(422)
    await submit(visitor(), '/connexion', { email: user.email, password: phrase }).expect(303)
    expect(await eventsOfAccount()).toEqual(['account.password'])
    expect(await mailsOf('account.password')).toEqual([user.email])
  })

  it.each([
    ['the present one is wrong', { currentPassword: 'un autre mot de passe' }, 'Ce n’est pas votre mot de passe actuel'],
    ['the present one is missing', { currentPassword: '' }, 'Saisissez votre mot de passe'],
    ['the new one is short', { password: 'court', confirmation: 'court' }, 'au moins 12 caractères'],
    ['the new one is common', { password: 'Unbelievable', confirmation: 'Unbelievable' }, 'parmi les plus utilisés'],
    ['the two differ', { confirmation: 'autre' }, 'Les deux saisies diffèrent'],
  ])('is kept when %s, and is not shown again', async (_what, body, sentence) => {
    const response = await change(body).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).not.toContain(phrase)
    expect((await reload()).passwordHash).toBe(user.passwordHash)
  })

  it('is not guessed from a session left open: the eleventh try is refused', async () => {
    for (let time = 0; time < 10; time += 1) await change({ currentPassword: 'un autre mot de passe' }).expect(422)
    expect(readable((await change({}).expect(429)).text)).toContain('Trop d’essais de mot de passe')
  })
})

describe('my sessions', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const signInWith = async (userAgent: string) => {
    const other = visitor().set('User-Agent', userAgent)
    await submit(other, '/connexion', { email: user.email, password }).expect(303)
    return other
  }
  const keys = async () => [...(await agent.get('/compte/sessions').expect(200)).text.matchAll(/action="\/compte\/sessions\/(\w{32})\/fermeture"/g)].map(([, key]) => key)

  it('are listed with their device, without their id', async () => {
    await signInWith(firefox)
    const { text } = await agent.get('/compte/sessions').expect(200)
    expect(readable(text)).toMatch(/Firefox sur Windows[\s\S]*Ouverte le/)
    expect(readable(text).match(/Cette session/g)).toHaveLength(1)
    for (const { sid } of await db.session.findMany()) expect(text).not.toContain(sid)
  })

  it('are closed one by one, or all but this one, and the journal says so', async () => {
    const others = [await signInWith(firefox), await signInWith(firefox)]
    const [, last] = await keys()
    expect(await follow(agent, await submit(agent, `/compte/sessions/${last}/fermeture`))).toContain('La session est fermée')
    expect(await db.session.count()).toBe(2)
    await submit(agent, `/compte/sessions/${last}/fermeture`).expect(404)
    expect(await follow(agent, await submit(agent, '/compte/sessions/fermeture'))).toContain('Vos autres sessions sont fermées')
    for (const other of others) await other.get('/compte').expect(302)
    await agent.get('/compte').expect(200)
    expect(await eventsOfAccount()).toEqual(['session.end', 'session.end'])
  })

  it('this one too: it leads to the sign-in page', async () => {
    const [own] = await keys()
    await submit(agent, `/compte/sessions/${own}/fermeture`).expect(303).expect('Location', '/connexion')
    await agent.get('/compte').expect(302)
  })

  it('of somebody else are not found', async () => {
    const [own] = await keys()
    await submit(await signedIn(await makeHead()), `/compte/sessions/${own}/fermeture`).expect(404)
    expect(await db.session.count()).toBe(2)
  })

  it.each([
    [firefox, 'Firefox sur Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari sur iOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome sur Android'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge sur Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari sur macOS'],
    ['', 'Navigateur inconnu'],
    ['<script>', 'Navigateur inconnu'],
  ])('%s is %s', (userAgent, device) => expect(describeDevice(userAgent)).toBe(device))
})

describe('the publication of my name (R18)', () => {
  it('is agreed to and taken back in one click each, dated and written in the journal', async () => {
    expect(await follow(agent, await submit(agent, '/compte/nom/accord'))).toMatch(/Votre accord est enregistré[\s\S]*Vous avez accepté le/)
    expect((await reload()).nameConsentAt).not.toBeNull()
    expect(await follow(agent, await submit(agent, '/compte/nom/retrait'))).toContain('Votre accord est retiré')
    expect((await reload()).nameConsentAt).toBeNull()
    expect(await eventsOfAccount()).toEqual(['account.consent', 'account.consent-withdrawal'])
  })

  it('is neither offered to nor taken from those whose name is not published', async () => {
    for (const other of [await makeMission(), await makeCoordinator((await makeBassin()).id)]) {
      const by = await signedIn(other)
      expect(await open(by, '/compte')).not.toContain('Publication de mon nom')
      for (const last of ['accord', 'retrait']) await submit(by, `/compte/nom/${last}`).expect(403)
      expect(await db.user.findUnique({ where: { id: other.id } })).toMatchObject({ nameConsentAt: null })
    }
  })

  it('clicked twice at once is recorded once', async () => {
    expect(await statusesOf([1, 2].map(() => submit(agent, '/compte/nom/accord')))).toEqual([303, 303])
    expect(await eventsOfAccount()).toEqual(['account.consent'])
  })
})

describe('how often I am reminded', () => {
  const choose = (pace: string, by = agent) => submit(by, '/compte/rappels', { pace })
  const checked = async () => /value="(\w+)" checked/.exec((await agent.get('/compte').expect(200)).text)?.[1]

  it('is each week until I choose otherwise, and the journal keeps the choice', async () => {
    expect(await checked()).toBe('weekly')
    expect(await follow(agent, await choose('monthly'))).toContain('Le rythme de vos rappels est enregistré')
    expect(await checked()).toBe('monthly')
    expect((await reload()).reminderPace).toBe('monthly')
    expect(await db.auditEntry.findFirst({ where: { event: 'account.reminders' } })).toMatchObject({ actorId: user.id, details: { pace: 'monthly' } })
    expect(await db.mail.count()).toBe(0)
  })

  it.each(['', 'daily', 'WEEKLY'])('stays what it was when another is asked for: « %s »', async (pace) => {
    await choose('none')
    const page = readable((await choose(pace).expect(422)).text)
    expect(page).toContain('Choisissez un rythme dans la liste.')
    expect(page).toContain('Rappels par courriel')
    expect((await reload()).reminderPace).toBe('none')
  })

  it('is chosen by who is signed in, for themselves alone', async () => {
    const other = await makeHead()
    await submit(agent, '/compte/rappels', { pace: 'none', id: other.id, userId: other.id }).expect(303)
    expect((await db.user.findUniqueOrThrow({ where: { id: other.id } })).reminderPace).toBe('weekly')
    await choose('none', visitor()).expect(302)
    expect(await db.user.count({ where: { reminderPace: 'none' } })).toBe(1)
  })

  it('chosen twice at once is told once by the journal', async () => {
    expect(await statusesOf([choose('none'), choose('none')])).toEqual([303, 303])
    expect((await eventsOfAccount()).filter((event) => event === 'account.reminders')).toHaveLength(1)
  })
})
