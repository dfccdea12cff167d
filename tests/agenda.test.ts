import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { open, readable } from './support/features.ts'

// A Friday: the school year is under way.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-12T09:00:00Z') }))
afterEach(() => vi.useRealTimers())

const agenda = (query = '') => open(visitor(), `/agenda${query}`)
const titlesIn = (page: string, titles: string[]) => titles.filter((title) => page.includes(title))

describe('following the agenda', () => {
  it('is offered once above a short list, and announced to programs on the pages of a CLEE and of a bassin too', async () => {
    const { clee, bassin } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-03-12' })
    const { text } = await visitor().get('/agenda').expect(200)
    expect(text.match(/<summary>S’abonner/g)?.length).toBe(1)
    expect(text.indexOf('<summary>S’abonner')).toBeLessThan(text.indexOf('class="app-agenda"'))
    expect(text).toContain('<a href="/agenda.atom">')
    for (const [page, calendar] of [['/agenda', '/agenda.ics'], [`/clees/${clee.slug}`, `/clees/${clee.slug}/agenda.ics`], [`/bassins/${bassin.slug}`, `/bassins/${bassin.slug}/agenda.ics`]] as const) {
      const { text: read } = await visitor().get(page).expect(200)
      expect(read).toMatch(new RegExp(`<link rel="alternate" type="text/calendar"[^>]* href="${calendar}">`))
      expect(read).toMatch(/<link rel="alternate" type="application\/atom\+xml"[^>]* href="\/agenda.atom">/)
    }
    for (let day = 10; day < 21; day += 1) await insertAction(clee.id, { startsOn: `2027-04-${day}` })
    expect((await visitor().get('/agenda')).text.match(/<summary>S’abonner/g)?.length).toBe(2)
  })
})

