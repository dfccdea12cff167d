import { randomUUID } from 'node:crypto'
import type { Router } from 'express'
import { describe, expect, test } from 'vitest'
import { addAction } from '../src/actions/commands.ts'
import type { NewActionInput } from '../src/actions/schemas.ts'
import { privateRouters, publicRouters } from '../src/app.ts'
import { createCharter } from '../src/charters/commands.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { addMember } from '../src/members/commands.ts'
import type { MemberInput } from '../src/members/schemas.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { assets, assetsRouter } from '../src/web/assets.ts'
import { healthRouter } from '../src/web/health.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, makeMission, reloadClee } from './support/factories.ts'

type Route = { method: 'get' | 'post'; path: string }

const routesOf = (routers: Router[]): Route[] =>
  routers
    .flatMap(({ stack }) => stack)
    .flatMap(({ route }) => (route ? route.stack.map((layer) => ({ method: layer.method as Route['method'], path: route.path })) : []))
const written = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`

const privateRoutes = routesOf(privateRouters)
const privatePages = privateRoutes.filter(({ method }) => method === 'get')

let values: Record<string, string>
let users: Record<'head' | 'company' | 'coordinator' | 'elsewhere' | 'mission' | 'newcomer', Pick<User, 'email'>>

const newAction: NewActionInput = {
  id: randomUUID(), title: 'Forum des métiers', type: 'job_fair', audiences: [], startsOn: null, endsOn: null, place: '', objective: '', partners: '', schoolUais: [], visibility: 'private',
}
const newMember: MemberInput = { world: 'employment', organisationName: 'Mission locale', schoolUai: null, jobTitle: 'Directrice', hasSeat: true }

async function makeRequest() {
  const request = { email: 'demande@essai.test', firstName: 'Malo', lastName: 'Rozé', jobTitle: 'Gérant', role: 'company' as const, organisationName: 'Ateliers', tokenHash: 'x', expiresAt: new Date() }
  return (await db.accountRequest.create({ data: { ...request, status: 'waiting', confirmedAt: new Date() } })).id
}

/** A CLEE in the middle of its life, with its people. */
async function makeWorld() {
  const { clee, head, company, bassin, mission } = await makeClee('active')
  const actor = await asActor(head)
  await createCharter(actor, await reloadClee(clee.id))
  await addAction(actor, await reloadClee(clee.id), schoolYearOf(), newAction)
  await addMember(actor, await reloadClee(clee.id), newMember)
  const [action, member, mail] = await Promise.all([db.plannedAction.findFirstOrThrow(), db.member.findFirstOrThrow(), db.mail.findFirstOrThrow()])
  values = { slug: clee.slug, version: '1', key: 'territory', action: action.id, member: member.id, mail: mail.id, account: head.id, request: await makeRequest() }
  users = { head, company: company!, mission, coordinator: await makeCoordinator(bassin.id), elsewhere: await makeCoordinator((await makeBassin()).id), newcomer: await makeHead() }
}

/** The address of a route about what makeWorld made. */
function addressOf({ path }: Route) {
  const kind = path.startsWith('/comptes/demandes/') ? 'request' : path.startsWith('/comptes/') ? 'account' : path.includes('/actions/') ? 'action' : path.includes('/membres/') ? 'member' : 'mail'
  return path.replace(/:(\w+)/g, (_, name: string) => values[name === 'id' ? kind : name] ?? `no-${name}`)
}

/** What every row of every table says; sessions stay apart, since being read prolongs them. */
async function readEverything() {
  const [row] = await db.$queryRaw<{ content: string }[]>`
    SELECT md5(string_agg(query_to_xml(format('SELECT * FROM %I ORDER BY 1', tablename), true, true, '')::text, '' ORDER BY tablename)) AS content
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'sessions'`
  return row?.content
}

describe('the public routes', () => {
  test('are these and no other', () => {
    expect(routesOf(publicRouters).map(written).toSorted()).toEqual([
      'GET /',
      'GET /accessibilite',
      'GET /bassins',
      'GET /bassins/:slug',
      'GET /clees',
      'GET /clees/:slug',
      'GET /compte-supprime',
      'GET /compte/adresse/:token',
      'GET /connexion',
      'GET /demande-de-compte',
      'GET /demande-de-compte/:token',
      'GET /demande-de-compte/envoi',
      'GET /donnees-personnelles',
      'GET /etablissements/suggestions',
      'GET /invitations/:token',
      'GET /mentions-legales',
      'GET /mot-de-passe-oublie',
      'GET /mot-de-passe-oublie/envoi',
      'GET /mot-de-passe/:token',
      'GET /plan-du-site',
      'GET /un-clee-c-est-quoi',
      'POST /compte/adresse/:token',
      'POST /connexion',
      'POST /demande-de-compte',
      'POST /demande-de-compte/:token',
      'POST /invitations/:token',
      'POST /mot-de-passe-oublie',
      'POST /mot-de-passe/:token',
    ])
    expect(routesOf([healthRouter, assetsRouter(assets)]).map(written).toSorted()).toEqual(['GET /assets/:file', 'GET /favicon.ico', 'GET /healthz', 'GET /readyz'])
  })

  test('reading them writes nothing', async () => {
    await makeWorld()
    const before = await readEverything()
    for (const route of routesOf(publicRouters).filter(({ method }) => method === 'get')) await visitor().get(addressOf(route))
    expect(await readEverything()).toBe(before)
  })
})

describe('the private routes', () => {
  test('are read and written by GET and POST only', () => {
    expect(privateRoutes.length).toBeGreaterThan(35)
    expect(new Set(privateRoutes.map(({ method }) => method))).toEqual(new Set(['get', 'post']))
  })

  test('send the anonymous visitor to sign in, come back to the page asked for, and write nothing', async () => {
    await makeWorld()
    const before = await readEverything()
    for (const route of privateRoutes) {
      const address = addressOf(route)
      const answer = await visitor()[route.method](address).type('form').send(route.method === 'post' ? { name: 'x', email: 'x@essai.test' } : undefined)
      const target = route.method === 'get' ? `/connexion?suite=${encodeURIComponent(address)}` : '/connexion'
      expect([written(route), answer.status, answer.headers['location']]).toEqual([written(route), 302, target])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect(await readEverything()).toBe(before)
  })

  test('stay closed under another case, a final slash, HEAD or a method that they don’t have', async () => {
    await makeWorld()
    for (const address of ['/JOURNAL', '/journal/', '/Tableau-de-bord', `/CLEES/${values['slug']}/espace`]) expect((await visitor().get(address)).status).toBe(302)
    expect((await visitor().head('/journal')).status).toBe(302)
    for (const method of ['put', 'delete', 'patch'] as const) expect((await visitor()[method]('/journal')).status).toBe(302)
  })

  test('don’t say to the anonymous visitor whether a CLEE exists', async () => {
    await makeWorld()
    const known = await visitor().get(`/clees/${values['slug']}/espace`)
    const unknown = await visitor().get('/clees/inconnu/espace')
    expect([known.status, unknown.status]).toEqual([302, 302])
  })

  test('are never kept by a cache', async () => {
    await makeWorld()
    const answer = await (await signedIn(users.mission)).get('/journal').expect(200)
    expect(answer.headers['cache-control']).toBe('no-store')
  })
})

type Access = Record<keyof typeof users, number>
const access = (statuses: Partial<Access>, others = 200): Access => ({ head: others, company: others, coordinator: others, mission: others, elsewhere: others, newcomer: others, ...statuses })
const everybody = access({})
const insiders = access({ elsewhere: 404, newcomer: 404 })
const missionOnly = access({ mission: 200 }, 403)
/** What each role reads; a CLEE in the middle of its life, seen by those inside and outside of it. */
const pages: Record<string, Access> = {
  '/tableau-de-bord': everybody,
  '/journal': missionOnly,
  '/journal.csv': missionOnly,
  '/compte': everybody,
  '/compte/modification': everybody,
  '/compte/mot-de-passe': everybody,
  '/compte/adresse': everybody,
  '/compte/sessions': everybody,
  '/compte/suppression': everybody,
  '/comptes': missionOnly,
  '/comptes.csv': missionOnly,
  '/comptes/invitation': missionOnly,
  '/comptes/demandes': missionOnly,
  '/comptes/demandes.csv': missionOnly,
  '/comptes/demandes/:id': missionOnly,
  '/comptes/:id': missionOnly,
  '/comptes/:id/modification': missionOnly,
  '/comptes/:id/role': missionOnly,
  '/comptes/:id/desactivation': missionOnly,
  '/comptes/:id/suppression': missionOnly,
  '/courriels': missionOnly,
  '/courriels/:id': missionOnly,
  '/declaration': access({ newcomer: 200 }, 403),
  // Read by all insiders, written by the co-pilots and the mission.
  '/clees/:slug/charte/articles/:key': { ...insiders, coordinator: 403 },
  // Nothing is a draft any more: there is no declaration to send or to delete.
  '/clees/:slug/declaration': access({}, 404),
  '/clees/:slug/suppression': access({}, 404),
}

test('each private page, once per role, answers as it should and writes nothing', async () => {
  await makeWorld()
  const roles = Object.keys(users) as (keyof typeof users)[]
  const agents = await Promise.all(roles.map(async (role) => ({ role, agent: await signedIn(users[role]) })))
  const before = await readEverything()
  for (const { role, agent } of agents) {
    const answers: Record<string, number> = {}
    for (const route of privatePages) answers[route.path] = (await agent.get(addressOf(route))).status
    const expected = Object.fromEntries(privatePages.map(({ path }) => [path, (pages[path] ?? insiders)[role]]))
    expect({ role, answers }).toEqual({ role, answers: expected })
  }
  expect(await readEverything()).toBe(before)
})

test('an unknown address is a page that says so, with or without an account', async () => {
  for (const agent of [visitor(), await signedIn(await makeMission())]) {
    for (const address of ['/inconnue', '/clees/a/b/c/d', '/assets/inconnu.css', '/journal.xlsx']) {
      const answer = await agent.get(address)
      expect([address, answer.status]).toEqual([address, 404])
      expect(answer.text).toContain('Page introuvable')
    }
  }
})
