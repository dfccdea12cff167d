import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inflateSync } from 'node:zlib'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { installPages } from '../src/editorial-pages/starting-pages.ts'
import { scriptJson } from '../src/web/metadata.ts'
import { shareImage } from '../src/web/share-image.ts'
import { signedIn, visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { makeCommune, makeMission, makeSchool } from './support/factories.ts'

const now = new Date('2027-03-12T09:00:00.000Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now }))
afterEach(() => vi.useRealTimers())

type Thing = { '@type': string; [property: string]: unknown }
const address = (path: string) => new URL(path, config.publicUrl).href
const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#34;', '"').replaceAll('&#39;', '\'').replaceAll('&lt;', '<').replaceAll('&gt;', '>')

/** What the head of a page says. */
async function headOf(path: string, agent = visitor()) {
  const { text, status } = await agent.get(path)
  const one = (pattern: RegExp) => unescaped(pattern.exec(text)?.[1] ?? '')
  const block = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)?.[1]
  const graph = block ? (JSON.parse(block) as { '@context': string; '@graph': Thing[] }) : null
  return {
    text, status, block,
    description: one(/<meta name="description" content="([^"]*)"/),
    canonical: one(/<link rel="canonical" href="([^"]*)"/),
    robots: one(/<meta name="robots" content="([^"]*)"/),
    openGraph: Object.fromEntries([...text.matchAll(/<meta property="(og:[a-z_:]+)" content="([^"]*)"/g)].map(([, name, content]) => [name, unescaped(content ?? '')])),
    things: graph?.['@graph'] ?? [],
    thing: (type: string) => graph?.['@graph'].find((thing) => thing['@type'] === type),
  }
}

