import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { bringCharter, makeAction, open, submit } from './support/features.ts'

const year = schoolYearOf()
const dashboard = '/tableau-de-bord'

/** The part of the mission's page that lists what awaits it. */
const queueOf = async (agent: Awaited<ReturnType<typeof signedIn>>) => (await open(agent, dashboard)).split('Tous les CLEE')[0] ?? ''

describe('the dashboard of the mission', () => {
  it('lists new CLEEs, charters and lists, the oldest first, and empties as they are dealt with', async () => {
    const official = await signedIn(await makeMission())
    expect(await queueOf(official)).toContain('Rien n’attend')
    const withPlan = await makeClee('active', 'CLEE de la liste')
    await makeAction(withPlan.clee.id, withPlan.head)
    await submit(await signedIn(withPlan.head), `/clees/${withPlan.clee.slug}/actions/soumission`).expect(303)
    const withCharter = await makeClee('active', 'CLEE de la charte')
    await bringCharter(withCharter.clee.id, withCharter.head, withCharter.mission, 'submitted')
    const declared = await makeClee('declared', 'CLEE tout neuf')
    await makeClee('draft', 'CLEE en brouillon')
    const queue = await queueOf(official)
    expect(queue).toContain('Ce qui attend la mission (3)')
    expect(queue).toMatch(/Liste des actions à lire.*CLEE de la liste.*Charte à examiner.*CLEE de la charte.*Nouveau CLEE.*CLEE tout neuf/)
    expect(queue).not.toContain('CLEE en brouillon')
    await db.clee.update({ where: { id: declared.clee.id }, data: { declaredAt: new Date('2020-01-01') } })
    expect(await queueOf(official)).toMatch(/CLEE tout neuf.*CLEE de la liste/)
    await submit(official, `/clees/${declared.clee.slug}/prise-d-acte`).expect(303)
    expect(await queueOf(official)).toContain('Ce qui attend la mission (2)')
    await submit(official, `/clees/${withCharter.clee.slug}/charte/validation`, { version: 1 }).expect(303)
    expect(await queueOf(official)).toContain('Ce qui attend la mission (1)')
    const { receipt } = await db.actionPlan.findFirstOrThrow()
    await submit(official, `/clees/${withPlan.clee.slug}/actions/accuse-de-reception`, { receipt }).expect(303)
    expect(await queueOf(official)).toContain('Rien n’attend')
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

  it('says so when there is none, or the mandate is of another year', async () => {
    const { bassin } = await makeClee('active')
    for (const user of [await makeCoordinator((await makeBassin()).id), await makeCoordinator(bassin.id, '2020-2021')]) {
      expect(await open(await signedIn(user), dashboard)).toContain('Aucun CLEE dans vos bassins')
    }
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
    await each('À compléter : Objectifs, Acteurs.')
    await bringCharter(clee.id, head, mission, 'draft')
    await each('Tous les articles sont remplis')
    await bringCharter(clee.id, head, mission, 'returned')
    await each('Corriger la charte renvoyée par la mission')
    await bringCharter(clee.id, head, mission, 'submitted')
    await makeAction(clee.id, head)
    await each('La liste n’a pas encore été transmise')
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
