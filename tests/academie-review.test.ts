import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { makeBassin, makeCoordinator, makeHead, makeMission, makeSchool } from './support/factories.ts'
import { makeManyClees } from './support/many.ts'
import { open } from './support/features.ts'
import { readPdf } from './support/pdf.ts'
import { insertClee, makeDoneAction, makeOrganisation } from './support/reviews.ts'

const year = schoolYearOf()
const past = previousSchoolYear(year)

/** Three CLEEs in two bassins, one of them in both; a school and an organisation that they share. */
async function makeNetwork() {
  const [rennes, vitre] = [await makeBassin('Rennes'), await makeBassin('Vitré')]
  const clees = [await insertClee('CLEE de Rennes', [rennes.id]), await insertClee('CLEE des deux bassins', [rennes.id, vitre.id]), await insertClee('=CLEE de Vitré', [vitre.id])] as const
  const [school, partner] = [await makeSchool(), await makeOrganisation()]
  const linked = { schools: [school.uai], partners: [partner.id] }
  await makeDoneAction(clees[0].id, { pupilsReached: 100, girlsReached: 60, adultsReached: 3, ...linked })
  await makeDoneAction(clees[1].id, { outcome: 'partly', type: 'coaching', pupilsReached: 20, ...linked })
  await makeDoneAction(clees[1].id, { outcome: 'cancelled', partners: [(await makeOrganisation()).id] })
  await makeDoneAction(clees[2].id, { pupilsReached: 8 }, past)
  for (const { id } of [clees[0], clees[2]]) await makeDoneAction(id, { outcome: null, state: 'proposed' })
  return { rennes, vitre, clees, mission: await makeMission() }
}

describe('the review of the académie', () => {
  it('sums every CLEE, by type, by bassin and CLEE by CLEE, against the year before', async () => {
    const { mission } = await makeNetwork()
    const page = await open(await signedIn(mission), '/bilan')
    for (const text of [`Bilan ${year} de l’académie`, '120 élèves touchés (+ 1 400 % sur un an)', '2 actions réalisées (+ 100 % sur un an)', '1 organisation partenaire', '1 établissement ', '2 CLEE ayant mené une action', 'Les actions seulement proposées (2) ne comptent pas.', 'Rennes 2 2 120 60 3 1 1', 'Vitré 1 1 20 0 0 1 1', 'CLEE de Rennes Rennes 1 100 60 3 1 1 Pas commencé', 'CLEE des deux bassins Rennes, Vitré 1 20 0 0 1 1 Pas commencé', '3 CLEE']) expect(page).toContain(text)
    const before = await open(await signedIn(mission), `/bilan?annee=${past}`)
    expect(before).toContain('8 élèves touchés')
    expect(before).not.toContain('sur un an')
  })

  it('shows to a coordinator the sums of the CLEEs of their bassins, and nothing of the others', async () => {
    const { vitre } = await makeNetwork()
    const agent = await signedIn(await makeCoordinator(vitre.id))
    const page = await open(agent, '/bilan')
    for (const text of [`Bilan ${year} de mes bassins`, '20 élèves touchés', 'CLEE des deux bassins', '2 CLEE', 'Vitré 1 1 20 0 0 1 1']) expect(page).toContain(text)
    expect(page).not.toMatch(/CLEE de Rennes|Rennes 2|100/)
    expect((await agent.get('/bilan.csv').expect(200)).text).not.toContain('CLEE de Rennes')
    const outside = await open(await signedIn(await makeCoordinator((await makeBassin()).id)), '/bilan')
    expect(outside).toContain('0 élève touché')
  })

  it('is closed to the co-pilots, and knows no year that is not one', async () => {
    const head = await signedIn(await makeHead())
    for (const path of ['/bilan', '/bilan.csv', '/bilan.pdf']) await head.get(path).expect(403)
    const mission = await signedIn(await makeMission())
    for (const year of ['2026', '2026-2028', '3000-3001', '1999-2000']) await mission.get(`/bilan?annee=${year}`).expect(404)
    expect(await open(mission, '/bilan')).toContain('Aucun CLEE')
  })

  it('finds, sorts and cuts in pages the table of CLEEs', async () => {
    const { mission } = await makeNetwork()
    await makeManyClees(60)
    const agent = await signedIn(mission)
    expect(await open(agent, '/bilan?tri=-eleves')).toMatch(/CLEE de Rennes.*CLEE des deux bassins.*Comité/)
    expect(await open(agent, '/bilan?texte=vitre')).toMatch(/1 CLEE .*=CLEE de Vitré/)
    expect(await open(agent, '/bilan?bassin=vitre&etat=none')).toMatch(/2 CLEE /)
    expect(await open(agent, '/bilan?etat=submitted')).toContain('Aucun CLEE ne correspond à ces filtres')
    expect(await open(agent, '/bilan?page=2')).toContain('Comité 59.')
    expect(await open(agent, '/bilan?tri=rien&page=-1&etat=x')).toContain('63 CLEE')
  })

  it('says where the review of each CLEE stands', async () => {
    const { mission, clees } = await makeNetwork()
    const plan = await db.actionPlan.findFirstOrThrow({ where: { cleeId: clees[0].id } })
    await db.planReview.create({ data: { planId: plan.id, cleeId: clees[0].id, schoolYear: year, returnReason: 'Complétez.' } })
    expect(await open(await signedIn(mission), '/bilan?etat=draft')).toMatch(/1 CLEE .*CLEE de Rennes.*Renvoyé pour complément/)
  })
})

describe('its files', () => {
  it('a CSV of the CLEEs, formulas neutralised', async () => {
    const { mission } = await makeNetwork()
    const answer = await (await signedIn(mission)).get(`/bilan.csv?annee=${year}&tri=nom`).expect(200)
    expect(answer.headers['content-disposition']).toContain(`bilan-${year}.csv`)
    const lines = answer.text.split('\r\n')
    expect(lines[0]).toContain('CLEE;Bassin;Actions réalisées')
    expect(lines).toContain(`CLEE de Rennes;Rennes;1;0;0;0;0;100;60;3;0;1;1;Pas commencé;${year}`)
    expect(answer.text).toContain('\'=CLEE de Vitré')
  })

  it('a tagged PDF for the CAEE: figures, types, bassins and CLEEs', async () => {
    const { mission } = await makeNetwork()
    const answer = await (await signedIn(mission)).get(`/bilan.pdf?annee=${year}`).responseType('blob').expect(200)
    const document = await readPdf(new Uint8Array(answer.body as Buffer))
    expect(document).toMatchObject({ marked: true, language: 'fr-FR', title: `Bilan ${year} de l’académie` })
    expect(document.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD', 'LI']))
    for (const text of ['120 élèves touchés (8 l’année d’avant, + 1 400 % sur un an)', 'Forum des métiers, salon', 'Vitré']) expect(document.text.replace(/\s+/g, ' ')).toContain(text)
    for (const text of ['CLEE par CLEE', 'CLEE de Rennes']) expect(document.text).toContain(text)
    expect(document.text).not.toMatch(/Orga[-\u00ad]/)
  })
})
