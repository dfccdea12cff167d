import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { during, eventsOf, follow, makeAction, open, readable, retainAction, statusesOf, submit } from './support/features.ts'

const year = schoolYearOf()
const [first, second] = year.split('-').map(Number) as [number, number]
const pastYear = `${first - 1}-${first}`

const typed = () => ({ id: randomUUID(), title: 'Forum des métiers', type: 'job_fair', startsOn: `${second}-03-14` })

async function withClee() {
  const made = await makeClee('active')
  return { ...made, agent: await signedIn(made.head), path: `/clees/${made.clee.slug}/actions` }
}

/** What a past year left in the database. */
async function makePastAction(cleeId: string) {
  const plan = await db.actionPlan.create({ data: { cleeId, schoolYear: pastYear } })
  return db.plannedAction.create({ data: { planId: plan.id, cleeId, schoolYear: pastYear, title: 'Forum passé', type: 'job_fair' } })
}

describe('proposing an action', () => {
  it('asks five things, writes the action, its list and the journal, and leads to its sheet', async () => {
    const { clee, head, agent, path } = await withClee()
    const school = await makeSchool()
    const form = await open(agent, `${path}/nouvelle`)
    expect(form).toContain('Aucune donnée personnelle d’élève : des effectifs et des niveaux seulement')
    const body = { ...typed(), audiences: ['pupils', 'teachers'], schoolUais: school.uai, agrees: 'oui' }
    const page = await follow(agent, await submit(agent, `${path}/nouvelle?annee=${year}`, body))
    for (const sentence of ['L’action est proposée. Votre accord est donné', `Le 14 mars ${second}`, 'Accord du monde éducatif : donné par', 'Accord du monde économique : attendu']) expect(page).toContain(sentence)
    const action = await db.plannedAction.findUniqueOrThrow({ where: { id: body.id }, include: { plan: true, schools: true } })
    expect(action).toMatchObject({ title: 'Forum des métiers', type: 'job_fair', audiences: ['pupils', 'teachers'], visibility: 'private', state: 'proposed', schoolYear: year, revision: 1, proposedByName: `${head.firstName} ${head.lastName}` })
    expect(action).toMatchObject({ educationAgreedByName: action.proposedByName, economyAgreedAt: null, plan: { cleeId: clee.id, status: 'draft' }, schools: [{ schoolUai: school.uai }] })
    expect(action.searchText).toBe(`Forum des métiers Forum des métiers, salon ${school.name} Fougères`)
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['action.addition', 'action.agreement'])
  })

  it('counts no agreement that was not ticked, nor that of who is no co-pilot', async () => {
    const { agent, mission, path } = await withClee()
    await submit(agent, `${path}/nouvelle`, typed()).expect(303)
    const official = await signedIn(mission)
    expect(await open(official, `${path}/nouvelle`)).not.toContain('Donner aussi mon accord')
    await submit(official, `${path}/nouvelle`, { ...typed(), agrees: 'oui' }).expect(303)
    expect(await db.plannedAction.count({ where: { educationAgreedAt: null, economyAgreedAt: null } })).toBe(2)
  })

  it('refuses what is wrong, each with its sentence, and shows the form filled', async () => {
    const { agent, path } = await withClee()
    const school = await makeSchool()
    const wrongs: [object, string][] = [
      [{ title: ' ' }, 'Donnez un titre à l’action'],
      [{ title: 'a'.repeat(161) }, 'Raccourcissez ce texte'],
      [{ type: '' }, 'Choisissez le type'],
      [{ type: 'picnic' }, 'Choisissez le type'],
      [{ audiences: 'cats' }, 'Choisissez des publics de la liste'],
      [{ startsOn: `${second}-06-31` }, 'Saisissez une date qui existe'],
      [{ startsOn: '31/06/2027' }, 'Saisissez une date qui existe'],
      [{ startsOn: 'demain' }, 'Saisissez une date qui existe'],
      [{ startsOn: `${second}-09-01` }, `n’est pas dans l’année scolaire ${year}`],
      [{ schoolUais: '0350122T' }, 'n’est pas dans l’annuaire du portail'],
      [{ schoolUais: 'x' }, 'Choisissez des établissements de la liste'],
      [{ id: 'x' }, 'Rechargez la page'],
    ]
    for (const [change, sentence] of wrongs) {
      const body = { ...typed(), title: 'À garder', audiences: 'families', schoolUais: school.uai, ...change }
      const page = await submit(agent, `${path}/nouvelle`, body).expect(422)
      expect(readable(page.text), sentence).toContain(sentence)
      expect(page.text, sentence).toContain(`value="${body.title}"`)
      if (!('audiences' in change)) expect(page.text, sentence).toMatch(/value="families" checked/)
    }
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([0, 0])
  })

  it('adds one action of the same form sent twice, at once or later', async () => {
    const { clee, agent, path } = await withClee()
    const body = typed()
    expect(await statusesOf([1, 2].map(() => submit(agent, `${path}/nouvelle`, body)))).toEqual([303, 303])
    await submit(agent, `${path}/nouvelle`, body).expect(303)
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([1, 1])
    expect((await eventsOf(clee.id)).filter((event) => event === 'action.addition')).toHaveLength(1)
  })

  it('says that the list has one of that title and type already', async () => {
    const { agent, path } = await withClee()
    const told = 'Une action porte déjà ce titre dans la liste'
    expect(await follow(agent, await submit(agent, `${path}/nouvelle`, typed()))).not.toContain(told)
    expect(await follow(agent, await submit(agent, `${path}/nouvelle`, { ...typed(), title: 'FORUM des metiers' }))).toContain(told)
    expect(await follow(agent, await submit(agent, `${path}/nouvelle`, { ...typed(), type: 'project' }))).not.toContain(told)
  })

  it('begins one list when both co-pilots add at once', async () => {
    const { agent, company, path } = await withClee()
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/nouvelle`, typed())))).toEqual([303, 303])
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([2, 1])
  })

  it('of the year to come is not the coordinator’s to write: their designation is for this year (R17)', async () => {
    const { clee, head, bassin } = await makeClee('active')
    const next = nextSchoolYear(schoolYearOf())
    const action = await makeAction(clee.id, head, {}, next)
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    const list = `/clees/${clee.slug}/actions`
    expect(await open(coordinator, `${list}?annee=${next}`)).not.toContain('Ajouter une action')
    expect(await open(coordinator, `${list}/${action.id}`)).not.toMatch(/Annuler l’action|Modifier/)
    for (const address of [`${list}/nouvelle?annee=${next}`, `${list}/reconduction?annee=${next}`, `${list}/${action.id}/fiche/identite`, `${list}/${action.id}/annulation`]) {
      expect(readable((await coordinator.get(address).expect(403)).text)).toContain(`les actions de ${next} sont préparées par les copilotes`)
      await submit(coordinator, address).expect(403)
    }
    await coordinator.get(`${list}/nouvelle`).expect(200)
    await (await signedIn(head)).get(`${list}/nouvelle?annee=${next}`).expect(200)
  })

  it('is open to the coordinator and the mission, closed to others, and waits for the declaration', async () => {
    const { clee, bassin, mission, path } = await withClee()
    for (const editor of [mission, await makeCoordinator(bassin.id)]) await submit(await signedIn(editor), `${path}/nouvelle`, typed()).expect(303)
    for (const outsider of [await makeHead(), await makeCoordinator(bassin.id, pastYear)]) {
      const one = await signedIn(outsider)
      await one.get(`/clees/${clee.slug}/actions`).expect(404)
      await submit(one, `${path}/nouvelle`, typed()).expect(404)
    }
    await submit(visitor(), `${path}/nouvelle`, typed()).expect(302)
    const draft = await makeClee('draft')
    await submit(await signedIn(draft.head), `/clees/${draft.clee.slug}/actions/nouvelle`, typed()).expect(404)
    expect(await db.plannedAction.count()).toBe(2)
  })
})

describe('removing an action', () => {
  it('asks first, then removes a proposal once, and the journal keeps its title', async () => {
    const { clee, head, agent, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    expect(await open(agent, `${path}/${id}/suppression`)).toContain('Retirer cette action de la liste')
    const [done, raced] = await statusesOf([1, 2].map(() => submit(agent, `${path}/${id}/suppression`)))
    expect(done).toBe(303)
    expect([404, 409]).toContain(raced)
    expect(await db.plannedAction.count()).toBe(0)
    expect(await db.auditEntry.findMany({ where: { event: 'action.removal' } })).toMatchObject([{ subjectName: 'Forum des métiers', cleeId: clee.id }])
  })

  it('is for proposals only: a retained action is cancelled', async () => {
    const { clee, head, agent, path } = await withClee()
    const { id } = await retainAction(await makeAction(clee.id, head))
    await agent.get(`${path}/${id}/suppression`).expect(409)
    expect(readable((await submit(agent, `${path}/${id}/suppression`).expect(409)).text)).toContain('Une action retenue s’annule')
    expect(await db.plannedAction.count()).toBe(1)
  })

  it('waits for a retention at the same instant, and then is refused', async () => {
    const { clee, head, agent, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    const { status } = await during(`UPDATE planned_actions SET state = 'retained' WHERE id = $1`, [id], async () => submit(agent, `${path}/${id}/suppression`))
    expect(status).toBe(409)
    expect(await db.plannedAction.count()).toBe(1)
  })
})

describe('the school year of a list', () => {
  it('is over for the past: it reads, and nothing is written', async () => {
    const { clee, agent, path } = await withClee()
    const { id } = await makePastAction(clee.id)
    const page = await open(agent, `${path}?annee=${pastYear}`)
    expect(page).toContain('Forum passé')
    expect(page).toContain('est terminée')
    expect(page).not.toMatch(/Ajouter une action|Modifier|Transmettre la liste/)
    await agent.get(`${path}/nouvelle?annee=${pastYear}`).expect(409)
    await submit(agent, `${path}/nouvelle?annee=${pastYear}`, { ...typed(), startsOn: '' }).expect(409)
    const sheet = await open(agent, `${path}/${id}`)
    expect(sheet).toContain('est terminée. Cette fiche se lit')
    expect(sheet).not.toMatch(/Modifier la rubrique|Donner mon accord|Annuler l’action/)
    await agent.get(`${path}/${id}/fiche/identite`).expect(409)
    await submit(agent, `${path}/${id}/fiche/identite`, { title: 'Refait', type: 'project', revision: 1 }).expect(409)
    for (const move of ['accord', 'annulation', 'bilan']) await submit(agent, `${path}/${id}/${move}`, { seen: 1, reason: 'Trop tard', outcome: 'done' }).expect(409)
    await submit(agent, `${path}/${id}/suppression`).expect(409)
    await submit(agent, `${path}/soumission?annee=${pastYear}`).expect(409)
    expect(await db.plannedAction.findMany()).toMatchObject([{ title: 'Forum passé', revision: 1 }])
    expect(await db.actionPlan.findMany()).toMatchObject([{ status: 'draft', receipt: null }])
  })

  it('may be the next one', async () => {
    const { agent, path } = await withClee()
    const next = nextSchoolYear(year)
    expect(await follow(agent, await submit(agent, `${path}/nouvelle?annee=${next}`, { ...typed(), startsOn: `${second}-10-01` }))).toContain(`année scolaire ${next}`)
    expect(await db.actionPlan.findMany()).toMatchObject([{ schoolYear: next }])
  })

  it.each(['abc', '2026', '2026-2028', `${year}x`, '9998-9999', '%00', `${year}&annee=${year}`])('is refused as %s', async (annee) => {
    const { agent, path } = await withClee()
    const { status } = await agent.get(`${path}?annee=${annee}`)
    expect([400, 404]).toContain(status)
    expect([400, 404]).toContain((await submit(agent, `${path}/nouvelle?annee=${annee}`, typed())).status)
    expect(await db.actionPlan.count()).toBe(0)
  })
})