describe('schema.org', () => {
  it('a CLEE is an organization that serves its bassins and communes, and names nobody', async () => {
    const commune = await makeCommune('Ernée')
    const { clee, bassin } = await insertClee({ name: 'CLEE </script><script>alert(1)</script> & Cie', presentation: 'Un <b>territoire</b> & « industriel » : 2026-2027.', communes: { create: { communeCode: commune.code } } })
    const { thing, block, text, description } = await headOf(`/clees/${clee.slug}`)
    expect(thing('Organization')).toMatchObject({ name: clee.name, url: address(`/clees/${clee.slug}`), areaServed: [{ '@type': 'AdministrativeArea', url: address(`/bassins/${bassin.slug}`) }, { '@type': 'City', name: 'Ernée' }] })
    expect(thing('BreadcrumbList')?.['itemListElement']).toEqual([
      { '@type': 'ListItem', position: 1, name: 'Accueil', item: address('/') }, { '@type': 'ListItem', position: 2, name: 'Annuaire', item: address('/clees') }, { '@type': 'ListItem', position: 3, name: clee.name, item: address(`/clees/${clee.slug}`) },
    ])
    expect(block).not.toMatch(/[<>&]/)
    expect(text).not.toContain('<script>alert')
    expect(description.replaceAll('\u00a0', ' ')).toBe('Un <b>territoire</b> & « industriel » : 2026-2027.')
  })

  it('an action is an event, with its state, its place and its organizer', async () => {
    const { clee } = await insertClee()
    const { id } = await insertAction(clee.id, { title: 'Forum', startsOn: '2027-04-01', endsOn: '2027-04-03', place: 'Halle', publicSummary: 'Trente métiers' })
    const off = await insertAction(clee.id, { title: 'Visite', startsOn: '2027-04-02', state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Grève' })
    expect((await headOf(`/actions/${id}`)).thing('Event')).toMatchObject({ name: 'Forum', startDate: '2027-04-01', endDate: '2027-04-03', eventStatus: 'https://schema.org/EventScheduled', location: { '@type': 'Place', name: 'Halle' }, organizer: { '@type': 'Organization', name: clee.name }, description: 'Trente métiers', url: address(`/actions/${id}`) })
    const cancelled = await headOf(`/actions/${off.id}`)
    expect(cancelled.thing('Event')).toMatchObject({ eventStatus: 'https://schema.org/EventCancelled', endDate: '2027-04-02', location: { '@type': 'Place', name: clee.name } })
    expect(cancelled.block).not.toMatch(/Grève|Tanguy|Le Goff/)
  })

  it('a bassin is an area, a school is a school, the home a site, the open data a catalogue', async () => {
    const { bassin } = await insertClee()
    const { uai } = await makeSchool({ name: 'Lycée Guéhenno', email: 'ce.lycee@ac-rennes.fr', phone: '0299', latitude: 48.1, longitude: -1.6 })
    expect((await headOf(`/bassins/${bassin.slug}`)).thing('AdministrativeArea')).toMatchObject({ url: address(`/bassins/${bassin.slug}`), containedInPlace: { name: `Académie de ${config.academie}` } })
    const school = await headOf(`/etablissements/${uai.toLowerCase()}`)
    expect(school.thing('HighSchool')).toMatchObject({ name: 'Lycée Guéhenno', identifier: uai, geo: { latitude: 48.1, longitude: -1.6 } })
    expect(school.canonical).toBe(address(`/etablissements/${uai}`))
    expect(school.block).not.toMatch(/@ac-rennes|0299/)
    expect((await headOf('/')).thing('WebSite')).toMatchObject({ url: address('/') })
    expect((await headOf('/donnees-ouvertes')).thing('DataCatalog')).toMatchObject({ dataset: [{ '@type': 'Dataset' }, {}, {}, {}] })
  })

  it('no text leaves its script element', () => {
    const hostile = '</script><!--<script>&\u2028\u2029"\\'
    expect(scriptJson({ hostile })).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(scriptJson({ hostile }))).toEqual({ hostile })
  })
})

describe('one address a page', () => {
  it.each([
    ['/clees?tri=nom&utm_source=lettre&fbclid=x', '/clees'],
    ['/CLEES/', '/clees'],
    ['/clees?bassin=rennes&etat=active&page=1', '/clees?bassin=rennes&etat=active'],
    ['/clees?etat=active&bassin=rennes', '/clees?bassin=rennes&etat=active'],
    ['/clees?page=1e9', '/clees'],
    ['/clees?page=-1&bassin=a&bassin=b', '/clees'],
    ['/agenda?vue=mois&mois=2027-04', '/agenda?vue=mois&mois=2027-04'],
    ['/?__proto__=1', '/'],
  ])('%s is %s', async (asked, canonical) => {
    const head = await headOf(asked)
    expect([head.status, head.canonical, head.openGraph['og:url'], head.robots]).toEqual([200, address(canonical), address(canonical), ''])
  })

  it('a page of a list keeps its number, and never one past the end', async () => {
    for (let count = 0; count < 51; count += 1) await makeSchool()
    expect((await headOf('/etablissements?page=2&tri=-commune')).canonical).toBe(address('/etablissements?page=2'))
    expect((await headOf('/etablissements?page=99')).canonical).toBe(address('/etablissements?page=2'))
  })
})

describe('what is shown of a link', () => {
  it('every public page has its sentence, its title and the picture of the portal', async () => {
    const { clee, bassin } = await insertClee({ presentation: '' })
    const { id } = await insertAction(clee.id, { startsOn: '2027-04-01' })
    const { uai } = await makeSchool()
    await installPages()
    const pages = ['/', '/clees', `/clees/${clee.slug}`, '/bassins', `/bassins/${bassin.slug}`, '/agenda', `/actions/${id}`, '/etablissements', `/etablissements/${uai}`, '/un-clee-c-est-quoi', '/verification', '/donnees-ouvertes', '/connexion', '/demande-de-compte', '/plan-du-site']
    const heads = await Promise.all(pages.map((path) => headOf(path)))
    for (const [index, { description, openGraph, robots }] of heads.entries()) {
      expect([pages[index], robots, description.length > 15 || pages[index] === `/actions/${id}`]).toEqual([pages[index], '', true])
      expect(openGraph).toMatchObject({ 'og:type': 'website', 'og:locale': 'fr_FR', 'og:site_name': `Portail des CLEE, académie de ${config.academie}`, 'og:url': address(pages[index] ?? ''), 'og:description': description })
      expect(openGraph['og:title']).not.toBe('')
    }
    expect(new Set(heads.map(({ description }) => description)).size).toBe(pages.length)
    const picture = await visitor().get(new URL(heads[0]?.openGraph['og:image'] ?? '').pathname).expect(200)
    expect([picture.headers['content-type'], Buffer.isBuffer(picture.body)]).toEqual(['image/png', true])
  })

  it('the picture is a PNG of 1200 by 630', () => {
    const picture = shareImage()
    expect(picture.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20), picture.length < 40_000]).toEqual([1200, 630, true])
    const length = picture.readUInt32BE(33)
    expect(inflateSync(picture.subarray(41, 41 + length)).length).toBe(630 * (1 + 1200 * 3))
  })
})

describe('what is not for search engines says so, and has no address to share', () => {
  it.each(['/inconnue', '/clees/inconnu', '/agenda?mois=2027-13', '/clees?recherche=x', '/clees?commune=fougeres', '/etablissements?recherche=x', '/agenda?jour=2027-04-01', '/verification/7KQ4-MB2X', `/invitations/${'aB_'.repeat(14)}`, `/mot-de-passe/${'aB_'.repeat(14)}`, '/mot-de-passe-oublie/envoi', '/compte-supprime'])('%s', async (path) => {
    const head = await headOf(path)
    expect([head.robots, head.canonical, head.openGraph, head.things]).toEqual(['noindex', '', {}, []])
  })

  it('the pages of who signs in, and of what is not published', async () => {
    const mission = await signedIn(await makeMission())
    const { clee } = await insertClee({ status: 'declared', acknowledgedAt: null })
    const { id } = await insertAction(clee.id, { startsOn: '2027-04-01' })
    for (const path of ['/tableau-de-bord', '/journal', '/compte', `/clees/${clee.slug}`, `/actions/${id}`]) {
      const head = await headOf(path, mission)
      expect([path, head.status, head.robots, head.canonical, head.things]).toEqual([path, 200, 'noindex', '', []])
    }
    await db.clee.update({ where: { id: clee.id }, data: { acknowledgedAt: new Date() } })
    expect((await headOf(`/clees/${clee.slug}`)).robots).toBe('')
  })
})
