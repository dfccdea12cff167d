import { createRequire } from 'node:module'
import ICAL from 'ical.js'
import type { Response } from 'supertest'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { makeBassin } from './support/factories.ts'

const now = new Date('2027-03-12T09:00:00.000Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now }))
afterEach(() => vi.useRealTimers())

const feed = (path = '/agenda.ics') => visitor().get(path).expect(200)
const fileOf = async (path?: string) => (await feed(path)).text
const parse = (text: string) => new ICAL.Component(ICAL.parse(text))
const eventsOf = (text: string) => parse(text).getAllSubcomponents('vevent')
const valueOf = (component: InstanceType<typeof ICAL.Component> | undefined, name: string) => String(component?.getFirstPropertyValue(name))
const summariesOf = async (path?: string) => eventsOf(await fileOf(path)).map((event) => valueOf(event, 'summary'))

describe('the calendar of the network', () => {
  it('says each action as a whole-day event that a calendar reads', async () => {
    const { clee } = await insertClee({ name: 'CLEE d’Ernée; Mayenne, nord' })
    const summary = 'Élèves, familles ; professionnels :\nrencontres à l’œuvre \\ ateliers'
    const { id } = await insertAction(clee.id, { title: 'Forum, « métiers » ; été', startsOn: '2027-04-01', endsOn: '2027-04-03', place: 'Halle, 3 rue du Pré', publicSummary: summary, type: 'coaching', revision: 4, audiences: ['pupils', 'families'] })
    const answer = await feed()
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    const [event] = eventsOf(answer.text)
    expect(valueOf(event, 'uid')).toBe(`${id}@${config.publicUrl.hostname}`)
    expect(valueOf(event, 'summary')).toBe('Forum, « métiers » ; été')
    expect(valueOf(event, 'location')).toBe('Halle, 3 rue du Pré')
    expect(valueOf(event, 'dtstart')).toBe('2027-04-01')
    // The end is the day after the last one.
    expect(valueOf(event, 'dtend')).toBe('2027-04-04')
    expect(answer.text).toContain('DTSTART;VALUE=DATE:20270401\r\nDTEND;VALUE=DATE:20270404\r\n')
    expect(valueOf(event, 'dtstamp')).toBe('2027-03-12T09:00:00Z')
    expect(valueOf(event, 'sequence')).toBe('4')
    expect(valueOf(event, 'status')).toBe('CONFIRMED')
    expect(valueOf(event, 'transp')).toBe('TRANSPARENT')
    expect(valueOf(event, 'categories')).toBe('Préparation (CV, entretien, coaching)')
    expect(valueOf(event, 'url')).toBe(new URL(`/actions/${id}`, config.publicUrl).href)
    expect(valueOf(event, 'description').replaceAll('\u00a0', ' ')).toBe(`Organisée par le CLEE d’Ernée; Mayenne, nord.\n\nPublic : Élèves et familles.\n\n${summary}\n\n${new URL(`/actions/${id}`, config.publicUrl).href}`)
    expect(event?.getFirstProperty('rrule')).toBeNull()
  })

  it('is a file of lines of 75 octets at most, each ended as the standard wants', async () => {
    const { clee } = await insertClee()
    const objective = 'Découvrir l’éventail des métiers de l’artisanat d’été : œuvres, émaux, ébénisterie 🎓. '.repeat(12).trim()
    await insertAction(clee.id, { title: 'Élèves à l’œuvre : '.repeat(8).trim(), startsOn: '2027-04-01', objective })
    const text = await fileOf()
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const [event] = eventsOf(text)
    expect(valueOf(event, 'summary')).toBe('Élèves à l’œuvre : '.repeat(8).trim())
    expect(valueOf(event, 'description')).toContain(objective)
  })

  it('names itself and says how often to ask again', async () => {
    const bassin = await makeBassin('Redon, Vilaine ; Oust')
    const calendar = parse(await fileOf(`/bassins/${bassin.slug}/agenda.ics`))
    // RFC 7986: a text, whose commas and semicolons are escaped; this parser, older, gives it as it is written.
    for (const property of ['name', 'x-wr-calname']) expect(valueOf(calendar, property)).toBe('Actions des CLEE – bassin de Redon\\, Vilaine \\; Oust')
    expect(valueOf(calendar, 'refresh-interval')).toBe('PT6H')
    expect(valueOf(calendar, 'version')).toBe('2.0')
    expect(calendar.getAllSubcomponents('vevent')).toEqual([])
  })

  it('says what is cancelled, postponed, or not confirmed yet', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { title: 'Un', state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Grève', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Deux', state: 'postponed', outcome: 'postponed', outcomeReason: 'Grève', startsOn: '2027-04-02' })
    await insertAction(clee.id, { title: 'Trois', state: 'retained', startsOn: '2027-04-03' })
    await insertAction(clee.id, { title: 'Quatre', state: 'reviewed', outcome: 'cancelled', outcomeReason: 'Grève', startsOn: '2027-04-04' })
    const text = await fileOf()
    expect(eventsOf(text).map((event) => [valueOf(event, 'summary').replace('\u00a0', ' '), valueOf(event, 'status')])).toEqual([
      ['Annulée : Un', 'CANCELLED'], ['Reportée : Deux', 'TENTATIVE'], ['Trois', 'TENTATIVE'], ['Annulée : Quatre', 'CANCELLED'],
    ])
    expect(text).not.toMatch(/Grève|Tanguy|Le Goff/)
  })

  it('keeps a year of the past, and nothing that is not published', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { title: 'Il y a treize mois', startsOn: '2026-02-11' })
    await insertAction(clee.id, { title: 'Il y a onze mois', startsOn: '2026-04-12' })
    await insertAction(clee.id, { title: 'À venir', startsOn: '2027-08-30' })
    await insertAction(clee.id, { title: 'Proposée', state: 'proposed', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Réseau', visibility: 'network', startsOn: '2027-04-01' })
    expect(await summariesOf()).toEqual(['Il y a onze mois', 'À venir'])
  })
})

