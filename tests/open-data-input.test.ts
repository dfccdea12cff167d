import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { problemSchema } from '../src/open-data/envelopes.ts'
import { signedIn, visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { makeMission } from './support/factories.ts'
import { readProblem } from './support/open-data.ts'

describe('what is wrong in an address is refused, with its name and what to do', () => {
  const refused: [path: string, parameter: string, sentence: RegExp][] = [
    ['/clees?limit=0', 'limit', /de 1 à 500/],
    ['/clees?limit=1e9', 'limit', /de 1 à 500/],
    ['/clees?limit=501', 'limit', /de 1 à 500/],
    ['/clees?limit=', 'limit', /nombre entier/],
    ['/clees?page=-1', 'page', /de 1 à 100\s000/],
    ['/clees?page=1e9', 'page', /de 1 à 100\s000/],
    ['/clees?page=1000000000', 'page', /de 1 à 100\s000/],
    ['/clees?page=0x10', 'page', /nombre entier/],
    ['/clees?page=1.5', 'page', /nombre entier/],
    ['/clees?bassin=inconnu', 'bassin', /\/api\/v1\/bassins/],
    ['/clees?bassin=%25_%27%22%5C', 'bassin', /minuscules/],
    ['/clees?bassin=%00', 'bassin', /minuscules/],
    [`/clees?bassin=${'a'.repeat(10_000)}`, 'bassin', /minuscules/],
    ['/clees?bassin=%F0%9F%8E%93', 'bassin', /minuscules/],
    ['/clees?bassin=%20%20', 'bassin', /minuscules/],
    ['/clees?commune=99999', 'commune', /code INSEE/],
    ['/clees?commune=Foug%C3%A8res', 'commune', /cinq caractères/],
    ['/clees?status=closed', 'status', /declared, active, vacant, dormant/],
    ['/clees?limit=1&limit=2', 'limit', /plusieurs fois/],
    ['/clees?recherche=x', 'recherche', /bassin, commune, status, page et limit/],
    ['/clees?__proto__=1', '__proto__', /paramètre/],
    ['/clees?constructor=1', 'constructor', /paramètre/],
    ['/clees.csv?page=1', 'page', /bassin, commune et status/],
    ['/clees.geojson?limit=1', 'limit', /bassin, commune et status/],
    ['/bassins.csv?bassin=x', 'bassin', /n’en prend pas/],
    ['/clees/un-clee?page=1', 'page', /n’en prend pas/],
    ['/actions?year=2026', 'year', /AAAA-AAAA/],
    ['/actions?year=2026-2028', 'year', /se suivent/],
    ['/actions?clee=inconnu', 'clee', /\/api\/v1\/clees/],
    ['/actions?type=forum', 'type', /job_fair/],
    ['/actions?sector=x', 'sector', /construction/],
    ['/actions?from=2027-02-30', 'from', /qui existe/],
    ['/actions?from=0000-01-01', 'from', /qui existe/],
    ['/actions?to=demain', 'to', /AAAA-MM-JJ/],
    ['/actions?from=2027-02-02&to=2027-02-01', 'from', /échangez/],
    ['/schools?kind=ecole', 'kind', /college, lycee/],
  ]

  it.each(refused)('%s', async (path, parameter, sentence) => {
    const problem = problemSchema.parse(await readProblem(path))
    expect(problem.errors?.map((error) => error.parameter)).toEqual([parameter])
    expect(problem.errors?.[0]?.detail).toMatch(sentence)
    expect(problem.detail).toContain(`«\u00a0${parameter}\u00a0»`)
  })

  it('several wrong ones are told at once', async () => {
    expect((await readProblem('/actions?limit=0&from=x&type=y')).errors?.map(({ parameter }) => parameter).toSorted()).toEqual(['from', 'limit', 'type'])
    const many = Array.from({ length: 200 }, (_, index) => `x${index}=1`).join('&')
    expect((await readProblem(`/clees?${many}`)).errors).toHaveLength(10)
  })

  it.each([
    ['/actions/inconnue', 400, /UUID/], ['/actions/00000000-0000-7000-8000-000000000000', 404, /n’existe pas/], ['/schools/0350762A', 400, /la lettre attendue est N/], ['/schools/0350762N', 404, /Aucun établissement/], ['/schools/x', 400, /sept chiffres/],
    ['/clees/%00', 404, /n’existe pas/], ['/clees/__proto__', 404, /n’existe pas/], [`/clees/${'a'.repeat(9_000)}`, 404, /n’existe pas/], ['/bassins/inconnu', 404, /n’existe pas/], ['/clees/%E0%A4%A', 400, /illisible/],
    ['/schemas/__proto__.json', 404, /Aucune collection/], ['/schemas/constructor.json', 404, /Aucune collection/], ['/inconnue', 404, /\/api\/v1/], ['/clees/a/b', 404, /\/api\/v1/],
  ])('%s is %i', async (path, status, sentence) => {
    expect(problemSchema.parse(await readProblem(path, status)).detail).toMatch(sentence)
  })
})

describe('any site reads, none writes, nobody is known', () => {
  it('a browser of another site may ask', async () => {
    const asked = await visitor().get('/api/v1/clees').set('Origin', 'https://ailleurs.exemple').expect(200)
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'access-control-expose-headers': 'ETag, Link' })
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined()
    const before = await visitor().options('/api/v1/actions.csv').set('Origin', 'https://ailleurs.exemple').set('Access-Control-Request-Method', 'GET').expect(204)
    expect(before.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, OPTIONS' })
    expect((await visitor().get('/api/v1/clees?limit=0')).headers['access-control-allow-origin']).toBe('*')
  })

  it.each(['post', 'put', 'patch', 'delete'] as const)('%s is refused', async (method) => {
    const answer = await visitor()[method]('/api/v1/clees').send({ name: 'x' })
    expect([answer.status, answer.headers['allow'], answer.headers['content-type']]).toEqual([405, 'GET, HEAD, OPTIONS', 'application/problem+json; charset=utf-8'])
    expect(JSON.parse(answer.text)).toMatchObject({ status: 405, detail: expect.stringContaining('employez GET') as string })
  })

  it('the answer is the same with and without a session, which is neither read nor begun', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { visibility: 'network', startsOn: '2027-04-01' })
    const mission = await signedIn(await makeMission())
    const [known, unknown] = [await mission.get('/api/v1/actions'), await visitor().get('/api/v1/actions')]
    expect(known.text).toBe(unknown.text)
    for (const { headers } of [known, unknown]) expect([headers['set-cookie'], headers['vary'] ?? 'Accept-Encoding', headers['cache-control']]).toEqual([undefined, 'Accept-Encoding', 'public, max-age=300, must-revalidate'])
  })
})

