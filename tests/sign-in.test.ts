import supertest from 'supertest'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as argon2 from '@node-rs/argon2'
import { createApp, createUncachedApp } from '../src/app.ts'
import { config } from '../src/config.ts'
import { connectDatabase, db, pool } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeHead, makeMission, makeUser, password } from './support/factories.ts'

// The library still hashes: its calls are only counted.
vi.mock('@node-rs/argon2', { spy: true })

const wrongPair = 'Adresse ou mot de passe inconnus'
let user: User

beforeEach(async () => {
  user = await makeHead()
})

type Agent = ReturnType<typeof visitor>
const signIn = (agent: Agent, email: string, typed = password, suite = '') => agent.post('/connexion').type('form').send({ email, password: typed, suite })
const cookieOf = (answer: { headers: Record<string, unknown> }) => (answer.headers['set-cookie'] as string[] | undefined)?.find((cookie) => cookie.includes('portail=')) ?? ''
const pairOf = (cookie: string) => cookie.split(';')[0] ?? ''
const opens = async (pair: string) => (await visitor().get('/tableau-de-bord').set('Cookie', pair)).status === 200

describe('signing in', () => {
  test('opens a session kept in PostgreSQL, is written in the journal, and leads to the dashboard', async () => {
    const agent = visitor()
    const answer = await signIn(agent, ` ${user.email.toUpperCase()} `).expect(303)
    expect(answer.headers['location']).toBe('/tableau-de-bord')
    expect((await agent.get('/tableau-de-bord').expect(200)).text).toContain(user.lastName)
    const session = await db.session.findFirstOrThrow()
    expect(JSON.stringify(session.sess)).toContain(user.id)
    expect(JSON.stringify(session.sess)).not.toContain(user.email)
    expect(await db.auditEntry.findFirst({ where: { event: 'session.start' } })).toMatchObject({ actorId: user.id, subjectId: user.id })
    expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).lastLoginAt).not.toBeNull()
  })

  test('gives a cookie that scripts don’t see and other sites’ writes don’t carry', async () => {
    const cookie = cookieOf(await signIn(visitor(), user.email))
    expect(cookie).toMatch(/^portail=/)
    expect(cookie.split('; ').slice(1).filter((part) => !part.startsWith('Expires')).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax'])
  })

  test('changes the id of the session, and the one planted before opens nothing', async () => {
    const agent = visitor()
    const planted = pairOf(cookieOf(await signIn(agent, (await makeMission()).email)))
    const own = pairOf(cookieOf(await signIn(agent, user.email)))
    expect(own).not.toBe(planted)
    expect([await opens(own), await opens(planted)]).toEqual([true, false])
    expect(await db.session.count()).toBe(1)
  })

  test('an invented or unsigned session id is not kept', async () => {
    for (const invented of ['portail=invente', 'portail=s%3Ainvente.signature']) {
      const answer = await signIn(visitor().set('Cookie', invented), user.email)
      expect(pairOf(cookieOf(answer))).not.toContain('invente')
    }
  })

  test('an empty form says what is missing, the page is titled as an error and keeps the address', async () => {
    const answer = await signIn(visitor(), user.email, '').expect(422)
    expect(answer.text).toContain('Saisissez votre mot de passe.')
    expect(answer.text).toMatch(/<title>Erreur/)
    expect(answer.text).toContain(user.email)
  })

  test('a signed-in visitor who opens the form goes to the dashboard', async () => {
    await (await signedIn(user)).get('/connexion').expect(303).expect('Location', '/tableau-de-bord')
  })
})

describe('a wrong pair', () => {
  test('reads and costs the same whether the account is known, unknown, disabled or without a password', async () => {
    const names = { known: 'aaaa@essai.test', unknown: 'bbbb@essai.test', disabled: 'cccc@essai.test', invited: 'dddd@essai.test' }
    await makeUser('school_head', { email: names.known })
    await makeUser('school_head', { email: names.disabled, isActive: false })
    await makeUser('company', { email: names.invited, passwordHash: null })
    await signIn(visitor(), names.unknown)
    const texts = new Set<string>()
    for (const email of Object.values(names)) {
      vi.mocked(argon2.verify).mockClear()
      const answer = await signIn(visitor(), email, 'un autre mot de passe').expect(422)
      expect(argon2.verify).toHaveBeenCalledTimes(1)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).not.toContain('un autre mot de passe')
      texts.add(answer.text.replaceAll(email, ''))
    }
    expect(texts.size).toBe(1)
    expect([...texts][0]).toContain(wrongPair)
    expect(await db.session.count()).toBe(0)
    expect(await db.auditEntry.count()).toBe(0)
  })

  test('the right password of a disabled account, or an empty one where there is none, opens nothing', async () => {
    const disabled = await makeUser('school_head', { isActive: false })
    const invited = await makeUser('company', { passwordHash: null })
    expect((await signIn(visitor(), disabled.email).expect(422)).text).toContain('Ce compte est désactivé')
    await signIn(visitor(), invited.email, 'un mot de passe que personne n’a choisi').expect(422)
    await signIn(visitor(), invited.email, '').expect(422)
  })
})