describe('the calendar of a bassin, of a CLEE, of an action', () => {
  it('carries only theirs', async () => {
    const [one, other] = [await insertClee(), await insertClee()]
    const { id } = await insertAction(one.clee.id, { title: 'Ici', startsOn: '2027-04-01' })
    const old = await insertAction(one.clee.id, { title: 'Autrefois', startsOn: '2024-04-01' })
    await insertAction(other.clee.id, { title: 'Ailleurs', startsOn: '2027-04-02' })
    expect(await summariesOf()).toEqual(['Ici', 'Ailleurs'])
    expect(await summariesOf(`/bassins/${other.bassin.slug}/agenda.ics`)).toEqual(['Ailleurs'])
    expect(await summariesOf(`/clees/${one.clee.slug}/agenda.ics`)).toEqual(['Ici'])
    expect(await summariesOf(`/actions/${id}/agenda.ics`)).toEqual(['Ici'])
    expect(await summariesOf(`/actions/${old.id}/agenda.ics`)).toEqual(['Autrefois'])
  })

  it('is not there for what is closed, not published or unknown', async () => {
    const { clee } = await insertClee({ status: 'closed' })
    const hidden = await insertClee({ status: 'declared', acknowledgedAt: null })
    const { id } = await insertAction(hidden.clee.id, { startsOn: '2027-04-01' })
    for (const path of [`/clees/${clee.slug}`, `/clees/${hidden.clee.slug}`, '/clees/inconnu', '/bassins/inconnu', `/actions/${id}`, '/actions/inconnue', '/actions/00000000-0000-7000-8000-000000000000']) {
      expect([path, (await visitor().get(`${path}/agenda.ics`)).status]).toEqual([path, 404])
    }
  })

  it('follows a CLEE that has changed its address', async () => {
    const { clee } = await insertClee()
    await db.cleeOldSlug.create({ data: { slug: 'ancien-nom', cleeId: clee.id } })
    const answer = await visitor().get('/clees/ancien-nom/agenda.ics')
    expect([answer.status, answer.headers['location']]).toEqual([301, `/clees/${clee.slug}/agenda.ics`])
  })
})

it('a feed is one, however its path is typed', async () => {
  const { clee } = await insertClee()
  const tags = await Promise.all(['/agenda.ics', '/AGENDA.ics', '/agenda.ics/'].map(async (path) => (await visitor().get(path).expect(200)).headers['etag']))
  expect(new Set(tags).size).toBe(1)
  expect((await visitor().get(`/clees/${clee.slug}/agenda.ics`)).headers['etag']).not.toBe(tags[0])
})

