import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { otherCopilot, withAction } from './support/actions.ts'
import { signedIn } from './support/app.ts'
import { dayFrom, makeHead } from './support/factories.ts'
import { completeAction, eventsOf, follow, open, readable, retainAction, submit } from './support/features.ts'

const begun = new Date(`${dayFrom(0)}T00:00:00Z`)
const row = () => db.plannedAction.findFirstOrThrow({ include: { indicators: { orderBy: { position: 'asc' } } } })

async function withReview() {
  const made = await withAction({ startsOn: begun })
  await retainAction(made.action)
  return { ...made, review: (body: object) => submit(made.agent, `${made.path}/bilan`, body) }
}

describe('the review of an action', () => {
  it('tells its outcome, its figures and what is retained of it, then ends', async () => {
    const { clee, agent, action, path, review } = await withReview()
    await db.actionIndicator.createMany({ data: [{ actionId: action.id, position: 0, label: 'Stages', target: 10 }, { actionId: action.id, position: 1, label: 'Entreprises' }] })
    expect(await open(agent, `${path}/bilan`)).toContain('jamais le nom d’un élève')
    const body = { outcome: 'done', pupilsReached: '40', girlsReached: '21', adultsReached: '3', classesReached: '2', indicatorAchieved1: '9', strengths: 'L’accueil', improvements: 'La durée', repeatsNextYear: 'oui' }
    expect(await follow(agent, await review(body))).toContain('Le bilan de l’action est enregistré')
    const saved = await row()
    expect(saved).toMatchObject({ state: 'done', outcome: 'done', pupilsReached: 40, girlsReached: 21, adultsReached: 3, classesReached: 2, strengths: 'L’accueil', improvements: 'La durée', repeatsNextYear: true, revision: 1 })
    expect(saved.indicators.map(({ achieved }) => achieved)).toEqual([9, null])
    expect(await open(agent, path)).toContain('Stages, 10 visés, 9 atteints')
    expect(await follow(agent, await review({ ...body, pupilsReached: '41', step: 'terminer' }))).toContain('Le bilan de l’action est terminé')
    expect(await row()).toMatchObject({ state: 'reviewed', pupilsReached: 41 })
    expect((await eventsOf(clee.id)).slice(-3)).toEqual(['action.completion', 'action.review', 'action.review'])
    await agent.get(`${path}/bilan`).expect(409)
    await review(body).expect(409)
  })

  it('may be begun before the outcome is told, without figures', async () => {
    const { review } = await withReview()
    await review({ outcome: '', strengths: 'Préparée en classe' }).expect(303)
    expect(await row()).toMatchObject({ state: 'retained', outcome: null, strengths: 'Préparée en classe' })
    expect(readable((await review({ outcome: '', pupilsReached: '4' }).expect(422)).text)).toContain('Des chiffres réalisés sont saisis')
    expect(readable((await review({ outcome: '', step: 'terminer' }).expect(422)).text)).toContain('Avant de terminer le bilan')
  })

  it('of what did not take place says why, and counts nothing', async () => {
    const { clee, review } = await withReview()
    await db.actionPlan.updateMany({ data: { hasChanges: false } })
    expect(readable((await review({ outcome: 'cancelled' }).expect(422)).text)).toContain('Dites pourquoi')
    expect(readable((await review({ outcome: 'cancelled', outcomeReason: 'Neige', pupilsReached: '4' }).expect(422)).text)).toContain('dites que l’action a eu lieu, ou effacez-les')
    await review({ outcome: 'cancelled', outcomeReason: 'Neige', step: 'terminer' }).expect(303)
    expect(await row()).toMatchObject({ state: 'reviewed', outcome: 'cancelled', outcomeReason: 'Neige', pupilsReached: null, revision: 2 })
    expect(await db.actionPlan.findFirst()).toMatchObject({ hasChanges: true })
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['action.cancellation', 'action.review'])
  })

  it('refuses wrong figures, keeps what was typed, and changes an outcome only by reopening', async () => {
    const { action, path, agent, review } = await withReview()
    const page = await review({ outcome: 'done', pupilsReached: '12 000', strengths: 'À garder' }).expect(422)
    expect(readable(page.text)).toContain('Saisissez ce nombre sans espace ni point : 12000.')
    for (const kept of ['À garder', 'value="12 000"']) expect(page.text).toContain(kept)
    await completeAction(action, { pupilsReached: 40 })
    await review({ outcome: 'cancelled', outcomeReason: 'Non' }).expect(422)
    expect(readable((await review({ outcome: '' }).expect(422)).text)).toContain('pour effacer ce qui a été dit, rouvrez-la')
    expect(await row()).toMatchObject({ state: 'done', pupilsReached: 40 })
    await submit(agent, `${path}/reouverture`).expect(303)
    expect(await row()).toMatchObject({ state: 'retained', outcome: null, pupilsReached: null })
  })

  it('is not told before its day, nor of a proposal', async () => {
    const { agent, path, review } = await withReview()
    await db.plannedAction.updateMany({ data: { startsOn: null } })
    expect(readable((await review({ outcome: 'done' }).expect(422)).text)).toContain('Indiquez d’abord la date')
    await db.plannedAction.updateMany({ data: { state: 'proposed' } })
    await agent.get(`${path}/bilan`).expect(409)
    await review({ outcome: 'done' }).expect(409)
  })

  it('shows both to the second of two people, and is 404 to strangers', async () => {
    const made = await withReview()
    const { agent, path, review } = made
    const other = await otherCopilot(made)
    const seenBy = async () => /name="seen" value="([^"]+)"/.exec((await other.get(`${path}/bilan`).expect(200)).text)?.[1]
    const seen = await seenBy()
    await review({ outcome: 'done', pupilsReached: '40' }).expect(303)
    const clash = await submit(other, `${path}/bilan`, { outcome: 'done', pupilsReached: '38', seen }).expect(422)
    expect(readable(clash.text)).toContain('Quelqu’un a enregistré d’autres valeurs')
    expect(readable(clash.text)).toContain('Élèves touchés 40')
    expect(clash.text).toContain('value="38"')
    expect(await row()).toMatchObject({ pupilsReached: 40 })
    await submit(other, `${path}/bilan`, { outcome: 'done', pupilsReached: '38', seen: await seenBy() }).expect(303)
    await submit(await signedIn(await makeHead()), `${path}/bilan`, { outcome: 'done' }).expect(404)
    expect(await open(agent, path)).toContain('38')
  })
})