describe('asking again', () => {
  it.each(['', '/clees', '/actions', '/clees.csv', '/schools.geojson', '/openapi.json', '/schemas/clees.json'])('/api/v1%s sends nothing to who has it', async (path) => {
    const first = await visitor().get(`/api/v1${path}`).set('Accept-Encoding', 'gzip').expect(200)
    expect(first.headers['etag']).toMatch(/^"[\w-]{27}(-br|-gzip)?"$/)
    expect(first.headers['link']).toContain('rel="license"')
    const again = await visitor().get(`/api/v1${path}`).set('If-None-Match', String(first.headers['etag'])).expect(304)
    expect([again.text, again.headers['access-control-allow-origin']]).toEqual(['', '*'])
    const head = await visitor().head(`/api/v1${path}`).set('Accept-Encoding', 'gzip').expect(200)
    expect([head.headers['etag'], head.text]).toEqual([first.headers['etag'], undefined])
  })

  it('is new once something changes, wherever it shows', async () => {
    const { clee, bassin } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-04-01' })
    const before = await visitor().get('/api/v1/actions')
    await db.bassin.update({ where: { id: bassin.id }, data: { name: 'Autre nom' } })
    expect((await visitor().get('/api/v1/actions').set('If-None-Match', String(before.headers['etag'])).expect(200)).text).toContain('Autre nom')
  })
})
