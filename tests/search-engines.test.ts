import type { Router } from 'express'
import { describe, expect, it } from 'vitest'
import { privateRouters, publicRouters } from '../src/app.ts'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { installPages } from '../src/editorial-pages/starting-pages.ts'
import { listedPages, privatePaths, publicExceptions, unlistedPages } from '../src/search-engines/pages.ts'
import { cleePages } from '../src/search-engines/queries.ts'
import { listFiles, sitemapPieces } from '../src/search-engines/sitemap.ts'
import { visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { bringCharter } from './support/features.ts'
import { makeClee, makeSchool } from './support/factories.ts'

const read = async (path: string) => (await visitor().get(path).expect(200)).text
const locations = (xml: string) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => String(url))
const pathOf = (url: string) => {
  expect(url.startsWith(`${config.publicUrl.origin}/`)).toBe(true)
  return url.slice(config.publicUrl.origin.length)
}
const listed = async () => (await Promise.all(locations(await read('/sitemap.xml')).map(async (file) => locations(await read(pathOf(file)))))).flat().map(pathOf)
async function textOf(pieces: AsyncIterable<string>) {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
const getPaths = (routers: Router[]) => routers.flatMap(({ stack }) => stack).flatMap(({ route }) => (route?.stack.some(({ method }) => method === 'get') ? [route.path] : []))

describe('the plan of the site', () => {
  it('lists every public page, each answering a visitor and meant for search engines', async () => {
    const { clee, bassin, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'validated')
    const closed = await insertClee({ status: 'closed' })
    const { id } = await insertAction(clee.id, { startsOn: '2027-04-01' })
    const { uai } = await makeSchool()
    await installPages()
    const paths = await listed()
    expect(paths).toEqual(expect.arrayContaining([...listedPages, `/clees/${clee.slug}`, `/clees/${clee.slug}/charte/en-vigueur`, `/clees/${closed.clee.slug}`, `/bassins/${bassin.slug}`, `/actions/${id}`, `/etablissements/${uai}`]))
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of paths) {
      const { status, text } = await visitor().get(path)
      expect([path, status, text.includes('content="noindex"'), text.includes(`<link rel="canonical" href="${new URL(path, config.publicUrl).href}"`)]).toEqual([path, 200, false, true])
    }
  })

  it('lists nothing that is not public', async () => {
    const [{ clee }, hidden] = [await insertClee(), await insertClee({ status: 'declared', acknowledgedAt: null })]
    const actions = [await insertAction(clee.id, { visibility: 'network', startsOn: '2027-04-01' }), await insertAction(hidden.clee.id, { startsOn: '2027-04-01' }), await insertAction(clee.id, { state: 'proposed', retainedAt: null, startsOn: '2027-04-02' })]
    const school = await makeSchool({ isOpen: false })
    const page = { body: 'x', summary: 'x', ownerName: 'Mission', reviewOn: new Date('2027-09-01') }
    await db.editorialPage.createMany({ data: [{ ...page, slug: 'brouillon', title: 'Brouillon' }, { ...page, slug: 'questions', title: 'Questions', publishedAt: new Date() }, { ...page, slug: 'un-clee-c-est-quoi', title: 'Un CLEE', publishedAt: new Date() }] })
    const paths = await listed()
    for (const path of [`/clees/${hidden.clee.slug}`, ...actions.map(({ id }) => `/actions/${id}`), `/etablissements/${school.uai}`, '/pages/brouillon', '/pages/un-clee-c-est-quoi']) expect(paths).not.toContain(path)
    expect(paths).toContain('/pages/questions')
  })

  it('is dated, and cut in files of a bounded length', async () => {
    for (let count = 0; count < 3; count += 1) await insertClee({ name: `CLEE & <${count}>` })
    const slugs = (await db.clee.findMany({ orderBy: { id: 'asc' } })).map(({ slug, updatedAt }) => [`${config.publicUrl.origin}/clees/${slug}`, updatedAt.toISOString().slice(0, 10)])
    expect((await listFiles(2)).map(({ path }) => path)).toEqual(expect.arrayContaining(['/sitemaps/clees-1.xml', '/sitemaps/clees-2.xml']))
    const [first, second] = [await textOf(sitemapPieces(cleePages, 1, 2)), await textOf(sitemapPieces(cleePages, 2, 2))]
    expect([...`${first}${second}`.matchAll(/<loc>([^<]+)<\/loc><lastmod>([^<]+)<\/lastmod>/g)].map(([, url]) => url)).toEqual(slugs.map(([url]) => url))
    expect(locations(first)).toHaveLength(2)
    for (const path of ['/sitemaps/clees-2.xml', '/sitemaps/inconnu-1.xml', '/sitemaps/clees-0.xml', '/sitemaps/clees-1e9.xml', '/sitemaps/__proto__-1.xml', '/sitemaps/clees.xml', `/sitemaps/clees-${'9'.repeat(400)}.xml`]) expect([path, (await visitor().get(path)).status]).toEqual([path, 404])
  })

  it('each public page without a part that varies is there, or is said not to be', () => {
    const pages = getPaths(publicRouters).filter((path) => !/[:.]/.test(path))
    expect([...listedPages, ...unlistedPages].toSorted()).toEqual(pages.toSorted())
  })
})