describe('a session', () => {
  test('ends at once when its account is disabled', async () => {
    const agent = await signedIn(user)
    await agent.get('/tableau-de-bord').expect(200)
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    await agent.get('/tableau-de-bord').expect(302)
  })

  test('ends when it has expired', async () => {
    const agent = await signedIn(user)
    await db.session.updateMany({ data: { expire: new Date(Date.now() - 1_000) } })
    await agent.get('/tableau-de-bord').expect(302)
  })

  test('ends by signing out: its row is gone, and so is what its cookie opened', async () => {
    const agent = visitor()
    const pair = pairOf(cookieOf(await signIn(agent, user.email)))
    await agent.post('/deconnexion').expect(303).expect('Location', '/')
    expect(await db.session.count()).toBe(0)
    expect(await opens(pair)).toBe(false)
  })

  test('is not ended by a link: signing out is a POST', async () => {
    const agent = await signedIn(user)
    await agent.get('/deconnexion')
    await agent.get('/tableau-de-bord').expect(200)
  })
})

describe('after signing in', () => {
  test('the visitor comes back to the page asked for', async () => {
    const agent = visitor()
    const { headers } = await agent.get('/declaration?a=1').expect(302)
    expect((await agent.get(headers['location'] ?? '').expect(200)).text).toContain('value="/declaration?a=1"')
    await signIn(agent, user.email, password, '/declaration?a=1').expect(303).expect('Location', '/declaration?a=1')
  })

  test.each(['//mechant.fr', '/\\mechant.fr', 'https://mechant.fr', '/\n/mechant.fr', '/..//mechant.fr', '/%0d%0aSet-Cookie:x=1//mechant.fr'])('%j leads nowhere else', async (suite) => {
    const { headers } = await signIn(visitor(), user.email, password, suite).expect(303)
    expect(new URL(headers['location'] ?? '', config.publicUrl).origin).toBe(config.publicUrl.origin)
    expect(headers['set-cookie']).toHaveLength(1)
    const page = await visitor().get('/connexion').query({ suite }).expect(200)
    expect(page.text.replaceAll('/%0d%0aSet-Cookie:x=1//mechant.fr', '')).not.toContain('mechant.fr')
  })
})

describe('too many tries', () => {
  const fail = async (times: number, email = user.email) => {
    for (let time = 0; time < times; time += 1) await signIn(visitor(), email, 'un autre mot de passe').expect(422)
  }

  test('for one account from one address: the sixth is refused for a while, the right password too; other accounts are not', async () => {
    const other = await makeHead()
    await fail(5)
    const answer = await signIn(visitor(), user.email).expect(429)
    expect(Number(answer.headers['retry-after'])).toSatisfy((seconds: number) => seconds > 0 && seconds <= 900)
    expect(answer.text).toMatch(/Trop d’essais de connexion. Réessayez dans 1[45] minutes\./)
    await signIn(visitor(), user.email.toUpperCase()).expect(429)
    await signIn(visitor().set('X-Forwarded-For', '203.0.113.7'), user.email).expect(429)
    await signIn(visitor(), other.email).expect(303)
  })

  test('a success forgets the tries before it', async () => {
    await fail(4)
    await signIn(visitor(), user.email).expect(303)
    await fail(5)
  })

  test('for one address, whatever the accounts: past fifty', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, number) => signIn(visitor(), `personne${number}@essai.test`, 'x').expect(422)))
    await signIn(visitor(), user.email).expect(429)
  })

  const replaced: (typeof pool)[] = []
  afterAll(() => Promise.all(replaced.map((old) => old.end())))

  test('a restart forgets nothing', async () => {
    await fail(5)
    replaced.push(pool)
    connectDatabase(String(pool.options.connectionString))
    const restarted = createApp({ sessionSecret: 'un secret de quarante caractères au moins' })
    const post = (email: string) => supertest(restarted).post('/connexion').set('Origin', config.publicUrl.origin).type('form').send({ email, password })
    await post(user.email).expect(429)
    await post((await makeHead()).email).expect(303)
  })
})

test('over HTTPS the cookie is bound to the host and the browser told to come back by HTTPS', async () => {
  const publicUrl = new URL('https://clee.exemple.fr')
  const app = createUncachedApp({ sessionSecret: 'un secret de quarante caractères au moins', publicUrl })
  app.set('trust proxy', 1)
  const answer = await supertest(app).post('/connexion').set({ Origin: publicUrl.origin, 'X-Forwarded-Proto': 'https' }).type('form').send({ email: user.email, password }).expect(303)
  expect(cookieOf(answer)).toMatch(/^__Host-portail=/)
  expect(cookieOf(answer).split('; ').slice(1).filter((part) => !part.startsWith('Expires')).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  expect((await visitor().get('/')).headers['strict-transport-security']).toBeUndefined()
})
