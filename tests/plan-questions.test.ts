import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { eventsOf, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { editAction, planRow, withPlan } from './support/plans.ts'

const year = schoolYearOf()
const body = 'Combien d’élèves le forum attend-il ?'

/** A list that was sent, of which the mission has read the receipt. */
async function withSentPlan() {
  const world = await withPlan()
  await submit(world.agent, `${world.path}/soumission`).expect(303)
  await db.mail.deleteMany()
  return { ...world, receipt: (await planRow()).receipt ?? '' }
}

/** The same, about which the mission asked a question. */
async function withQuestion() {
  const world = await withSentPlan()
  await submit(world.official, `${world.path}/question`, { receipt: world.receipt, body }).expect(303)
  await db.mail.deleteMany()
  return { ...world, question: (await db.planMessage.findFirstOrThrow()).id }
}

describe('a question of the mission about a list', () => {
  it('is written, dated, told to both co-pilots, and read by all on the page', async () => {
    const { official, agent, mission, head, company, path, receipt, clee, bassin } = await withSentPlan()
    const page = await follow(official, await submit(official, `${path}/question?annee=${year}`, { receipt, body }))
    expect(page).toContain('Votre question est envoyée')
    expect(await planRow()).toMatchObject({ status: 'questioned', receipt })
    expect(await db.planMessage.findMany()).toMatchObject([{ body, authorId: mission.id, authorName: `${mission.firstName} ${mission.lastName}`, authorRole: 'mission' }])
    expect((await mailsOf('plan.question')).toSorted()).toEqual([head.email, company!.email].toSorted())
    expect((await db.mail.findFirstOrThrow()).text).toContain(body)
    expect((await eventsOf(clee.id)).at(-1)).toBe('plan.question')
    for (const one of [agent, await signedIn(await makeCoordinator(bassin.id))]) expect(readable((await one.get(path)).text)).toMatch(/Question de la mission.*Le Bihan \d+ , mission académique.*Combien d’élèves/)
    expect(await open(agent, path)).toContain('La mission attend votre réponse')
    expect(await open(official, '/tableau-de-bord')).not.toContain(receipt)
  })

  it('without a text, or too long, comes back with what was typed', async () => {
    const { official, path, receipt } = await withSentPlan()
    expect(readable((await submit(official, `${path}/question`, { receipt, body: '  ' }).expect(422)).text)).toContain('Écrivez votre question.')
    const long = `Trop long ${'x'.repeat(2_000)}`
    const answer = await submit(official, `${path}/question`, { receipt, body: long }).expect(422)
    expect(answer.text).toContain(long)
    expect(readable(answer.text)).toContain('Raccourcissez ce texte : 2 000 caractères au plus.')
    expect(await planRow()).toMatchObject({ status: 'submitted' })
  })

  it('is the mission’s alone, about a list that exists', async () => {
    const { agent, official, path, receipt, bassin } = await withSentPlan()
    const other = await makeClee('active')
    for (const one of [agent, await signedIn(await makeCoordinator(bassin.id))]) await submit(one, `${path}/question`, { receipt, body }).expect(403)
    await submit(await signedIn(await makeHead()), `${path}/question`, { receipt, body }).expect(404)
    await submit(visitor(), `${path}/question`, { receipt, body }).expect(302)
    await submit(official, `/clees/${other.clee.slug}/actions/question`, { receipt, body }).expect(404)
    expect(await db.planMessage.count()).toBe(0)
    expect(await open(agent, path)).not.toContain('poser une question')
  })

  it('counts once, and about the list that was read: nothing typed is lost', async () => {
    const { agent, official, path, receipt } = await withSentPlan()
    expect(await statusesOf([1, 2].map(() => submit(official, `${path}/question`, { receipt, body })))).toEqual([303, 409])
    expect(await db.planMessage.count()).toBe(1)
    await editAction({ title: 'Forum déplacé' })
    await submit(agent, `${path}/soumission`).expect(303)
    const late = await submit(official, `${path}/question`, { receipt, body: 'Une autre question' }).expect(409)
    expect(readable(late.text)).toMatch(/La liste a changé pendant que vous écriviez.*Une autre question/)
    await submit(official, `${path}/accuse-de-reception`, { receipt: (await planRow()).receipt }).expect(303)
    const acknowledged = await submit(official, `${path}/question`, { receipt, body: 'Encore une' }).expect(409)
    expect(readable(acknowledged.text)).toContain('Ce que vous aviez écrit Encore une')
    expect(await db.planMessage.count()).toBe(1)
  })

  it('is not asked of a closed CLEE, nor about a year that is over', async () => {
    const { official, path, receipt, clee } = await withSentPlan()
    await db.schoolYear.create({ data: { schoolYear: year, openedByName: 'Essai', status: 'closed', closedAt: new Date() } })
    await submit(official, `${path}/question`, { receipt, body }).expect(409)
    await db.schoolYear.deleteMany()
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(official, `${path}/question`, { receipt, body }).expect(409)
    expect(await open(official, path)).not.toContain('poser une question')
    expect(await db.planMessage.count()).toBe(0)
  })

  it('does not keep the mission from acknowledging, nor the co-pilots from sending the list again', async () => {
    const { agent, official, path, receipt } = await withQuestion()
    expect(await open(official, path)).toContain('Vous pouvez le faire sans attendre leur réponse')
    await submit(agent, `${path}/soumission`).expect(409)
    await editAction({ title: 'Forum déplacé' })
    expect(await open(agent, path)).toContain('Question de la mission')
    await submit(agent, `${path}/soumission`).expect(303)
    expect(await planRow()).toMatchObject({ status: 'submitted' })
    await submit(official, `${path}/question`, { receipt: (await planRow()).receipt, body }).expect(303)
    await submit(official, `${path}/accuse-de-reception`, { receipt }).expect(409)
    await submit(official, `${path}/accuse-de-reception`, { receipt: (await planRow()).receipt }).expect(303)
    expect(await planRow()).toMatchObject({ status: 'acknowledged' })
  })
})

describe('the answer of the co-pilots', () => {
  const reply = 'Deux cents, de quatre collèges.'

  it('is written, told to the mission, which the list awaits again', async () => {
    const { agent, official, mission, head, path, receipt, question, clee } = await withQuestion()
    const page = await follow(agent, await submit(agent, `${path}/reponse?annee=${year}`, { receipt, question, body: reply }))
    expect(page).toMatch(/Votre réponse est envoyée à la mission.*Combien d’élèves.*copilote du monde éducatif.*Deux cents, de quatre collèges/)
    expect(await planRow()).toMatchObject({ status: 'submitted', receipt })
    expect(await db.planMessage.findFirstOrThrow({ where: { authorId: head.id } })).toMatchObject({ body: reply, authorRole: 'school_head' })
    expect(await mailsOf('plan.answer')).toEqual([mission.email])
    expect((await eventsOf(clee.id)).at(-1)).toBe('plan.answer')
    expect(await open(official, path)).toMatch(/Cette liste attend votre lecture.*Deux cents/)
    expect(await open(official, '/tableau-de-bord')).toContain(receipt)
  })

  it('without a text, comes back; is the co-pilots’ alone', async () => {
    const { agent, official, path, receipt, question, bassin } = await withQuestion()
    expect(readable((await submit(agent, `${path}/reponse`, { receipt, question, body: '' }).expect(422)).text)).toContain('Écrivez votre réponse.')
    for (const one of [official, await signedIn(await makeCoordinator(bassin.id))]) await submit(one, `${path}/reponse`, { receipt, question, body: reply }).expect(403)
    await submit(await signedIn(await makeHead()), `${path}/reponse`, { receipt, question, body: reply }).expect(404)
    expect(await db.planMessage.count()).toBe(1)
    expect(await planRow()).toMatchObject({ status: 'questioned' })
  })

  it('counts once when both co-pilots answer, and never for a later question', async () => {
    const { agent, official, company, path, receipt, question } = await withQuestion()
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/reponse`, { receipt, question, body: reply })))).toEqual([303, 409])
    await submit(official, `${path}/question`, { receipt, body: 'Et les filles ?' }).expect(303)
    const late = await submit(other, `${path}/reponse`, { receipt, question, body: 'Réponse à la première' }).expect(409)
    expect(readable(late.text)).toMatch(/La liste a changé pendant que vous écriviez.*Et les filles.*Réponse à la première/)
    expect(await db.planMessage.count()).toBe(3)
    expect(await planRow()).toMatchObject({ status: 'questioned' })
  })

  it('is refused without a question', async () => {
    const { agent, path, receipt } = await withSentPlan()
    await submit(agent, `${path}/reponse`, { receipt, question: '', body: reply }).expect(409)
    expect(await db.planMessage.count()).toBe(0)
  })
})

it('a question that the mission acknowledged without an answer may be answered once, and the list stays acknowledged', async () => {
  const { official, agent, path, receipt, question } = await withQuestion()
  await submit(official, `${path}/accuse-de-reception`, { receipt }).expect(303)
  expect(await open(agent, path)).toContain('Elle a accusé réception de la liste sans attendre votre réponse')
  const answer = { receipt, question, body: 'Deux cents élèves.' }
  expect(await statusesOf([submit(agent, `${path}/reponse`, answer), submit(agent, `${path}/reponse`, answer)])).toEqual([303, 409])
  expect(await planRow()).toMatchObject({ status: 'acknowledged', receipt })
  const last = await db.planMessage.findFirstOrThrow({ where: { authorRole: { not: 'mission' } } })
  await submit(agent, `${path}/reponse`, { ...answer, question: last.id }).expect(409)
  expect(await open(agent, path)).not.toContain('Envoyer la réponse')
})

it('what was asked and answered is kept as it was written', async () => {
  await withQuestion()
  await expect(db.planMessage.updateMany({ data: { body: 'Autre' } })).rejects.toThrow()
  await expect(db.planMessage.deleteMany()).rejects.toThrow()
})
