import { afterEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { makeAction, open, submit } from './support/features.ts'
import { readPdf } from './support/pdf.ts'
import { editAction, planRow } from './support/plans.ts'

const year = '2026-2027'

afterEach(() => vi.useRealTimers())

// What is read is of that year, whatever the day of the tests.
const at = (day: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${day}T10:00:00Z`) })
const date = (day: string) => new Date(`${day}T00:00:00Z`)

/** A CLEE whose list holds one action in each situation that the page tells apart. */
async function withActions() {
  at('2027-03-15')
  const made = await makeClee('active')
  const agreed = { educationAgreedAt: new Date(), economyAgreedAt: new Date() }
  const facts = [
    ['Forum à décider', { startsOn: date('2027-05-04') }],
    ['Visite à accorder', { startsOn: date('2027-05-20'), endsOn: date('2027-05-21'), educationAgreedAt: new Date() }],
    ['Conférence retenue', { ...agreed, state: 'retained' }],
    ['Salon de mars', { ...agreed, state: 'planned', startsOn: date('2027-03-03'), endsOn: date('2027-03-05') }],
    ['Parrainage au long cours', { ...agreed, state: 'planned', startsOn: date('2027-02-01'), endsOn: date('2027-05-31') }],
    ['Rallye réalisé', { ...agreed, state: 'done', outcome: 'done', startsOn: date('2026-10-08'), pupilsReached: 40 }],
    ['Sortie annulée', { state: 'cancelled', retainedAt: new Date(), outcome: 'cancelled', outcomeReason: 'Faute de car.', startsOn: date('2027-03-22') }],
  ] as const
  for (const [title, data] of facts) {
    const { id } = await makeAction(made.clee.id, made.head, { title })
    await db.plannedAction.update({ where: { id }, data })
  }
  return { ...made, path: `/clees/${made.clee.slug}/actions`, agent: await signedIn(made.head) }
}

const shown = (text: string, ...titles: string[]) => titles.filter((title) => text.includes(title))

describe('the list of a year', () => {
  it('groups the actions by month, says where they stand, and narrows to a state', async () => {
    const { agent, path } = await withActions()
    const page = await open(agent, path)
    expect(page).toMatch(/Octobre 2026 .*Rallye réalisé.*Février 2027 .*Mars 2027 .*Salon de mars.*du 03\/03\/2027 au 05\/03\/2027.*Sortie annulée.*Mai 2027 .*Forum à décider.*Date à fixer .*Conférence retenue/)
    expect(page).toContain('2 actions proposées (une attend l’accord des deux mondes et une attend l’accord du monde économique) ; 3 retenues ou planifiées, dont une passée sans chiffres saisis ; 1 réalisée ; 1 annulée.')
    const titles = ['Forum à décider', 'Salon de mars', 'Rallye réalisé'] as const
    expect(shown(await open(agent, `${path}?etat=proposed`), ...titles)).toEqual(['Forum à décider'])
    expect(shown(await open(agent, `${path}?etat=a-renseigner`), ...titles)).toEqual(['Salon de mars'])
    expect(await open(agent, `${path}?etat=postponed`)).toContain('Aucune action dans cet état')
    expect(shown(await open(agent, `${path}?etat=inconnu&vue=inconnue`), ...titles)).toEqual(titles)
  })

  it('lets each co-pilot tick what awaits their side, and nobody else', async () => {
    const { agent, company, mission, path, clee } = await withActions()
    const ticked = async (one: typeof agent, query = '') => [...(await one.get(`${path}${query}`).expect(200)).text.matchAll(/name="ids" value="([^"]+)"/g)].map(([, id]) => id)
    const idsOf = async (...titles: string[]) => (await db.plannedAction.findMany({ where: { title: { in: titles } }, orderBy: { startsOn: 'asc' } })).map(({ id, revision }) => `${id}:${revision}`)
    expect(await ticked(agent)).toEqual(await idsOf('Forum à décider'))
    const other = await signedIn(company!)
    expect(await ticked(other)).toEqual(await idsOf('Forum à décider', 'Visite à accorder'))
    expect((await other.get(path)).text).toContain(`action="${path}/accords?annee=${year}"`)
    expect(await ticked(other, '?etat=planned')).toEqual([])
    expect(await ticked(await signedIn(mission))).toEqual([])
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    expect(await ticked(other)).toEqual([])
  })

  it('says what to do when it is empty, and only reads when its year is over or closed', async () => {
    const { agent, path, clee } = await withActions()
    const next = await open(agent, `${path}?annee=${nextSchoolYear(year)}`)
    expect(next).toMatch(/Aucune action inscrite Inscrivez les actions/)
    expect(next).not.toMatch(/Calendrier|Exporter en CSV/)
    const past = await open(agent, `${path}?annee=${previousSchoolYear(year)}`)
    expect(past).toMatch(/L’année scolaire .* est terminée\. La liste se lit.*Aucune action n’a été inscrite cette année-là/)
    expect(past).not.toContain('Ajouter une action')
    await db.schoolYear.create({ data: { schoolYear: year, openedByName: 'Essai', status: 'closed', closedAt: new Date() } })
    const closed = await open(agent, path)
    expect(closed).toContain(`La mission académique a clos l’année scolaire ${year} le `)
    expect(closed).not.toMatch(/Ajouter une action|Transmettre la liste|Votre accord|Reconduire/)
    const html = (await agent.get(`${path}?annee=${year}`)).text
    for (const href of [`${path}/pdf?annee=${year}`, `${path}/csv?annee=${year}`, `/clees/${clee.slug}/bilan?annee=${year}`]) expect(html).toContain(`href="${href}"`)
    for (const annee of ['2026-2028', '2035-2036', 'x']) await agent.get(`${path}?annee=${annee}`).expect(404)
  })
})

describe('the calendar of a year', () => {
  const weekOf = (html: string, day: number) => new RegExp(`</span>${day}</span>(.*?)</td>`, 's').exec(html)?.[1] ?? ''

  it('shows an action on each of its days, long ones once, undated ones apart, and school holidays', async () => {
    const { agent, path } = await withActions()
    await db.schoolHoliday.create({ data: { schoolYear: year, description: 'Vacances d’hiver', zone: 'Zone B', startsOn: date('2027-02-20'), endsOn: date('2027-03-07') } })
    const { text } = await agent.get(`${path}?vue=calendrier&mois=2027-03`).expect(200)
    expect([2, 3, 4, 5, 6].map((day) => weekOf(text, day).includes('Salon de mars'))).toEqual([false, true, true, true, false])
    expect([7, 8].map((day) => weekOf(text, day).includes('Vacances d’hiver'))).toEqual([true, false])
    expect(weekOf(text, 22)).toMatch(/app-month-muted">Sortie annulée/)
    expect(text).toMatch(/Sur plusieurs semaines.*Parrainage au long cours/s)
    expect(text).toMatch(/Date à fixer.*Conférence retenue/s)
    expect(text).toMatch(/aria-current="date"/)
    const { id } = await db.plannedAction.findFirstOrThrow({ where: { title: 'Salon de mars' } })
    expect(text).toContain(`href="${path}/${id}"`)
  })

  it('offers the months of the year with their number of actions; opens on the present one, else on the first that has one', async () => {
    const { agent, path } = await withActions()
    const page = await open(agent, `${path}?vue=calendrier`)
    expect(page).toMatch(/septembre 2026 octobre 2026 \(1 action \).*mars 2027 \(3 actions \).*août 2027 Mars 2027 /)
    for (const mois of ['2028-03', '2027-13', 'x']) expect(await open(agent, `${path}?vue=calendrier&mois=${mois}`)).toContain('août 2027 Mars 2027 ')
    at('2027-10-01')
    const later = await signedIn(await db.user.findFirstOrThrow({ where: { role: 'mission' } }))
    expect(await open(later, `${path}?annee=${year}&vue=calendrier`)).toContain('août 2027 Octobre 2026 ')
  })
})

describe('the files of a year', () => {
  it('a CSV: one line an action with all its sheet, by date, without formulas', async () => {
    const { agent, path, clee } = await withActions()
    await db.plannedAction.updateMany({ where: { title: 'Forum à décider' }, data: { title: '=1+1', levels: ['troisieme'], pupilsPlanned: 120 } })
    await db.plannedAction.updateMany({ where: { title: 'Rallye réalisé' }, data: { title: '@SOMME(A1)', girlsReached: 0, strengths: 'Un « ; » et\nune ligne' } })
    const answer = await agent.get(`${path}/csv?annee=${year}`).expect(200)
    expect(answer.headers['content-disposition']).toBe(`attachment; filename=actions-${year}-${clee.slug}.csv`)
    const rows = answer.text.split('\r\n').map((row) => row.split(';'))
    const heading = (rows[0] ?? []).map((name) => name.replace('\uFEFF', ''))
    const cell = (title: string, name: string) => rows.find((row) => row[2] === title)?.[heading.indexOf(name)]
    expect(rows).toHaveLength(9)
    expect(cell('\'=1+1', 'Élèves prévus')).toBe('120')
    expect(cell('\'=1+1', 'Niveaux')).toBe('3e')
    expect(cell('\'=1+1', 'État')).toBe('Proposée')
    expect([cell('\'@SOMME(A1)', 'Élèves touchés'), cell('\'@SOMME(A1)', 'Dont filles'), cell('\'@SOMME(A1)', 'Adultes touchés')]).toEqual(['40', '0', ''])
    expect(answer.text).toContain('"Un « ; » et\nune ligne"')
    expect(cell('Salon de mars', 'Début')).toBe('2027-03-03')
    expect((await agent.get(`${path}/csv?annee=${nextSchoolYear(year)}`).expect(200)).text.split('\r\n')).toHaveLength(2)
  })

  it('a CSV reads a long list batch by batch, each action once', async () => {
    const { clee, head } = await makeClee('active')
    const { planId } = await makeAction(clee.id, head)
    const schoolYear = schoolYearOf()
    await db.plannedAction.createMany({ data: Array.from({ length: 450 }, (_, index) => ({ planId, cleeId: clee.id, schoolYear, title: `Action ${index}`, type: 'job_fair', audiences: [], startsOn: index % 3 ? date(`${schoolYear.slice(0, 4)}-10-01`) : null })) })
    const { text } = await (await signedIn(head)).get(`/clees/${clee.slug}/actions/csv`).expect(200)
    const titles = text.trim().split('\r\n').slice(1).map((row) => row.split(';')[2])
    expect([titles.length, new Set(titles).size]).toEqual([451, 451])
  })

  it('a PDF: tagged, with its table, its receipt, and what changed since', async () => {
    const { agent, path, clee, head } = await withActions()
    const school = await makeSchool({ name: 'Collège de la Roche' })
    const { id } = await db.plannedAction.findFirstOrThrow({ where: { title: 'Salon de mars' } })
    await db.actionSchool.create({ data: { actionId: id, schoolUai: school.uai } })
    await db.plannedAction.update({ where: { id }, data: { title: '#panic("perdu") Salon', partnersNote: 'La CCI', audiences: ['pupils'] } })
    await submit(agent, `${path}/soumission`).expect(303)
    await editAction({ title: 'Forum changé' })
    const answer = await agent.get(`${path}/pdf?annee=${year}`).responseType('blob').expect(200)
    expect(answer.headers['cache-control']).toBe('private, no-cache')
    expect(answer.headers['content-disposition']).toContain(`actions-${year}-${clee.slug}.pdf`)
    const pdf = await readPdf(new Uint8Array(answer.body as Buffer))
    expect({ marked: pdf.marked, language: pdf.language, title: pdf.title }).toEqual({ marked: true, language: 'fr-FR', title: `Actions ${year} – ${clee.name}` })
    expect(pdf.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'L', 'Table', 'THead', 'TR', 'TH', 'TD']))
    const { receipt } = await planRow()
    for (const sentence of [receipt ?? '', `par ${head.firstName} ${head.lastName}`, 'Document établi le 15 mars 2027', '#panic("perdu") Salon', 'Collège de la Roche', 'La CCI', 'Élèves', 'Planifiée', 'À fixer', 'Modifiée depuis l’envoi']) expect(pdf.text).toContain(sentence)
    expect(pdf.text.indexOf('Rallye réalisé')).toBeLessThan(pdf.text.indexOf('Sortie annulée'))
    const empty = await agent.get(`${path}/pdf?annee=${nextSchoolYear(year)}`).responseType('blob').expect(200)
    expect((await readPdf(new Uint8Array(empty.body as Buffer))).text).toContain('Aucune action n’est inscrite')
  })

  it('are for the people of the CLEE', async () => {
    const { mission, bassin, path } = await withActions()
    for (const user of [mission, await makeCoordinator(bassin.id)]) for (const file of ['pdf', 'csv']) await (await signedIn(user)).get(`${path}/${file}`).expect(200)
    const outsider = await signedIn(await makeHead())
    for (const file of ['pdf', 'csv']) {
      await outsider.get(`${path}/${file}`).expect(404)
      await visitor().get(`${path}/${file}`).expect(302)
    }
  })
})
