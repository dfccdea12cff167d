import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { academieFigures } from '../src/reviews/figures.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { otherCopilot, withAction } from './support/actions.ts'
import { signedIn } from './support/app.ts'
import { makeCoordinator } from './support/factories.ts'
import { eventsOf, follow, mailsOf, makeAction, open, readable, retainAction, statusesOf, submit } from './support/features.ts'

const row = () => db.plannedAction.findFirstOrThrow()

describe('agreeing to an action (codécision)', () => {
  it('takes both sides, then tells the co-pilots', async () => {
    const made = await withAction()
    const { clee, head, company, agent, path } = made
    expect(await follow(agent, await submit(agent, `${path}/accord`, { seen: 1 }))).toContain('Votre accord est donné.')
    expect(await row()).toMatchObject({ state: 'proposed', economyAgreedAt: null, educationAgreedByName: `${head.firstName} ${head.lastName}`, revision: 1 })
    expect(await mailsOf('action.retention')).toEqual([])
    const other = await otherCopilot(made)
    const page = await follow(other, await submit(other, `${path}/accord`, { seen: 1 }))
    expect(page).toContain('L’action est retenue')
    expect(await row()).toMatchObject({ state: 'retained', retainedAt: expect.any(Date), economyAgreedByName: `${company.firstName} ${company.lastName}` })
    expect((await eventsOf(clee.id)).slice(-3)).toEqual(['action.agreement', 'action.agreement', 'action.retention'])
    expect(await mailsOf('action.retention')).toEqual([head.email, company.email].toSorted())
    await submit(other, `${path}/accord`, { seen: 1 }).expect(409)
    await submit(other, `${path}/accord/retrait`).expect(409)
  })

  it('retains it once when both agree at once, and counts a double click once', async () => {
    const made = await withAction()
    const { clee, agent, path } = made
    const other = await otherCopilot(made)
    // The second click of the same person finds their agreement given, or the action retained.
    expect((await statusesOf([agent, agent, other].map((one) => submit(one, `${path}/accord`, { seen: 1 })))).slice(0, 2)).toEqual([303, 303])
    const events = await eventsOf(clee.id)
    expect(['action.agreement', 'action.retention'].map((name) => events.filter((event) => event === name).length)).toEqual([2, 1])
    expect(await mailsOf('action.retention')).toHaveLength(2)
  })

  it('is about the sheet that was read', async () => {
    const { agent, path, save } = await withAction()
    await save('identite', { title: 'Un autre titre', type: 'project' }).expect(303)
    const page = readable((await submit(agent, `${path}/accord`, { seen: 1 }).expect(409)).text)
    expect(page).toContain('La fiche a changé depuis que vous l’avez lue')
    expect(page).toContain('Un autre titre')
    await submit(agent, `${path}/accord`).expect(409)
    expect(await row()).toMatchObject({ educationAgreedAt: null })
    await submit(agent, `${path}/accord`, { seen: 2 }).expect(303)
  })

  it('falls when the other side changes the proposal, which says so; one’s own stays', async () => {
    const made = await withAction()
    const { agent, path, save } = made
    const other = await otherCopilot(made)
    await submit(other, `${path}/accord`, { seen: 1 }).expect(303)
    expect(await follow(agent, await save('public', { audiences: 'families' }))).toContain('L’accord déjà donné portait sur l’ancienne fiche : il est de nouveau attendu.')
    expect(await row()).toMatchObject({ state: 'proposed', economyAgreedAt: null, economyAgreedByName: null })
    await submit(agent, `${path}/accord`, { seen: 2 }).expect(303)
    expect(await follow(agent, await save('public', { audiences: 'pupils' }, 2))).not.toContain('portait sur l’ancienne fiche')
    expect(await row()).toMatchObject({ educationAgreedAt: expect.any(Date), state: 'proposed' })
  })

  it.each(['copilot', 'coordinator'] as const)('never survives a change of text, whoever makes it (%s), even while the proposal is cancelled', async (who) => {
    const made = await withAction()
    const { agent, bassin, path } = made
    const other = await otherCopilot(made)
    await submit(other, `${path}/accord`, { seen: 1 }).expect(303)
    const editor = who === 'copilot' ? agent : await signedIn(await makeCoordinator(bassin.id))
    await submit(editor, `${path}/annulation`, { reason: 'Erreur' }).expect(303)
    await submit(editor, `${path}/fiche/identite`, { title: 'Tout autre chose', type: 'project', revision: 2 }).expect(303)
    expect(await row()).toMatchObject({ state: 'cancelled', title: 'Tout autre chose', economyAgreedAt: null })
    await submit(editor, `${path}/reouverture`).expect(303)
    await submit(agent, `${path}/accord`, { seen: (await row()).revision }).expect(303)
    expect(await row()).toMatchObject({ state: 'proposed', economyAgreedAt: null, retainedAt: null })
  })

  it('is awaited again of both once a cancelled proposal is open again', async () => {
    const made = await withAction()
    const { agent, path } = made
    await submit(agent, `${path}/accord`, { seen: 1 }).expect(303)
    await submit(agent, `${path}/annulation`, { reason: 'Erreur' }).expect(303)
    await submit(agent, `${path}/reouverture`).expect(303)
    expect(await row()).toMatchObject({ state: 'proposed', educationAgreedAt: null, educationAgreedByName: null })
  })

  it('makes a cancelled action of it: what was cancelled before is a proposal, in the list and in the reviews alike', async () => {
    const made = await withAction({ title: 'Jamais retenue' })
    const { clee, agent, mission, path } = made
    await submit(agent, `${path}/annulation`, { reason: 'Erreur' }).expect(303)
    await db.plannedAction.update({ where: { id: (await makeAction(clee.id, made.head, { title: 'Retenue' })).id }, data: { state: 'retained' } })
    await db.plannedAction.updateMany({ where: { title: 'Retenue' }, data: { state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Neige' } })
    const list = `/clees/${clee.slug}/actions`
    const page = await open(agent, list)
    for (const text of ['1 annulée ; 1 proposition annulée.', 'Annulée (1)', 'Proposition annulée (1)']) expect(page).toContain(text)
    expect(await open(agent, `${list}?etat=cancelled`)).not.toContain('Jamais retenue')
    expect(await open(agent, `${list}?etat=proposition-annulee`)).toContain('Jamais retenue')
    const review = await open(agent, `/clees/${clee.slug}/bilan`)
    expect(review).toContain('Retenue')
    expect(review).not.toContain('Jamais retenue')
    const [csv, whole] = [await agent.get(`/clees/${clee.slug}/bilan.csv`), await (await signedIn(mission)).get('/bilan.csv')].map(({ text }) => text)
    expect(csv).toMatch(/Total;0;0;1;0;0/)
    expect(whole).toContain(`${clee.name};`)
    expect(await academieFigures(schoolYearOf())).toMatchObject({ total: { cancelled: 1, proposed: 0 } })
  })

  it('may be taken back while it is proposed', async () => {
    const { clee, agent, path } = await withAction()
    await submit(agent, `${path}/accord/retrait`).expect(409)
    await submit(agent, `${path}/accord`, { seen: 1 }).expect(303)
    expect(await follow(agent, await submit(agent, `${path}/accord/retrait`))).toContain('Votre accord est repris')
    expect(await row()).toMatchObject({ educationAgreedAt: null, educationAgreedByName: null })
    expect((await eventsOf(clee.id)).at(-1)).toBe('action.withdrawal')
  })

  it('is the co-pilots’ alone; a vacant side is told', async () => {
    const { clee, mission, bassin, agent, path } = await withAction()
    for (const one of [mission, await makeCoordinator(bassin.id)]) {
      const editor = await signedIn(one)
      expect(await open(editor, path)).not.toContain('Donner mon accord')
      for (const move of ['accord', 'accord/retrait']) await submit(editor, `${path}/${move}`, { seen: 1 }).expect(403)
      await submit(editor, `/clees/${clee.slug}/actions/accords`, { ids: `${(await row()).id}:1` }).expect(403)
    }
    await db.copilot.deleteMany({ where: { side: 'economy' } })
    expect(await open(agent, path)).toContain('Accord du monde économique : personne ne tient ce siège aujourd’hui')
    expect(await row()).toMatchObject({ educationAgreedAt: null, economyAgreedAt: null })
  })

  it('may be given to several at once, none skipped silently', async () => {
    const made = await withAction({ title: 'Une' })
    const { clee, head, agent, action } = made
    const [two, three, four] = [await makeAction(clee.id, head, { title: 'Deux' }), await makeAction(clee.id, head, { title: 'Trois' }), await makeAction(clee.id, head, { title: 'Quatre' })]
    await retainAction(three)
    const list = `/clees/${clee.slug}/actions/accords`
    await submit(agent, list, { ids: [`${action.id}:1`, `${two.id}:1`] }).expect(303)
    const other = await otherCopilot(made)
    const page = await follow(other, await submit(other, list, { ids: [`${action.id}:1`, `${two.id}:1`, `${three.id}:1`, `${four.id}:7`, '0190d1a2-0000-7000-8000-000000000000:1'] }))
    for (const sentence of ['2 actions sont retenues :', 'À relire, car la fiche a changé entre-temps : « Quatre »', 'n’étant plus proposée : « Trois »', '1 action cochée n’est plus dans la liste']) expect(page).toContain(sentence)
    const again = await follow(other, await submit(other, list, { ids: [`${action.id}:1`, `${four.id}:1`] }))
    for (const sentence of ['Votre accord est donné à 1 action : « Quatre »', 'n’étant plus proposée : « Une »']) expect(again).toContain(sentence)
    expect(await db.plannedAction.findMany({ select: { title: true, state: true }, orderBy: { title: 'asc' } })).toEqual([
      { title: 'Deux', state: 'retained' }, { title: 'Quatre', state: 'proposed' }, { title: 'Trois', state: 'retained' }, { title: 'Une', state: 'retained' },
    ])
    expect(await mailsOf('action.retention')).toHaveLength(2)
    for (const ids of [[], ['x'], [four.id], undefined]) await submit(agent, list, ids ? { ids } : {}).expect(409)
  })
})
