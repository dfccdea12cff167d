import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { withAction } from './support/actions.ts'
import { signedIn, visitor } from './support/app.ts'
import { dayFrom } from './support/factories.ts'
import { completeAction, during, eventsOf, follow, open, readable, retainAction, shownAgain, statusesOf, submit } from './support/features.ts'

const [first, second] = schoolYearOf().split('-')
const row = () => db.plannedAction.findFirstOrThrow()
const begun = new Date(`${dayFrom(0)}T00:00:00Z`)
const toCome = new Date(`${second}-08-31T00:00:00Z`)

describe('moving an action', () => {
  const planned = async (startsOn = toCome) => {
    const made = await withAction({ startsOn })
    await retainAction(made.action, 'planned')
    return made
  }

  it('plans it once retained, with its date', async () => {
    const { clee, agent, action, path } = await withAction()
    await submit(agent, `${path}/planification`, { startsOn: dayFrom(0) }).expect(409)
    await retainAction(action)
    expect(await open(agent, `${path}/planification`)).toContain('Planifier l’action')
    for (const [startsOn, endsOn, sentence] of [['', '', 'Indiquez la date'], ['31/06/2027', '', 'qui existe'], [`${second}-09-01`, '', 'n’est pas dans l’année'], [`${second}-05-02`, `${second}-05-01`, 'La fin vient avant']]) {
      const page = await submit(agent, `${path}/planification`, { startsOn, endsOn }).expect(422)
      expect(readable(page.text)).toContain(sentence)
      expect(page.text).toContain(`value="${shownAgain(String(startsOn))}"`)
    }
    expect(await follow(agent, await submit(agent, `${path}/planification`, { startsOn: `${second}-05-02` }))).toContain('L’action est planifiée.')
    expect(await row()).toMatchObject({ state: 'planned', startsOn: new Date(`${second}-05-02T00:00:00Z`), revision: 2 })
    expect((await eventsOf(clee.id)).at(-1)).toBe('action.planning')
    await submit(agent, `${path}/planification`, { startsOn: `${second}-05-03` }).expect(409)
  })

  it('keeps the date of a planned one', async () => {
    const { save } = await planned()
    expect(readable((await save('organisation', { startsOn: '' }).expect(422)).text)).toContain('gardez-lui une date, ou reportez-la')
  })

  it('cancels it with a reason, once, and reopens it as it was', async () => {
    const { clee, agent, path } = await planned()
    expect(await open(agent, `${path}/annulation`)).toContain('Annuler cette action ?')
    expect(readable((await submit(agent, `${path}/annulation`).expect(422)).text)).toContain('Dites pourquoi l’action est annulée.')
    expect(await statusesOf([1, 2].map(() => submit(agent, `${path}/annulation`, { reason: 'Salle prise' })))).toEqual([303, 409])
    expect(await row()).toMatchObject({ state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Salle prise' })
    expect(await open(agent, path)).toContain('Elle est annulée : Salle prise')
    expect(await open(agent, `${path}/reouverture`)).toMatch(/Elle redeviendra retenue.*ses chiffres réalisés seront effacés/)
    expect(await follow(agent, await submit(agent, `${path}/reouverture`))).toContain('elle est de nouveau retenue')
    expect(await row()).toMatchObject({ state: 'retained', outcome: null, outcomeReason: '' })
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['action.cancellation', 'action.reopening'])
  })

  it('reopens a cancelled proposal as a proposal: nobody’s agreement is made up', async () => {
    const { agent, path } = await withAction()
    await submit(agent, `${path}/annulation`, { reason: 'Erreur' }).expect(303)
    expect(await follow(agent, await submit(agent, `${path}/reouverture`))).toContain('de nouveau proposée')
    expect(await row()).toMatchObject({ state: 'proposed' })
    await submit(agent, `${path}/reouverture`).expect(409)
  })

  it('announces nothing of a proposal that is cancelled, even public, nor once it is open again', async () => {
    const { agent, action, path } = await withAction({ title: 'Visite tenue secrète', startsOn: toCome, visibility: 'public', audiences: ['families'], objective: 'Découvrir' })
    const addresses = ['/agenda', `/agenda?mois=${second}-08`, `/actions/${action.id}`]
    const isSeen = async () => (await Promise.all(addresses.map((address) => visitor().get(address)))).some(({ text }) => text.includes('Visite tenue secrète'))
    expect(await follow(agent, await submit(agent, `${path}/annulation`, { reason: 'Salle prise' }))).toContain('elle ne paraît pas hors du CLEE')
    expect(await row()).toMatchObject({ state: 'cancelled', visibility: 'private' })
    expect(await isSeen()).toBe(false)
    // Nobody retained it: one person alone publishes nothing, even cancelled.
    await db.plannedAction.updateMany({ data: { visibility: 'public' } })
    expect(await isSeen()).toBe(false)
    expect(await open(agent, path)).toContain('Personne ne l’avait retenue : elle ne se montre pas hors du CLEE.')
    await submit(agent, `${path}/bilan`, { outcome: 'cancelled', outcomeReason: 'Salle prise', step: 'terminer' }).expect(303)
    expect(await row()).toMatchObject({ state: 'reviewed', retainedAt: null })
    expect(await isSeen()).toBe(false)
    expect(await follow(agent, await submit(agent, `${path}/reouverture`))).toContain('de nouveau proposée')
    await db.plannedAction.updateMany({ data: { visibility: 'private' } })
    await retainAction(action)
    expect(await isSeen()).toBe(false)
    await db.plannedAction.updateMany({ data: { visibility: 'public' } })
    expect(await isSeen()).toBe(true)
    expect(await follow(agent, await submit(agent, `${path}/annulation`, { reason: 'Salle prise' }))).not.toContain('hors du CLEE')
    expect(await isSeen()).toBe(true)
  })

  it('does not hide an action that is retained while its proposal is being cancelled', async () => {
    const { agent, action, path } = await withAction({ startsOn: toCome, visibility: 'public', audiences: ['families'], objective: 'Découvrir' })
    const late = await during('UPDATE planned_actions SET state = \'retained\', education_agreed_at = now(), education_agreed_by_name = \'A\', economy_agreed_at = now(), economy_agreed_by_name = \'B\' WHERE id = $1', [action.id], async () => submit(agent, `${path}/annulation`, { reason: 'Salle prise' }))
    expect(late.status).toBe(409)
    expect(await row()).toMatchObject({ state: 'retained', visibility: 'public', audiences: ['families'], objective: 'Découvrir' })
  })

  it('postpones it, with or without another date', async () => {
    const { clee, agent, path } = await planned()
    const report = (body: object) => submit(agent, `${path}/report`, body)
    await agent.get(`${path}/report`).expect(200)
    expect(readable((await report({ startsOn: `${second}-06-01` }).expect(422)).text)).toContain('Dites pourquoi l’action est reportée.')
    expect(readable((await report({ reason: 'Grève', startsOn: `${second}-09-02` }).expect(422)).text)).toContain('n’est pas dans l’année')
    expect(readable((await report({ reason: 'Grève', startsOn: `${second}-08-31` }).expect(422)).text)).toContain('C’est la date actuelle')
    await report({ reason: 'Grève', startsOn: `${second}-06-01` }).expect(303)
    expect(await row()).toMatchObject({ state: 'planned', outcome: null, outcomeReason: 'Grève', startsOn: new Date(`${second}-06-01T00:00:00Z`) })
    expect(await open(agent, path)).toContain('Elle a été reportée : Grève')
    expect(await follow(agent, await report({ reason: 'Neige' }))).toMatch(/Planifiez-la de nouveau.*Ancienne date : le 1er juin/)
    expect(await row()).toMatchObject({ state: 'postponed', outcome: 'postponed', outcomeReason: 'Neige' })
    await report({ reason: 'Encore' }).expect(409)
    await submit(agent, `${path}/planification`, { startsOn: `${second}-06-15` }).expect(303)
    expect(await row()).toMatchObject({ state: 'planned', outcome: null, outcomeReason: '' })
    expect((await eventsOf(clee.id)).slice(-4)).toEqual(['action.postponement', 'action.planning', 'action.postponement', 'action.planning'])
  })

  it('is for those who may edit; the list says that it changed, but not when an action was done', async () => {
    const { clee, agent, mission, path } = await planned(begun)
    await db.actionPlan.updateMany({ data: { hasChanges: false } })
    await submit(agent, `${path}/bilan`, { outcome: 'done', pupilsReached: '12' }).expect(303)
    expect(await db.actionPlan.findFirst()).toMatchObject({ hasChanges: false })
    await submit(await signedIn(mission), `${path}/reouverture`).expect(303)
    expect(await db.actionPlan.findFirst()).toMatchObject({ hasChanges: true })
    expect((await eventsOf(clee.id)).slice(-3)).toEqual(['action.completion', 'action.review', 'action.reopening'])
  })
})

describe('what was achieved (R12)', () => {
  it('is told from its first day on, in whole numbers', async () => {
    const made = await withAction({ startsOn: toCome })
    const { agent, path, action } = made
    await retainAction(action)
    expect(await open(agent, path)).toContain('confirmez sa date')
    const early = await submit(agent, `${path}/bilan`, { outcome: 'done', pupilsReached: '12' }).expect(422)
    expect(readable(early.text)).toMatch(new RegExp(`Cette action n’a pas encore commencé.*à partir de son premier jour, le 31 août ${second}`))
    await db.plannedAction.updateMany({ data: { startsOn: null } })
    expect(readable((await submit(agent, `${path}/bilan`, { outcome: 'done' }).expect(422)).text)).toContain('Indiquez d’abord la date de l’action')
    await db.plannedAction.updateMany({ data: { startsOn: begun } })
    const wrongs: [object, string][] = [
      [{ outcome: '', step: 'terminer' }, 'dites ce qu’il est advenu de l’action'],
      [{ outcome: 'partly' }, 'Dites pourquoi'],
      [{ pupilsReached: '12 000' }, 'sans espace ni point : 12000'],
      [{ adultsReached: '12.5' }, 'sans virgule'],
      [{ classesReached: '-1' }, 'Un nombre négatif'],
      [{ pupilsReached: '1000000000000' }, 'Vérifiez ce nombre'],
      [{ pupilsReached: '10', girlsReached: '11' }, 'Les filles sont comptées parmi les élèves'],
      [{ girlsReached: '1' }, 'Les filles sont comptées parmi les élèves'],
    ]
    for (const [body, sentence] of wrongs) expect(readable((await submit(agent, `${path}/bilan`, { outcome: 'done', ...body }).expect(422)).text)).toContain(sentence)
    expect(await row()).toMatchObject({ state: 'retained', outcome: null, pupilsReached: null })
    const figures = { outcome: 'partly', outcomeReason: 'Pluie', pupilsReached: '40', girlsReached: '21', adultsReached: '0' }
    expect((await submit(agent, `${path}/bilan`, figures)).status).toBe(303)
    expect(await row()).toMatchObject({ state: 'done', outcome: 'partly', pupilsReached: 40, girlsReached: 21, adultsReached: 0, classesReached: null })
    expect(await open(agent, path)).toContain('40, dont 21 filles')
  })

  it('keeps an action from a date to come', async () => {
    const { action, save } = await withAction({ startsOn: begun })
    await completeAction(action)
    for (const startsOn of ['', `${second}-08-31`]) expect(readable((await save('organisation', { startsOn }).expect(422)).text)).toContain('sa date ne peut être ni vide ni à venir')
    await save('organisation', { startsOn: `${first}-09-02` }).expect(303)
  })
})
