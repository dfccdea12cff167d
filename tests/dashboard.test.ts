import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { bringCharter, correctDraft, makeAction, open, submit, withoutAgreement } from './support/features.ts'
import { makeManyClees } from './support/many.ts'

const year = schoolYearOf()
const dashboard = '/tableau-de-bord'

/** The part of the mission's page that lists what awaits it. */
const queueOf = async (agent: Awaited<ReturnType<typeof signedIn>>) => (await open(agent, dashboard)).split('Tous les CLEE')[0] ?? ''

/** Gives each bassin a coordinator, so that none awaits one. */
async function coordinateAll() {
  for (const { id } of await db.bassin.findMany({ orderBy: { id: 'asc' } })) await makeCoordinator(id)
}

describe('the dashboard of the mission', () => {
  it('lists charters, new CLEEs and lists, kind by kind with their number, the oldest first, and empties as they are dealt with', async () => {
    const official = await signedIn(await makeMission())
    expect(await queueOf(official)).toContain('Rien n’attend')
    const withPlan = await makeClee('active', 'CLEE de la liste')
    await makeAction(withPlan.clee.id, withPlan.head)
    await submit(await signedIn(withPlan.head), `/clees/${withPlan.clee.slug}/actions/soumission`).expect(303)
    const withCharter = await makeClee('active', 'CLEE de la charte')
    await bringCharter(withCharter.clee.id, withCharter.head, withCharter.mission, 'submitted')
    const declared = await makeClee('declared', 'CLEE tout neuf')
    await makeClee('draft', 'CLEE en brouillon')
    await coordinateAll()
    const queue = await queueOf(official)
    expect(queue).toContain('Ce qui attend la mission (3)')
    expect(queue).toMatch(/Chartes à examiner \(1\) CLEE de la charte Version 1 .*Nouveaux CLEE \(1\) CLEE tout neuf.*Listes des actions à lire \(1\) CLEE de la liste/)
    expect(queue).not.toContain('CLEE en brouillon')
    const older = await makeClee('declared', 'CLEE plus ancien')
    await db.clee.update({ where: { id: older.clee.id }, data: { declaredAt: new Date('2020-01-01') } })
    await coordinateAll()
    expect(await queueOf(official)).toMatch(/Nouveaux CLEE \(2\) CLEE plus ancien.*CLEE tout neuf/)
    await submit(official, `/clees/${older.clee.slug}/prise-d-acte`).expect(303)
    await submit(official, `/clees/${declared.clee.slug}/prise-d-acte`).expect(303)
    expect(await queueOf(official)).toContain('Ce qui attend la mission (2)')
    await submit(official, `/clees/${withCharter.clee.slug}/charte/validation`, { version: 1 }).expect(303)
    expect(await queueOf(official)).toContain('Ce qui attend la mission (1)')
    const { receipt } = await db.actionPlan.findFirstOrThrow()
    await submit(official, `/clees/${withPlan.clee.slug}/actions/accuse-de-reception`, { receipt }).expect(303)
    expect(await queueOf(official)).toContain('Rien n’attend')
  })
})

