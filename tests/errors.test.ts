import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db, pool } from '../src/db.ts'
import { conflict, HttpError } from '../src/errors.ts'
import { errorHandler, isDatabaseAway } from '../src/web/error-handler.ts'
import { loggedPath } from '../src/web/log.ts'
import { publicRouters } from '../src/app.ts'
import { newToken } from '../src/auth/tokens.ts'
import { makeClee, makeMission, password } from './support/factories.ts'
import { findFreePort, startPortal, stopPortal, type Portal } from './support/portal.ts'

describe('telling that the database is away', () => {
  const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code })
  const prisma = (code: string, originalCode: string) => Object.assign(new Error('x'), { code, meta: { driverAdapterError: { cause: { originalCode } } } })

  test('by its codes and sentences, however wrapped', () => {
    const away = [
      withCode('ECONNREFUSED'), withCode('57P01'), withCode('P1001'), withCode('P2024'), new Error('Query read timeout'), new Error('Connection terminated unexpectedly'), prisma('P2039', '57P03'), prisma('P2010', '57P01'),
      withCode('P2010', 'Raw query failed. Code: `N/A`. Message: `Can\'t reach database server at x`'), new Error('wrapped', { cause: withCode('ECONNRESET') }), new AggregateError([withCode('ECONNREFUSED')]),
    ]
    expect(away.filter((error) => !isDatabaseAway(error))).toEqual([])
  })

  test('and from nothing else', () => {
    const others = [withCode('P2002'), prisma('P2010', '42P01'), new Error('x'), conflict('x'), 'ECONNREFUSED', null]
    expect(others.filter(isDatabaseAway)).toEqual([])
  })
})

test('an address is logged without what was searched and without an invitation’s token', () => {
  expect(loggedPath('/clees?recherche=secret')).toBe('/clees')
  expect(loggedPath('/invitations/jeton?a=1')).toBe('/invitations/…')
  expect(loggedPath('/INVITATIONS/jeton')).toBe('/invitations/…')
  expect(loggedPath('//invitations/jeton')).not.toContain('jeton')
  expect(loggedPath('/connexion?suite=%2Finvitations%2Fjeton')).toBe('/connexion')
  const { token } = newToken()
  const isToken = ({ path }: { path: string }) => path.endsWith('/:token')
  const links = publicRouters.flatMap(({ stack }) => stack).flatMap(({ route }) => (route && isToken(route) ? [route.path] : []))
  expect(links.length).toBeGreaterThan(5)
  for (const path of links) for (const cut of [token, token.slice(0, 42), 'jeton']) expect(loggedPath(path.replace(':token', cut))).not.toContain(cut)
  expect(loggedPath('/demande-de-compte/envoi')).toBe('/demande-de-compte/envoi')
  expect(loggedPath('/clees/clee-des-communes-de-la-vallee-du-couesnon-et-de-la-foret/espace')).toContain('couesnon')
})

test('an error after the answer has begun cuts the answer instead of ending it as a whole one', () => {
  const error = new HttpError(500, 'x')
  let passed: unknown
  errorHandler(error, {} as never, { headersSent: true } as never, (next: unknown) => { passed = next })
  expect(passed).toBe(error)
})