describe('asking again', () => {
  const again = (answer: Response, header: 'ETag' | 'Last-Modified', path = '/agenda.ics') => visitor().get(path).set(header === 'ETag' ? 'If-None-Match' : 'If-Modified-Since', String(answer.headers[header.toLowerCase()]))

  it.each(['/agenda.ics', '/agenda.atom'])('%s sends nothing to who has it, and the same bytes to who has not', async (path) => {
    const { clee } = await insertClee()
    const { id } = await insertAction(clee.id, { startsOn: '2027-04-01' })
    const first = await feed(path)
    expect(first.headers['cache-control']).toBe('public, max-age=300')
    expect(first.headers['vary']).toBe('Accept-Encoding')
    expect(first.headers['set-cookie']).toBeUndefined()
    vi.setSystemTime(new Date(now.getTime() + 60_000))
    expect((await feed(path)).text).toBe(first.text)
    for (const header of ['ETag', 'Last-Modified'] as const) {
      const answer = await again(first, header, path).expect(304)
      expect(answer.text).toBe('')
    }
    await db.plannedAction.update({ where: { id }, data: { title: 'Forum changé', revision: { increment: 1 } } })
    for (const header of ['ETag', 'Last-Modified'] as const) expect((await again(first, header, path).expect(200)).text).toContain('Forum changé')
  })

  it.each(['/agenda.ics', '/agenda.atom'])('%s is new once an action leaves it, or its CLEE takes another name', async (path) => {
    const { clee } = await insertClee()
    const [one] = [await insertAction(clee.id, { startsOn: '2027-04-01' }), await insertAction(clee.id, { startsOn: '2027-04-02' })]
    const before = await feed(path)
    await db.plannedAction.delete({ where: { id: one.id } })
    const without = await again(before, 'ETag', path).expect(200)
    vi.setSystemTime(new Date(now.getTime() + 60_000))
    await db.clee.update({ where: { id: clee.id }, data: { name: 'CLEE au nouveau nom' } })
    expect((await again(without, 'ETag', path).expect(200)).text).toContain('CLEE au nouveau nom')
  })
})

it('a calendar asked a hundred times at once is the same for all', async () => {
  const { clee } = await insertClee()
  await insertAction(clee.id, { startsOn: '2027-04-01' })
  const texts = await Promise.all(Array.from({ length: 100 }, () => fileOf(`/clees/${clee.slug}/agenda.ics`)))
  expect(new Set(texts).size).toBe(1)
})

describe('the Atom feed', () => {
  type Xml = { [name: string]: Xml } & { _text?: string; _cdata?: string; _attributes: Record<string, string> }
  // The parser is the one that the feed's library brings; strict, it refuses what is not well-formed.
  const { xml2js } = createRequire(import.meta.resolve('feed'))('xml-js') as { xml2js: (text: string, options: object) => Xml }
  const read = async () => {
    const answer = await feed('/agenda.atom')
    expect(answer.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
    const { feed: root } = xml2js(answer.text, { compact: true })
    return { root: root!, entries: [root!['entry'] ?? []].flat(), text: answer.text }
  }

  it('says what was announced or changed last, readable whatever it holds', async () => {
    const { clee } = await insertClee({ name: 'CLEE <Été> & Cie' })
    const old = await insertAction(clee.id, { title: 'Ancienne', startsOn: '2027-04-01' })
    vi.setSystemTime(new Date(now.getTime() + 60_000))
    const { id } = await insertAction(clee.id, { title: 'Œuvre & « métal » <b>fin</b> ]]>', startsOn: '2027-04-02', publicSummary: 'Un <script>alert(1)</script> & deux\nlignes', place: 'Halle & cour' })
    const { root, entries, text } = await read()
    expect(root['updated']?._text).toBe('2027-03-12T09:01:00.000Z')
    expect(root['id']?._text).toBe(new URL('/agenda.atom', config.publicUrl).href)
    expect([root['link'] ?? []].flat().map((link) => [link['_attributes']?.['rel'], link['_attributes']?.['href']])).toEqual([['alternate', new URL('/agenda', config.publicUrl).href], ['self', new URL('/agenda.atom', config.publicUrl).href]])
    expect(entries.map((entry) => entry['id']?._text)).toEqual([`urn:uuid:${id}`, `urn:uuid:${old.id}`])
    const [first] = entries
    expect(first?.['title']?._cdata).toBe('Œuvre &amp; « métal » &lt;b&gt;fin&lt;/b&gt; ]]&gt;')
    expect(first?.['author']?.['name']?._text).toBe('CLEE <Été> & Cie')
    expect(first?.['link']?._attributes['href']).toBe(new URL(`/actions/${id}`, config.publicUrl).href)
    expect(first?.['content']?._cdata).toContain('Un &lt;script&gt;alert(1)&lt;/script&gt; &amp; deux<br>lignes')
    expect(text).not.toMatch(/<script|Tanguy|Le Goff/)
  })

  it('carries fifty actions at most, and is well-formed without any', async () => {
    expect((await read()).entries).toEqual([])
    const { clee } = await insertClee()
    for (let count = 0; count < 52; count += 1) await insertAction(clee.id, { startsOn: '2027-04-01' })
    expect((await read()).entries).toHaveLength(50)
  })
})