describe('what awaits the mission besides', () => {
  it('is a charter sent again after a return, which says so', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'returned')
    await withoutAgreement()
    await correctDraft()
    await submit(await signedIn(head), `/clees/${clee.slug}/charte/soumission`, { version: 2 }).expect(303)
    expect(await queueOf(await signedIn(mission))).toContain('Nouvelle transmission, version 2')
  })

  const makeRequest = (status: 'waiting' | 'unconfirmed' | 'refused', lastName: string) =>
    db.accountRequest.create({
      data: { email: `${lastName}@essai.test`, firstName: 'Nolwenn', lastName, jobTitle: 'Directrice', role: 'company', status, tokenHash: lastName, expiresAt: new Date(), confirmedAt: status === 'unconfirmed' ? null : new Date('2026-02-01'), reason: 'Adresse inconnue.' },
    })

  it('is the requests for an account that wait, with the way to them', async () => {
    for (const [status, name] of [['waiting', 'Kermarrec'], ['unconfirmed', 'Riou'], ['refused', 'Salaün']] as const) await makeRequest(status, name)
    const official = await signedIn(await makeMission())
    const { text } = await official.get(dashboard).expect(200)
    expect(text).toContain('href="/comptes/demandes"')
    expect(text).toContain('Nolwenn Kermarrec')
    expect(text).not.toMatch(/Riou|Salaün/)
  })

  it('is the CLEEs whose copilotage is vacant, since when, but once those of which it has taken note', async () => {
    const { clee } = await makeClee('active', 'CLEE sans copilote')
    const declared = await makeClee('declared', 'CLEE tout neuf')
    await coordinateAll()
    await db.clee.updateMany({ where: { id: { in: [clee.id, declared.clee.id] } }, data: { status: 'vacant' } })
    await db.cleeStateChange.create({ data: { cleeId: clee.id, from: 'active', to: 'vacant', at: new Date('2026-03-04T10:00:00Z') } })
    const queue = await queueOf(await signedIn(await makeMission()))
    expect(queue).toMatch(/\(2\) Nouveaux CLEE \(1\) CLEE tout neuf .* Copilotages vacants \(1\) CLEE sans copilote Depuis le 4 mars 2026/)
  })

  it('is the bassins that nobody coordinates this year, in one line; a disabled account coordinates none', async () => {
    const [followed, left] = [await makeBassin('Bassin suivi'), await makeBassin('Bassin quitté')]
    await makeBassin('Bassin oublié')
    await makeCoordinator(followed.id)
    const { id } = await makeCoordinator(left.id)
    await db.user.update({ where: { id }, data: { isActive: false } })
    const queue = await queueOf(await signedIn(await makeMission()))
    expect(queue).toContain(`Coordinations à désigner (1) 2 bassins sans coordonnateur en ${year} Bassin oublié, Bassin quitté`)
  })

  it('stands above the ten CLEEs last updated, when they are many', async () => {
    await makeManyClees(12)
    const { text } = await (await signedIn(await makeMission())).get(dashboard).expect(200)
    expect(text).toContain('href="/liste-des-clees"')
    expect(text).toContain('Comité 11.')
    expect(text).not.toMatch(/Comité [01]\./)
  })
})

describe('the menu', () => {
  it('holds what each role may open, and administration is a page too', async () => {
    const official = await signedIn(await makeMission())
    const { text } = await official.get('/administration').expect(200)
    for (const path of ['/liste-des-clees', '/administration', '/comptes', '/coordonnateurs', '/administration/bassins', '/organisations', '/journal', '/courriels']) expect(text).toContain(`href="${path}"`)
    const coordinator = (await (await signedIn(await makeCoordinator((await makeBassin()).id))).get(dashboard).expect(200)).text
    for (const path of ['/liste-des-clees', '/coordonnateurs']) expect(coordinator).toContain(`href="${path}"`)
    expect(coordinator).not.toContain('href="/journal"')
    const head = (await (await signedIn(await makeHead())).get(dashboard).expect(200)).text
    expect(head).not.toMatch(/href="\/(liste-des-clees|coordonnateurs|administration)"/)
  })
})

describe('the dashboard of a coordinator', () => {
  it('shows the declared CLEEs of their bassins of this year, no draft', async () => {
    const { clee, bassin } = await makeClee('declared', 'CLEE de mon bassin')
    const other = await makeClee('active', 'CLEE d’un autre bassin')
    const draft = await makeClee('draft', 'CLEE en brouillon')
    await db.cleeBassin.create({ data: { cleeId: draft.clee.id, bassinId: bassin.id } })
    const page = await open(await signedIn(await makeCoordinator(bassin.id)), dashboard)
    expect(page).toContain(clee.name)
    expect(page).not.toContain(other.clee.name)
    expect(page).not.toContain(draft.clee.name)
  })

  it('says which bassins they follow this year, what they may do, charters to comment included, and that there is no CLEE yet', async () => {
    const page = await open(await signedIn(await makeCoordinator((await makeBassin('Bassin suivi')).id)), dashboard)
    for (const sentence of [`Vos bassins en ${year} Bassin suivi`, 'Ce que vous pouvez faire', 'Lire et commenter la charte', 'Aucun CLEE dans vos bassins']) expect(page).toContain(sentence)
  })

  it('shows the deadlines of the year, with the way to its letter', async () => {
    const { bassin } = await makeClee('active')
    await db.schoolYear.create({ data: { schoolYear: year, openedByName: 'Mission', planDueOn: new Date(`${year.slice(5)}-05-12`), letterTitle: 'Bonne rentrée', letterBody: 'Bonjour.', letterSentAt: new Date(), sentTitle: 'Bonne rentrée', sentBody: 'Bonjour.' } })
    const agent = await signedIn(await makeCoordinator(bassin.id))
    const page = await open(agent, dashboard)
    for (const text of [`Échéances de l’année ${year}`, `12 mai ${year.slice(5)}`, 'Lire la lettre de l’année']) expect(page).toContain(text)
    expect((await agent.get(dashboard)).text).toContain(`href="/annees-scolaires/${year}/lettre"`)
  })

  it('keeps their past years in sight without any right, and says that they coordinate nothing this year', async () => {
    const { clee, bassin } = await makeClee('active')
    const agent = await signedIn(await makeCoordinator(bassin.id, '2020-2021'))
    const page = await open(agent, dashboard)
    expect(page).toContain(`Vous ne coordonnez aucun bassin en ${year}`)
    expect(page).toContain(`Années passées 2020-2021 ${bassin.name}`)
    expect(page).not.toContain(clee.name)
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
    await agent.get(`/clees/${clee.slug}/membres`).expect(404)
    expect(await open(agent, '/liste-des-clees')).toContain('Aucun CLEE')
  })

  it('announces the year to come', async () => {
    const { clee, bassin } = await makeClee('active')
    const page = await open(await signedIn(await makeCoordinator(bassin.id, nextSchoolYear(year))), dashboard)
    expect(page).toContain(`Désignations à venir ${nextSchoolYear(year)} ${bassin.name}`)
    expect(page).not.toContain(clee.name)
  })
})

