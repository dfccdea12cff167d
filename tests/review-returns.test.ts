import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { dayFrom, makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { eventsOf, follow, mailsOf, makeAction, open, readable, statusesOf, submit } from './support/features.ts'
import { makeDoneAction, printIn } from './support/reviews.ts'

const year = schoolYearOf()
const reason = 'Il y manque le forum de juin.'
let world: Awaited<ReturnType<typeof makeClee>>
let head: TestAgent
let company: TestAgent
let mission: TestAgent
let path: string

beforeEach(async () => {
  world = await makeClee('active')
  await db.mail.deleteMany()
  ;[head, company, mission] = await Promise.all([signedIn(world.head), signedIn(world.company!), signedIn(world.mission)])
  path = `/clees/${world.clee.slug}/bilan`
  await makeDoneAction(world.clee.id, { title: 'Forum de Fougères', pupilsReached: 120, girlsReached: 61 })
})

const review = () => db.planReview.findFirstOrThrow()
const printOn = async (agent: TestAgent) => printIn((await agent.get(path).expect(200)).text)
const approve = async (agent: TestAgent) => submit(agent, `${path}/approbation`, { print: await printOn(agent) }).expect(303)
const ask = (agent: TestAgent, fields: object) => submit(agent, `${path}/demande-de-renvoi`, fields)

async function send() {
  await approve(head)
  await approve(company)
  return (await review()).receipt
}

describe('the page that confirms an approval', () => {
  it('says what would leave without, what is frozen, and that the second approval sends it', async () => {
    for (const startsOn of [new Date(dayFrom(1)), new Date(dayFrom(2))]) await makeDoneAction(world.clee.id, { outcome: null, startsOn })
    await makeAction(world.clee.id, world.head)
    const first = await open(head, `${path}/approbation?print=${await printOn(head)}`)
    for (const sentence of ['2 actions sont encore à venir', '1 action est encore proposée', 'Aucun texte n’est écrit', '120 élèves touchés', 'Celle du monde économique transmettra aussitôt le bilan']) expect(first).toContain(sentence)
    expect(await db.planReview.count()).toBe(0)
    expect(await follow(head, await approve(head))).toContain('Le bilan part dès que le monde économique l’approuve aussi')
    await head.get(`${path}/approbation`).expect(409)
    expect(await open(company, `${path}/approbation`)).toMatch(/Le monde éducatif a déjà approuvé ce bilan : votre approbation le transmet aussitôt/)
    await approve(company)
    await company.get(`${path}/approbation`).expect(409)
  })

  it('is refused for figures that changed since the review was read, and to who does not approve', async () => {
    const print = await printOn(head)
    await db.plannedAction.updateMany({ data: { pupilsReached: 130 } })
    expect(readable((await head.get(`${path}/approbation?print=${print}`).expect(409)).text)).toContain('ont changé depuis que vous avez ouvert ce bilan')
    await mission.get(`${path}/approbation`).expect(403)
  })
})

describe('a review that was returned', () => {
  it('is not offered to approve as long as nothing has changed in it, and says so', async () => {
    const receipt = await send()
    await submit(mission, `${path}/retour`, { receipt, reason: 'Complétez.' }).expect(303)
    const page = await open(head, path)
    expect(page).toContain('sont encore ceux que la mission a renvoyés')
    expect(page).not.toContain('Approuver ce bilan')
    expect(readable((await head.get(`${path}/approbation`).expect(409)).text)).toContain('sont ceux que la mission a renvoyés')
    await submit(head, `${path}/texte`, { text: 'Une réponse.', revision: (await review()).revision }).expect(303)
    const changed = await open(head, path)
    expect(changed).toContain('Approuver ce bilan')
    expect(changed).not.toContain('sont encore ceux')
  })
})

describe('asking for a review that was sent', () => {
  it('tells the mission why, by mail, on its dashboard and on the page, and the mission gives it back', async () => {
    const receipt = await send()
    await submit(mission, `${path}/accuse-de-reception`, { receipt }).expect(303)
    expect(await open(head, path)).toContain('La mission peut vous le renvoyer : demandez-le-lui.')
    expect(await follow(head, await ask(head, { receipt, reason }))).toMatch(/Votre demande est enregistrée.*Renvoi demandé à la mission/)
    expect(await mailsOf('review.return-request')).toEqual([world.mission.email])
    expect((await eventsOf(world.clee.id)).at(-1)).toBe('review.return-request')
    expect(await open(mission, '/tableau-de-bord')).toContain(`${year}, renvoi demandé par les copilotes`)
    expect(await open(mission, path)).toMatch(new RegExp(`Les copilotes demandent le renvoi de ce bilan.*${reason}`))
    await submit(mission, `${path}/retour`, { receipt, reason: 'Complétez.' }).expect(303)
    expect(await review()).toMatchObject({ status: 'draft', returnRequest: null, returnRequestedByName: null, acknowledgedAt: null })
  })

  it('may be declined: the review stays as it was acknowledged, and may be asked for again', async () => {
    const receipt = await send()
    await submit(mission, `${path}/accuse-de-reception`, { receipt }).expect(303)
    const before = await review()
    await ask(head, { receipt, reason }).expect(303)
    await submit(mission, `${path}/accuse-de-reception`, { receipt }).expect(303)
    expect(await review()).toEqual(before)
    await submit(mission, `${path}/retour`, { receipt, reason }).expect(409)
    expect((await db.mail.findMany({ where: { event: 'review.acknowledgement' } })).filter(({ text }) => text.includes('Elle ne vous le renvoie pas'))).toHaveLength(2)
    await ask(company, { receipt, reason }).expect(303)
  })

  it('needs a reason, and keeps what was typed', async () => {
    const receipt = await send()
    expect(readable((await ask(head, { receipt, reason: ' ' }).expect(422)).text)).toContain('Dites à la mission pourquoi vous demandez ce renvoi.')
    const long = 'x'.repeat(2_001)
    expect((await ask(head, { receipt, reason: long }).expect(422)).text).toContain(long)
    expect(await review()).toMatchObject({ returnRequest: null })
  })

  it('is the co-pilots’, once, for a review that was sent, as long as the year is open', async () => {
    await ask(head, { reason }).expect(409)
    const receipt = await send()
    for (const one of [mission, await signedIn(await makeCoordinator(world.bassin.id))]) await ask(one, { receipt, reason }).expect(403)
    await ask(await signedIn(await makeHead()), { receipt, reason }).expect(404)
    await ask(head, { receipt: 'BIL-AUTRE', reason }).expect(409)
    expect(await statusesOf([ask(head, { receipt, reason }), ask(company, { receipt, reason })])).toEqual([303, 409])
    await db.planReview.updateMany({ data: { returnRequest: null, returnRequestedAt: null, returnRequestedByName: null } })
    await db.schoolYear.create({ data: { schoolYear: year, status: 'closed', closedAt: new Date(), openedByName: 'La mission' } })
    expect(await open(head, path)).not.toContain('Demander le renvoi')
    await ask(head, { receipt, reason }).expect(409)
  })
})