describe('the list of the agenda', () => {
  it('shows what is under way, then what is to come by month, and leaves the past to its months', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { title: 'Parrainage long', startsOn: '2026-10-01', endsOn: '2027-05-31' })
    await insertAction(clee.id, { title: 'Visite de mai', startsOn: '2027-05-04' })
    await insertAction(clee.id, { title: 'Forum du jour', startsOn: '2027-03-12', place: 'Salle Tournebride' })
    await insertAction(clee.id, { title: 'Forum passé', startsOn: '2027-02-02' })
    const page = await agenda()
    expect(page).not.toContain('Forum passé')
    expect(page).toMatch(/En cours.*Parrainage long.*mars 2027.*Forum du jour.*Aujourd’hui.*Salle Tournebride.*mai 2027.*Visite de mai/)
    expect(page).toContain(clee.name)
    const february = await agenda('?mois=2027-02')
    expect(titlesIn(february, ['Parrainage long', 'Forum passé', 'Forum du jour'])).toEqual(['Parrainage long', 'Forum passé'])
    expect(february).toContain('Commencées avant ce mois')
  })

  it('leads to each action and to its calendar', async () => {
    const { clee, bassin } = await insertClee()
    const { id } = await insertAction(clee.id, { startsOn: '2027-03-20' })
    const { text } = await visitor().get('/agenda').expect(200)
    for (const address of [`href="/actions/${id}"`, 'href="/agenda?vue=mois&amp;mois=2027-03"', 'type="application/atom+xml"', '/agenda.ics']) expect(text).toContain(address)
    expect((await visitor().get(`/agenda?bassin=${bassin.slug}`)).text).toContain(`/bassins/${bassin.slug}/agenda.ics`)
    expect((await visitor().get(`/agenda?clee=${clee.slug}`)).text).toContain(`/clees/${clee.slug}/agenda.ics`)
    expect((await visitor().get('/')).text).toContain(`href="/actions/${id}"`)
    expect((await visitor().get(`/clees/${clee.slug}`)).text).toContain(`href="/agenda?clee=${clee.slug}"`)
    expect((await visitor().get(`/bassins/${bassin.slug}`)).text).toContain(`href="/agenda?bassin=${bassin.slug}"`)
    expect((await visitor().get('/plan-du-site')).text).toContain('href="/agenda"')
  })

  it('keeps to a bassin, to a CLEE, to a type', async () => {
    const [one, other] = [await insertClee(), await insertClee()]
    await insertAction(one.clee.id, { title: 'Visite ici', type: 'company_visit_pupils', startsOn: '2027-04-01' })
    await insertAction(one.clee.id, { title: 'Forum ici', startsOn: '2027-04-02' })
    await insertAction(other.clee.id, { title: 'Forum ailleurs', startsOn: '2027-04-03' })
    const titles = ['Visite ici', 'Forum ici', 'Forum ailleurs']
    expect(titlesIn(await agenda(), titles)).toEqual(titles)
    expect(titlesIn(await agenda(`?bassin=${one.bassin.slug}`), titles)).toEqual(['Visite ici', 'Forum ici'])
    expect(titlesIn(await agenda(`?clee=${other.clee.slug}`), titles)).toEqual(['Forum ailleurs'])
    expect(titlesIn(await agenda('?type=job_fair&bassin=&clee=&mois='), titles)).toEqual(['Forum ici', 'Forum ailleurs'])
    expect(await agenda(`?type=coaching&clee=${one.clee.slug}`)).toContain('Aucune action à venir pour ces filtres')
  })

  it('shows only public actions of published CLEEs, once they are retained', async () => {
    const { clee } = await insertClee()
    const hidden = await insertClee({ acknowledgedAt: null, status: 'declared' })
    await insertAction(clee.id, { title: 'Action montrée', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Action proposée', state: 'proposed', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Action du réseau', visibility: 'network', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Action interne', visibility: 'private', startsOn: '2027-04-01' })
    await insertAction(hidden.clee.id, { title: 'Action cachée', startsOn: '2027-04-01' })
    const titles = ['Action montrée', 'Action proposée', 'Action du réseau', 'Action interne', 'Action cachée']
    for (const query of ['', '?vue=mois&mois=2027-04', '?jour=2027-04-01']) expect(titlesIn(await agenda(query), titles)).toEqual(['Action montrée'])
    await visitor().get(`/agenda?clee=${hidden.clee.slug}`).expect(404)
  })

  it('shows as such what is cancelled or postponed, reviewed or not', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { title: 'Forum annulé', state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Salle fermée', startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Forum reporté', state: 'reviewed', outcome: 'postponed', outcomeReason: 'Grève', startsOn: '2027-04-02' })
    const page = await agenda()
    expect(page).toMatch(/Forum annulé Annulée.*Forum reporté Reportée/)
    expect(page).not.toMatch(/Salle fermée|Grève/)
  })

  it('goes on page after page, each action once, whatever day they share', async () => {
    const { clee } = await insertClee()
    const titles = Array.from({ length: 70 }, (_, number) => `Action ${String(number).padStart(2, '0')}.`)
    for (const [number, title] of titles.entries()) await insertAction(clee.id, { title, startsOn: number < 45 ? '2027-04-01' : '2027-04-02' })
    const seen: string[] = []
    for (let path: string | undefined = '/agenda?type=job_fair'; path;) {
      const text: string = (await visitor().get(path).expect(200)).text
      seen.push(...titlesIn(readable(text), titles))
      path = /href="([^"]*suite=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(titles)
  })

  it('says what to do when there is nothing', async () => {
    expect(await agenda()).toContain('Aucune action à venir pour le moment')
    expect(await agenda('?mois=2027-08')).toContain('Aucune action ce mois-là')
    expect(await agenda('?jour=2027-08-01')).toContain('Aucune action ce jour-là')
    expect(await agenda('?vue=mois')).toContain('Voir les actions à venir')
  })
})

