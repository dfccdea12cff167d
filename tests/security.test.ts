import supertest from 'supertest'
import { beforeEach, describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { installPages } from '../src/editorial-pages/starting-pages.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune, makeHead, makeMission, password } from './support/factories.ts'

const publicPages = ['/', '/clees', '/bassins', '/documents', '/un-clee-c-est-quoi', '/mentions-legales', '/donnees-personnelles', '/accessibilite', '/plan-du-site', '/connexion']
const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
  "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
].join(';')

describe('every answer', () => {
  test.each(['/', '/inconnue', '/journal', '/healthz', '/clees/%E0%A4%A'])('%s carries the headers that confine the page', async (address) => {
    const { headers } = await visitor().get(address)
    expect(headers['content-security-policy']).toBe(policy)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  })

  test('a page for visitors is asked for again each time; nothing of who is signed in is kept', async () => {
    expect((await visitor().get('/clees').expect(200)).headers['cache-control']).toBe('no-cache')
    expect((await (await signedIn(await makeMission())).get('/clees').expect(200)).headers['cache-control']).toBe('no-store')
  })

  test('assets too', async () => {
    const sheet = /href="(\/assets\/app[^"]+)"/.exec((await visitor().get('/')).text)?.[1] ?? ''
    const { headers } = await visitor().get(sheet).expect(200)
    expect(headers).toMatchObject({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff' })
  })
})

