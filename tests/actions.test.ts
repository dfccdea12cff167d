import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { eventsOf, follow, makeAction, open, readable, sortedStatuses, statusesOf, submit } from './support/features.ts'

const year = schoolYearOf()
const [first, second] = year.split('-').map(Number) as [number, number]
const pastYear = `${first - 1}-${first}`

const typed = () => ({ id: randomUUID(), title: 'Forum des métiers', type: 'job_fair', visibility: 'private', startsOn: `${second}-03-14`, place: 'Salle Tournebride' })

async function withClee() {
  const made = await makeClee('active')
  return { ...made, agent: await signedIn(made.head), path: `/clees/${made.clee.slug}/actions` }
}

/** What a past year left in the database. */
async function makePastAction(cleeId: string) {
  const plan = await db.actionPlan.create({ data: { cleeId, schoolYear: pastYear } })
  return db.plannedAction.create({ data: { planId: plan.id, cleeId, schoolYear: pastYear, title: 'Forum passé', type: 'job_fair' } })
}

describe('adding an action', () => {
  it('writes the action, its list and the journal', async () => {
    const { clee, agent, path } = await withClee()
    const school = await makeSchool()
    const body = { ...typed(), audiences: ['pupils', 'teachers'], endsOn: `15/03/${second}`, partners: 'La CCI\nLe club', objective: 'Découvrir', schoolUais: school.uai, visibility: 'public' }
    const page = await follow(agent, await submit(agent, `${path}/nouvelle?annee=${year}`, body))
    expect(page).toContain('L’action est ajoutée à la liste')
    expect(page).toContain(`du 14 mars ${second} au 15 mars ${second}`)
    const action = await db.plannedAction.findUniqueOrThrow({ where: { id: body.id }, include: { plan: true, schools: true } })
    expect(action).toMatchObject({ title: 'Forum des métiers', type: 'job_fair', audiences: ['pupils', 'teachers'], visibility: 'public', schoolYear: year, partners: 'La CCI\nLe club', revision: 1 })
    expect(action.endsOn?.toISOString()).toBe(`${second}-03-15T00:00:00.000Z`)
    expect(action.plan).toMatchObject({ cleeId: clee.id, status: 'draft' })
    expect(action.schools.map(({ schoolUai }) => schoolUai)).toEqual([school.uai])
    expect((await eventsOf(clee.id)).at(-1)).toBe('action.addition')
  })

  it.each([
    ['no title', { title: ' ' }, 'Donnez un titre à l’action'],
    ['a title of 161 characters', { title: 'a'.repeat(161) }, 'Raccourcissez ce texte'],
    ['no type', { type: '' }, 'Choisissez le type'],
    ['an unknown type', { type: 'picnic' }, 'Choisissez le type'],
    ['an unknown audience', { audiences: 'cats' }, 'Choisissez des publics de la liste'],
    ['31 June', { startsOn: `${second}-06-31` }, 'Saisissez une date qui existe'],
    ['a date in words', { startsOn: 'demain' }, 'Saisissez une date qui existe'],
    ['an end before the start', { endsOn: `${second}-03-13` }, 'La fin vient avant le début'],
    ['an end without a start', { startsOn: '', endsOn: `${second}-03-13` }, 'Indiquez aussi la date de début'],
    ['a date in another year', { startsOn: `${second}-09-01` }, `n’est pas dans l’année scolaire ${year}`],
    ['an end in another year', { endsOn: `${second}-09-01` }, `n’est pas dans l’année scolaire ${year}`],
    ['an unknown school', { schoolUais: '0350122T' }, 'n’est pas dans l’annuaire du portail'],
    ['a school that is none', { schoolUais: 'x' }, 'Choisissez des établissements de la liste'],
    ['an unknown visibility', { visibility: 'secret' }, 'Choisissez à qui montrer'],
    ['an id that is none', { id: 'x' }, 'Rechargez la page'],
  ])('refuses %s and shows the form filled', async (_what, change, sentence) => {
    const { agent, path } = await withClee()
    const body = { ...typed(), ...change }
    const page = await submit(agent, `${path}/nouvelle`, body).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain('value="Salle Tournebride"')
    expect(page.text).toContain(`value="${body.title}"`)
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([0, 0])
  })

  it.each(['network', 'public'])('asks what publishing needs when it is %s (R13)', async (visibility) => {
    const { agent, path } = await withClee()
    const page = readable((await submit(agent, `${path}/nouvelle`, { ...typed(), startsOn: '', visibility }).expect(422)).text)
    for (const sentence of ['cochez au moins un public', 'indiquez sa date', 'cochez au moins un établissement', 'nommez au moins un partenaire']) expect(page).toContain(sentence)
    expect(await db.plannedAction.count()).toBe(0)
  })

  it('says everything at once: a missing type hides nothing of what publishing needs', async () => {
    const { agent, path } = await withClee()
    const page = readable((await submit(agent, `${path}/nouvelle`, { ...typed(), type: '', startsOn: '', visibility: 'public' }).expect(422)).text)
    for (const sentence of ['Choisissez le type', 'indiquez sa date', 'nommez au moins un partenaire']) expect(page).toContain(sentence)
  })

  it('adds one action of the same form sent twice, at once or later', async () => {
    const { clee, agent, path } = await withClee()
    const body = typed()
    expect(await statusesOf([1, 2].map(() => submit(agent, `${path}/nouvelle`, body)))).toEqual([303, 303])
    await submit(agent, `${path}/nouvelle`, body).expect(303)
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([1, 1])
    expect((await eventsOf(clee.id)).filter((event) => event === 'action.addition')).toHaveLength(1)
  })

  it('begins one list when both co-pilots add at once', async () => {
    const { agent, company, path } = await withClee()
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/nouvelle`, typed())))).toEqual([303, 303])
    expect([await db.plannedAction.count(), await db.actionPlan.count()]).toEqual([2, 1])
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

describe('changing an action', () => {
  const change = (revision: number, title: string) => ({ title, type: 'project', visibility: 'private', revision })

  it('saves it, its schools and the journal', async () => {
    const { clee, head, agent, path } = await withClee()
    const school = await makeSchool()
    const { id } = await makeAction(clee.id, head, { schoolUais: [(await makeSchool()).uai] })
    expect((await agent.get(`${path}/${id}/modification`).expect(200)).text).toContain('value="Forum des métiers"')
    expect(await follow(agent, await submit(agent, `${path}/${id}/modification`, { ...change(1, 'Défi'), schoolUais: school.uai }))).toContain('L’action est modifiée')
    expect(await db.plannedAction.findUnique({ where: { id }, include: { schools: true } })).toMatchObject({ title: 'Défi', revision: 2, schools: [{ schoolUai: school.uai }] })
    expect((await eventsOf(clee.id)).at(-1)).toBe('action.change')
  })

  it('shows both to the second of two people, who can save again', async () => {
    const { clee, head, agent, company, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    const other = await signedIn(company!)
    const responses = await Promise.all([submit(agent, `${path}/${id}/modification`, change(1, 'Titre un')), submit(other, `${path}/${id}/modification`, change(1, 'Titre deux'))])
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const clash = responses.find(({ status }) => status === 409)?.text ?? ''
    expect(clash).toContain('Titre un')
    expect(clash).toContain('Titre deux')
    const shown = Number(/name="revision" value="(\d+)"/.exec(clash)?.[1])
    await submit(other, `${path}/${id}/modification`, change(shown, 'Titre choisi')).expect(303)
    expect(await db.plannedAction.findUnique({ where: { id } })).toMatchObject({ title: 'Titre choisi', revision: 3 })
  })

  it('refuses what is wrong, and keeps what was typed', async () => {
    const { clee, head, agent, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    const page = await submit(agent, `${path}/${id}/modification`, { ...change(1, ''), place: 'À garder' }).expect(422)
    expect(page.text).toContain('À garder')
    await submit(agent, `${path}/${id}/modification`, { ...change(1, 'Défi'), startsOn: `${second}-09-01` }).expect(422)
    expect(await db.plannedAction.findUnique({ where: { id } })).toMatchObject({ title: 'Forum des métiers', revision: 1 })
  })

  it('finds neither another CLEE’s action nor a malformed one', async () => {
    const { clee, head, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    const other = await makeClee('active', 'Un autre CLEE')
    const agent = await signedIn(other.head)
    for (const target of [`${path}/${id}`, `/clees/${other.clee.slug}/actions/${id}`, `/clees/${other.clee.slug}/actions/x`]) {
      for (const page of ['modification', 'suppression']) {
        await agent.get(`${target}/${page}`).expect(404)
        await submit(agent, `${target}/${page}`, change(1, 'Pris')).expect(404)
      }
    }
    expect(await db.plannedAction.findUnique({ where: { id } })).toMatchObject({ title: 'Forum des métiers' })
  })
})

describe('removing an action', () => {
  it('asks first, then removes it once, and the journal keeps its title', async () => {
    const { clee, head, agent, path } = await withClee()
    const { id } = await makeAction(clee.id, head)
    expect(await open(agent, `${path}/${id}/suppression`)).toContain('Retirer cette action de la liste')
    const [done, raced] = await statusesOf([1, 2].map(() => submit(agent, `${path}/${id}/suppression`)))
    expect(done).toBe(303)
    expect([404, 409]).toContain(raced)
    expect(await db.plannedAction.count()).toBe(0)
    expect(await db.auditEntry.findMany({ where: { event: 'action.removal' } })).toMatchObject([{ subjectName: 'Forum des métiers', cleeId: clee.id }])
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
    await submit(agent, `${path}/${id}/modification`, { title: 'Refait', type: 'project', visibility: 'private', revision: 1 }).expect(409)
    await submit(agent, `${path}/${id}/suppression`).expect(409)
    await submit(agent, `${path}/soumission?annee=${pastYear}`).expect(409)
    expect(await db.plannedAction.findMany()).toMatchObject([{ title: 'Forum passé', revision: 1 }])
    expect(await db.actionPlan.findMany()).toMatchObject([{ status: 'draft', receipt: null }])
  })

  it('may be the next one', async () => {
    const { agent, path } = await withClee()
    const next = nextSchoolYear(year)
    expect(await follow(agent, await submit(agent, `${path}/nouvelle?annee=${next}`, { ...typed(), startsOn: `${second}-10-01` }))).toContain(`Actions ${next}`)
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