describe('the month of the agenda', () => {
  it('shows an action on each of its days, four a day at most, and the others behind a link', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { title: 'Stage de trois jours', startsOn: '2027-03-30', endsOn: '2027-04-01' })
    for (const number of [1, 2, 3, 4, 5, 6]) await insertAction(clee.id, { title: `Visite ${number}`, startsOn: '2027-04-01' })
    await insertAction(clee.id, { title: 'Parrainage annuel', startsOn: '2026-10-01', endsOn: '2027-06-30' })
    const march = (await visitor().get('/agenda?vue=mois&mois=2027-03').expect(200)).text
    expect(march.match(/Stage de trois jours/g)).toHaveLength(2)
    const april = (await visitor().get('/agenda?vue=mois&mois=2027-04').expect(200)).text
    expect(titlesIn(april, [1, 2, 3, 4, 5, 6].map((number) => `Visite ${number}`))).toHaveLength(4)
    expect(readable(april)).toContain('+ 3 autres')
    expect(readable(april)).toContain('8 actions')
    expect(readable(april)).toContain('Tout le mois Parrainage annuel')
    expect(april.match(/Parrainage annuel/g)).toHaveLength(1)
    expect(april).toContain('href="/agenda?jour=2027-04-01"')
    expect(await agenda('?jour=2027-04-01')).toMatch(/Commencées avant ce jour mardi 30 mars 2027 jusqu’au 1er avril 2027 Stage de trois jours.*Parrainage annuel.*Visite 1.*Visite 6/)
  })

  it('has the holidays as notes, the month before and the month after', async () => {
    await db.schoolHoliday.create({ data: { schoolYear: '2026-2027', description: 'Vacances de printemps', zone: 'Zone B', startsOn: new Date('2027-04-10'), endsOn: new Date('2027-04-26') } })
    const { text } = await visitor().get('/agenda?vue=mois&mois=2027-04').expect(200)
    expect(text.match(/Vacances de printemps/g)).toHaveLength(17)
    expect(text).toContain('href="/agenda?vue=mois&amp;mois=2027-03"')
    expect(text).toContain('href="/agenda?vue=mois&amp;mois=2027-05"')
    expect(readable(text)).toContain('Aucune action ce mois-là')
  })

  it('is this month unless said otherwise, and begins and ends where months do', async () => {
    expect(await agenda('?vue=mois')).toContain('mars 2027')
    for (const month of ['1900-01', '2099-12']) await visitor().get(`/agenda?vue=mois&mois=${month}`).expect(200)
  })
})

describe('a wrong address', () => {
  it.each([
    ['?mois=2027-13', 'Ce mois n’existe pas'],
    ['?vue=mois&mois=abc', 'Ce mois n’existe pas'],
    ['?mois=2027-03&mois=2027-04', 'dit « mois » plusieurs fois'],
    ['?jour=2027-06-31', 'Ce jour n’existe pas'],
    ['?jour=2027-6-1', 'Ce jour n’existe pas'],
    ['?bassin=inconnu', 'Ce bassin n’existe pas'],
    ['?bassin=__proto__', 'Ce bassin n’existe pas'],
    ['?clee=inconnu', 'Ce CLEE n’existe pas'],
    ['?type=picnic', 'Ce type d’action n’existe pas'],
    ['?type=__proto__', 'Ce type d’action n’existe pas'],
    ['?type=constructor', 'Ce type d’action n’existe pas'],
  ])('%s is a page that says what is wrong', async (query, sentence) => {
    expect(readable((await visitor().get(`/agenda${query}`).expect(404)).text)).toContain(sentence)
  })

  it.each(['?page=-1', '?page=abc', '?suite=x', '?suite=2027-13-01_1', '?suite=0000-00-00_x', '?vue=autre', '?__proto__=1', '?constructor[prototype]=1', '?type=&mois=&jour='])('%s is the agenda', async (query) => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-04-01' })
    expect(await agenda(query)).toContain('Forum des métiers')
  })
})
