import { randomUUID } from 'node:crypto'
import type { Router } from 'express'
import { describe, expect, test } from 'vitest'
import { addAction } from '../src/actions/commands.ts'
import type { NewActionInput } from '../src/actions/schemas.ts'
import { openRouters, privateRouters, publicRouters } from '../src/app.ts'
import { createCharter } from '../src/charters/commands.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { assets, assetsRouter } from '../src/web/assets.ts'
import { healthRouter } from '../src/web/health.ts'
import { signedIn, visitor } from './support/app.ts'
import { insiders, openRoutes, pages, publicRoutes, type Person } from './support/route-access.ts'
import { makeInquiry } from './support/inquiries.ts'
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
let users: Record<Person, Pick<User, 'email'>>

const newAction: NewActionInput = {
  id: randomUUID(), title: 'Forum des métiers', type: 'job_fair', audiences: [], startsOn: null, schoolUais: [], agrees: false,
}
const newMember = memberSchema.parse({ world: 'employment', organisationName: 'Mission locale', firstName: 'Zoé', lastName: 'Kervella', jobTitle: 'Directrice', hasSeat: 'oui' })

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
  const [action, member, mail, organisation, seat] = await Promise.all([
    db.plannedAction.findFirstOrThrow(), db.member.findFirstOrThrow(), db.mail.findFirstOrThrow(), db.organisation.findFirstOrThrow(),
    db.copilot.findFirstOrThrow({ where: { userId: head.id } }),
  ])
  const coordinator = await makeCoordinator(bassin.id)
  const coordination = await db.bassinCoordinator.findFirstOrThrow({ where: { userId: coordinator.id } })
  const meeting = await db.meeting.create({ data: { cleeId: clee.id, kind: 'plenary', heldOn: new Date('2026-03-03'), createdByName: 'Essai' } })
  values = { annee: schoolYearOf(), slug: clee.slug, version: '1', key: 'territory', section: 'identite', action: action.id, member: member.id, mail: mail.id, organisation: organisation.id, seat: seat.id, coordination: coordination.id, meeting: meeting.id, account: head.id, request: await makeRequest(), inquiry: (await makeInquiry({ cleeId: clee.id })).id }
  users = { head, company: company!, mission, coordinator, elsewhere: await makeCoordinator((await makeBassin()).id), newcomer: await makeHead() }
}

/** What the id of an address names, by the part before it. */
const kinds: Record<string, string> = { '/comptes/demandes/': 'request', '/demandes/': 'inquiry', '/comptes/': 'account', '/actions/': 'action', '/membres/': 'member', '/copilotes/': 'seat', '/organisations/': 'organisation', '/coordonnateurs/': 'coordination', '/reunions/': 'meeting', '/courriels/': 'mail' }

/** The address of a route about what makeWorld made. */
function addressOf({ path }: Route) {
  const kind = Object.keys(kinds).find((part) => path.includes(part)) ?? ''
  return path.replace(/:(\w+)/g, (_, name: string) => values[name === 'id' ? (kinds[kind] ?? '') : name] ?? `no-${name}`)
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
    expect(routesOf(publicRouters).map(written).toSorted()).toEqual(publicRoutes.toSorted())
    expect(routesOf(openRouters).map(written).toSorted()).toEqual(openRoutes.toSorted())
    expect(routesOf([healthRouter, assetsRouter(assets)]).map(written).toSorted()).toEqual(['GET /assets/:file', 'GET /favicon.ico', 'GET /healthz', 'GET /readyz'])
  })

  test('reading them writes nothing', async () => {
    await makeWorld()
    const before = await readEverything()
    for (const route of routesOf([...publicRouters, ...openRouters]).filter(({ method }) => method === 'get')) await visitor().get(addressOf(route))
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
      const target = route.method === 'get' ? `/connexion?suite=${encodeURIComponent(address)}` : '/connexion?session=terminee&suite='
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
  // Every page, by six people.
}, 300_000)

test('an unknown address is a page that says so, with or without an account', async () => {
  for (const agent of [visitor(), await signedIn(await makeMission())]) {
    for (const address of ['/inconnue', '/clees/a/b/c/d', '/assets/inconnu.css', '/journal.xlsx']) {
      const answer = await agent.get(address)
      expect([address, answer.status]).toEqual([address, 404])
      expect(answer.text).toContain('Page introuvable')
    }
  }
})