describe('the dashboard of a co-pilot', () => {
  it('says what awaits, from the declaration to the lists sent', async () => {
    const { clee, head, mission, company } = await makeClee('active')
    const agents = [await signedIn(head), await signedIn(company!)]
    const each = async (sentence: string) => {
      for (const agent of agents) expect(await open(agent, dashboard)).toContain(sentence)
    }
    await each('Commencer la charte')
    await each(`Saisir les actions de ${year}`)
    await submit(agents[0]!, `/clees/${clee.slug}/charte`).expect(303)
    await each('À compléter : Objectifs, Acteurs, Comité de pilotage.')
    await bringCharter(clee.id, head, mission, 'draft')
    await each('Tous les articles sont remplis')
    await bringCharter(clee.id, head, mission, 'returned')
    await each('Corriger la charte renvoyée par la mission')
    await bringCharter(clee.id, head, mission, 'submitted')
    await each('Votre signature est attendue sur la version 1')
    for (const agent of agents) await submit(agent, `/clees/${clee.slug}/charte/versions/1/signature`, { isRead: 'oui' }).expect(303)
    await makeAction(clee.id, head)
    await each('La liste n’a pas encore été transmise')
    await db.plannedAction.updateMany({ data: { state: 'retained' } })
    await submit(agents[0]!, `/clees/${clee.slug}/actions/soumission`).expect(303)
    await each('Rien ne vous attend pour ce CLEE')
    await makeAction(clee.id, head, { title: 'Une visite' })
    await each('La liste a changé depuis le dernier envoi')
  })

  it('says that the invitation awaits its answer, and offers no second declaration', async () => {
    const { clee, head } = await makeClee('declared')
    const page = await open(await signedIn(head), dashboard)
    expect(page).toContain('Copilote économique en attente')
    expect(page).toContain(clee.name)
    expect(page).not.toContain('Commencer la déclaration')
  })

  it('calls a head without a CLEE to declare one, or says why they cannot', async () => {
    expect(await open(await signedIn(await makeHead()), dashboard)).toContain('Commencer la déclaration')
    const head = await makeUser('school_head', { schoolUai: (await makeSchool({ sector: 'private' })).uai })
    const page = await open(await signedIn(head), dashboard)
    expect(page).toContain('est un établissement privé')
    expect(page).not.toContain('Commencer la déclaration')
    expect(await open(await signedIn(await makeUser('school_head')), dashboard)).toContain('rattaché à aucun établissement')
  })

  it('tells a company without a CLEE so', async () => {
    expect(await open(await signedIn(await makeUser('company')), dashboard)).toContain('Vous ne copilotez aucun CLEE')
  })

  it('shows a head who left their seat nothing of the CLEE any more', async () => {
    const { clee, head } = await makeClee('active')
    await db.copilot.updateMany({ where: { userId: head.id }, data: { startsOn: new Date('2020-01-01'), endsOn: new Date('2020-08-31') } })
    const agent = await signedIn(head)
    expect(await open(agent, dashboard)).not.toContain(clee.name)
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
  })
})

it('asks an anonymous visitor to sign in', async () => {
  expect((await visitor().get(dashboard).expect(302)).headers['location']).toBe(`/connexion?suite=${encodeURIComponent(dashboard)}`)
})