describe('the running portal', () => {
  let portal: Portal
  let origin: string
  let world: Awaited<ReturnType<typeof makeClee>>
  let mission: { email: string }
  let link: string
  const received: string[] = []
  const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], logger: false, onData: (stream, _session, done) => {
    let message = ''
    stream.on('data', (chunk: Buffer) => { message += chunk.toString() }).on('end', () => { received.push(message); done() })
  } })

  const prepare = async () => {
    world = await makeClee('declared')
    mission = await makeMission()
    link = (await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' } })).secretLink ?? ''
    await db.throttle.createMany({ data: [{ key: 'expired', points: 1, expire: BigInt(Date.now() - 1_000) }, { key: 'live', points: 1, expire: BigInt(Date.now() + 600_000) }] })
  }

  beforeAll(async () => {
    smtp.listen(0, '127.0.0.1')
    await once(smtp.server, 'listening')
    const port = await findFreePort()
    origin = `http://localhost:${port}`
    portal = await startPortal({
      PORT: port, DATABASE_URL: String(pool.options.connectionString), SESSION_SECRET: 'un secret assez long pour les essais du portail', LOG_LEVEL: 'info',
      SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    })
  }, 60_000)

  afterAll(async () => {
    await stopPortal(portal)
    await new Promise<void>((resolve) => smtp.close(resolve))
  })

  const agentOf = () => supertest.agent(origin).set('Origin', origin)
  const linesOf = () => portal.output().split('\n').filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as Record<string, unknown>)

  test('keeps its mail worker at it, and shows the mission no personal link once a mail server is set', async () => {
    await prepare()
    const mail = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' } })
    await expect.poll(() => received.some((message) => message.includes(mail.id)), { timeout: 12_000 }).toBe(true)
    const agent = agentOf()
    await agent.post('/connexion').type('form').send({ email: mission.email, password }).expect(303)
    const waiting = await db.mail.create({ data: { event: 'x', toEmail: 'a@exemple.fr', toName: 'A', subject: 'x', text: 'Ouvrez [lien personnel]', secretLink: 'https://exemple.fr/secret' } })
    expect((await agent.get(`/courriels/${waiting.id}`).expect(200)).text).not.toContain('exemple.fr/secret')
  })

  test('writes one line a request, without password, cookie, search or token', async () => {
    await prepare()
    const agent = agentOf()
    const wrong = 'un mot de passe perdu'
    await agent.post('/connexion').type('form').send({ email: mission.email, password: wrong }).expect(422)
    const answer = await agent.post('/connexion').type('form').send({ email: mission.email, password }).expect(303)
    await agent.get('/clees?recherche=introuvable-mot').expect(200)
    await supertest(origin).get(new URL(link).pathname).expect(200)
    await supertest(origin).post(new URL(link).pathname).set('Origin', origin).type('form').send({ password: 'court', confirmation: 'court' }).expect(422)
    await expect.poll(() => linesOf().some(({ method, path }) => method === 'POST' && path === '/invitations/…')).toBe(true)
    const secrets = [wrong, password, 'court', 'introuvable-mot', link.split('/').at(-1), (answer.headers['set-cookie'] as unknown as string[])[0]?.slice(8, 60), mission.email, world.head.email]
    for (const secret of secrets) expect([secret, portal.output().includes(String(secret))]).toEqual([secret, false])
    const line = linesOf().findLast(({ path }) => path === '/clees')
    expect(line).toMatchObject({ msg: 'request', method: 'GET', status: 200, user: expect.any(String), milliseconds: expect.any(Number), reference: expect.stringMatching(/^[0-9A-F]{10}$/) })
  })

  test('answers an unexpected error by a page with a reference, found again in the log, and keeps the details there', async () => {
    await db.$executeRaw`ALTER TABLE communes RENAME TO communes_away`
    const answer = await supertest(origin).get('/clees?commune=introuvable')
    await db.$executeRaw`ALTER TABLE communes_away RENAME TO communes`
    expect(answer.status).toBe(500)
    const reference = /<code>([0-9A-F]{10})<\/code>/.exec(answer.text)?.[1]
    expect(reference).toBeDefined()
    expect(answer.text).not.toMatch(/prisma|communes|P2021|\.ts:|node_modules/i)
    expect(answer.headers['cache-control']).toBe('no-store')
    await expect.poll(() => linesOf().filter((line) => line['reference'] === reference).map(({ msg }) => msg)).toEqual(['unexpected error', 'request'])
    const [line] = linesOf().filter(({ msg }) => msg === 'unexpected error')
    expect(JSON.stringify(line)).toContain('.ts:')
    expect(JSON.stringify(line)).not.toContain('introuvable')
    await supertest(origin).get('/clees').expect(200)
  })
})