describe('robots.txt', () => {
  const matches = (rule: string, path: string) => new RegExp(`^${rule.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}`).test(path)
  // The longest rule that a path follows decides (RFC 9309).
  const isAllowed = (path: string) => {
    const longest = (rules: string[]) => Math.max(0, ...rules.filter((rule) => matches(rule, path)).map((rule) => rule.length))
    return longest(['/', ...publicExceptions]) >= longest(privatePaths)
  }

  it('leads to the plan of the site, and says what is private', async () => {
    const text = await read('/robots.txt')
    expect(text).toContain(`Sitemap: ${config.publicUrl.origin}/sitemap.xml`)
    for (const path of privatePaths) expect(text).toContain(`Disallow: ${path}\n`)
    for (const path of publicExceptions) expect(text).toContain(`Allow: ${path}\n`)
  })

  it('lets robots read what the plan of the site lists, and nothing that asks to sign in', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'validated')
    await insertAction(clee.id, { startsOn: '2027-04-01' })
    for (const path of [...await listed(), '/api/v1/clees', '/clees.csv', `/clees/${clee.slug}/agenda.ics`]) expect([path, isAllowed(path)]).toEqual([path, true])
    for (const path of getPaths(privateRouters).map((one) => one.replace(/:(\w+)/g, 'x'))) expect([path, isAllowed(path)]).toEqual([path, false])
    for (const path of ['/clees?recherche=x', '/trouver?q=x', '/connexion?suite=%2Fjournal', '/mot-de-passe/jeton', '/invitations/jeton']) expect([path, isAllowed(path)]).toEqual([path, false])
  })
})

it('security.txt says whom to tell, for less than a year', async () => {
  const answer = await visitor().get('/.well-known/security.txt').expect(200)
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  const fields = Object.fromEntries(answer.text.trim().split('\n').map((line) => line.split(/: (.*)/).slice(0, 2))) as Record<string, string>
  expect(fields).toMatchObject({ 'Contact': `${config.publicUrl.origin}/participer`, 'Preferred-Languages': 'fr', 'Canonical': `${config.publicUrl.origin}/.well-known/security.txt` })
  const days = (new Date(fields['Expires'] ?? '').getTime() - Date.now()) / 86_400_000
  expect([days > 30, days < 365]).toEqual([true, true])
})

it.each(['/sitemap.xml', '/robots.txt', '/.well-known/security.txt'])('%s sends nothing to who has it', async (path) => {
  const first = await visitor().get(path).expect(200)
  await visitor().get(path).set('If-None-Match', String(first.headers['etag'])).expect(304)
  expect([first.headers['set-cookie'], first.headers['vary']]).toEqual([undefined, 'Accept-Encoding'])
})