describe('a write', () => {
  let cookie: string
  const post = (headers: Record<string, string>) => supertest((visitor() as unknown as { app: Parameters<typeof supertest>[0] }).app).post('/deconnexion').set(headers)

  beforeEach(async () => {
    const { email } = await makeHead()
    const answer = await visitor().post('/connexion').type('form').send({ email, password }).expect(303)
    cookie = (answer.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? ''
  })

  const foreign: [string, Record<string, string>][] = [
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://mechant.fr' }],
    ['another site that only the browser names', { 'Sec-Fetch-Site': 'cross-site', Origin: config.publicUrl.origin }],
    ['a neighbour of the same domain', { 'Sec-Fetch-Site': 'same-site' }],
    ['no page at all', { 'Sec-Fetch-Site': 'none' }],
    ['another origin', { Origin: 'https://mechant.fr' }],
    ['another port', { Origin: 'http://localhost:1' }],
    ['another scheme', { Origin: config.publicUrl.origin.replace('http:', 'https:') }],
    ['a hidden origin', { Origin: 'null' }],
    ['nowhere said', {}],
  ]

  test('from elsewhere is refused, and the visitor stays signed in', async () => {
    for (const [name, headers] of foreign) {
      const answer = await post({ ...headers, Cookie: cookie })
      expect([name, answer.status, answer.text.includes('ne vient pas d’une page du portail')]).toEqual([name, 403, true])
    }
    expect(await db.session.count()).toBe(1)
  })

  test.each<[string, Record<string, string>]>([
    ['the browser that says so', { 'Sec-Fetch-Site': 'same-origin' }],
    ['an older browser, by its origin', { Origin: config.publicUrl.origin }],
  ])('from a page of the portal is accepted: %s', async (_name, headers) => {
    await post({ ...headers, Cookie: cookie }).expect(303)
    expect(await db.session.count()).toBe(0)
  })

  test('signing in from another site is refused too', async () => {
    const { email } = await makeHead()
    await visitor().post('/connexion').set('Sec-Fetch-Site', 'cross-site').type('form').send({ email, password }).expect(403)
    expect(await db.session.count()).toBe(1)
  })
})

describe('an unreadable demand is the visitor’s mistake, never a failure', () => {
  test('too long a body, too many values', async () => {
    const long = await visitor().post('/connexion').type('form').send(`email=${'a'.repeat(310_000)}`).expect(413)
    expect(long.text).toContain('Raccourcissez-le')
    const many = await visitor().post('/connexion').type('form').send(Array.from({ length: 700 }, (_, index) => `a${index}=1`).join('&')).expect(413)
    expect(many.text).toContain('trop de valeurs')
  })

  test('the null character in an address', async () => {
    for (const address of ['/clees/%00', '/clees?recherche=a%00b', '/clees?recherche=a&recherche=%00', '/connexion?suite=%00', '/invitations/%00', '/bassins/%00']) {
      expect([address, (await visitor().get(address)).status]).toEqual([address, 400])
    }
  })

  test('the null character in a body, in a value or in a name', async () => {
    for (const body of ['email=a%00', 'a%00=1', 'a=1&a=%00']) expect((await visitor().post('/connexion').type('form').send(body)).status).toBe(400)
  })

  test('a malformed address', async () => {
    for (const address of ['/clees/%E0%A4%A', '/%', '/invitations/%zz', '/journal/%ff']) {
      const answer = await visitor().get(address)
      expect([address, answer.status]).toEqual([address, 400])
      expect(answer.text).not.toMatch(/URIError|at .*\.ts:|node_modules/)
    }
  })

  test('a body of another type is not read', async () => {
    const json = await visitor().post('/connexion').send({ email: 'a@b.fr', password: 'x' })
    expect(json.status).toBe(422)
    const encoded = await visitor().post('/connexion').set('Content-Type', 'application/x-www-form-urlencoded; charset=koi8-r').send('email=a')
    expect(encoded.status).toBe(400)
    const zipped = await visitor().post('/connexion').set({ 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'gzip' }).send('pas du gzip')
    expect(zipped.status).toBe(400)
  })

  test('a malformed id', async () => {
    const { clee, head } = await makeClee('active')
    const mission = await signedIn(await makeMission())
    const agent = await signedIn(head)
    for (const id of ['1', 'abc', "1'%20OR%201=1", '00000000-0000-0000-0000-00000000000g', '__proto__']) {
      const answers = [await mission.get(`/courriels/${id}`)]
      for (const path of [`membres/${id}/retrait`, `actions/${id}/modification`, `charte/versions/${id}`, `charte/articles/${id}`]) answers.push(await agent.get(`/clees/${clee.slug}/${path}`))
      expect([id, ...answers.map(({ status }) => status)]).toEqual([id, 404, 404, 404, 404, 404])
    }
  })

  test('parameters that mean nothing, on every public page', async () => {
    await installPages()
    const queries = [
      '?__proto__=1&constructor=1&toString=1', '?__proto__[a]=1', '?page=-1', '?page=1e9', '?page=NaN', '?page=99999999999999999999', '?page=2&page=3', '?recherche=a&recherche=b&bassin=a&bassin=b&commune=a&commune=b',
      '?recherche[]=a', '?recherche=%25_%5C%27%22%3B--', '?commune=%25', '?bassin=inconnu', `?recherche=${'a'.repeat(5_000)}`, '?recherche=%F0%9F%91%A9&commune=%EF%BF%BD', '?suite=a&suite=b', '?&&=&',
    ]
    for (const query of queries) for (const page of publicPages) expect([page, query, (await visitor().get(`${page}${query}`)).status]).toEqual([page, query, 200])
  })

  test('filters of the journal that nobody can read', async () => {
    const mission = await signedIn(await makeMission())
    for (const query of ['du=0000-01-01', 'du=0001-01-01', 'au=9999-12-31', 'du=2027-02-30', 'au=demain', 'du=2027-01-01&du=2027-01-02', 'evenement=toString', 'evenement=__proto__', 'texte=%25%5C', 'page=1e9', `texte=${'é'.repeat(300)}`]) {
      expect([query, (await mission.get(`/journal?${query}`)).status, (await mission.get(`/journal.csv?${query}`)).status]).toEqual([query, 200, 200])
    }
  })
})

describe('what somebody typed', () => {
  const hostile = 'Le <script>alert(1)</script> & "x" \'y\''

  test('is shown as text on the public pages', async () => {
    const { clee, bassin, commune } = await makeClee('active', 'CLEE du Coglais')
    // Forms refuse markup in a name; a database could hold some all the same.
    await db.clee.update({ where: { id: clee.id }, data: { name: hostile, presentation: `<img src=x onerror=alert(1)> ${hostile}`, territory: hostile } })
    await db.bassin.update({ where: { id: bassin.id }, data: { presentation: hostile } })
    for (const address of [`/clees/${clee.slug}`, `/clees?recherche=${encodeURIComponent('"><script>alert(2)</script>')}`, '/clees', `/clees?commune=${commune.code}`, `/bassins/${bassin.slug}`, '/', '/connexion?suite=/%22%3E%3Cscript%3Ealert(3)%3C/script%3E']) {
      const { text } = await visitor().get(address).expect(200)
      expect([address, /<script>|<img src=x|alert\(3\)<\/script/.test(text)]).toEqual([address, false])
    }
    expect((await visitor().get(`/clees/${clee.slug}`)).text).toContain('Le &lt;script&gt;')
  })

  test('comes back as text in a refused form', async () => {
    const { text } = await visitor().post('/connexion').type('form').send({ email: '"><script>alert(1)</script>', password: 'x', suite: '"><script>' }).expect(422)
    expect(text).not.toContain('<script>')
  })
})

/** Every public address that links lead to, with its page. */
async function crawl() {
  const pages = new Map<string, string>()
  const waiting = ['/']
  for (let address = waiting.pop(); address; address = waiting.pop()) {
    if (pages.has(address)) continue
    const answer = await visitor().get(address)
    expect([address, answer.status]).toEqual([address, 200])
    // A PDF has no text.
    const text = answer.text ?? ''
    pages.set(address, text)
    for (const [, link] of text.matchAll(/href="(\/(?!assets\/)[^"#]*)/g)) waiting.push((link ?? '').replaceAll('&amp;', '&'))
  }
  return pages
}

test('links of the public pages all lead somewhere, and none of these pages shows an e-mail address or a person’s name (R18)', async () => {
  const { clee, head, company } = await makeClee('active')
  await makeBassin()
  await makeCommune()
  await installPages()
  const pages = await crawl()
  expect([...pages.keys()]).toEqual(expect.arrayContaining([...publicPages, `/clees/${clee.slug}`, `/bassins/${clee.bassins[0]?.bassin.slug}`]))
  expect(pages.get(`/clees/${clee.slug}`)).toContain(company?.jobTitle)
  for (const [address, text] of pages) {
    const seen = text.match(/[\w.+-]+@[\w-]+\.\w+|mailto:/g) ?? []
    expect([address, seen.filter((found) => found !== 'nom@domaine.fr')]).toEqual([address, []])
    expect([address, text.includes(head.lastName), text.includes('Kervella')]).toEqual([address, false, false])
  }
})
