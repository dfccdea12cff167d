import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { eventsOf, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { makeDoneAction, makeOrganisation, printIn } from './support/reviews.ts'

const year = schoolYearOf()
const past = previousSchoolYear(year)
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
})

const review = () => db.planReview.findFirstOrThrow()
const printOn = async (agent: TestAgent, schoolYear = year) => printIn((await agent.get(`${path}?annee=${schoolYear}`).expect(200)).text)
const approve = async (agent: TestAgent, schoolYear = year) => submit(agent, `${path}/approbation?annee=${schoolYear}`, { print: await printOn(agent, schoolYear) })
const write = (agent: TestAgent, text: string, revision = 1, schoolYear = year) => submit(agent, `${path}/texte?annee=${schoolYear}`, { text, revision })

async function send() {
  await makeDoneAction(world.clee.id, { title: 'Forum de Fougères', pupilsReached: 120, girlsReached: 61 })
  await approve(head)
  await approve(company)
  return review()
}

describe('the page of a review', () => {
  it('adds up the sheets, says what was not done and why, and what still misses its figures', async () => {
    const partner = await makeOrganisation()
    await makeDoneAction(world.clee.id, { title: 'Forum de Fougères', pupilsReached: 1200, girlsReached: 61, partners: [partner.id] })
    await makeDoneAction(world.clee.id, { title: 'Visite de la laiterie', outcome: 'cancelled' })
    const waiting = await makeDoneAction(world.clee.id, { title: 'Rencontre des métiers', outcome: null })
    const page = await open(head, path)
    for (const sentence of ['1 action réalisée', '1 200 élèves touchés', '1 organisation partenaire ', 'Forum de Fougères', 'Visite de la laiterie', 'Trop peu d’inscrits.', '1 action attend ses chiffres', 'Pas commencé']) expect(page).toContain(sentence)
    expect((await head.get(path)).text).toContain(`/clees/${world.clee.slug}/actions/${waiting.id}`)
    expect(page).not.toContain('Approuver ce bilan')
  })

  it('is read by the coordinator and the mission, who neither write nor approve, and by nobody outside', async () => {
    await makeDoneAction(world.clee.id)
    const coordinator = await signedIn(await makeCoordinator(world.bassin.id))
    const outsider = await signedIn(await makeHead())
    const print = await printOn(head)
    for (const reader of [coordinator, mission]) {
      expect(await open(reader, path)).not.toMatch(/Approuver ce bilan|Écrire le texte/)
      await write(reader, 'Notre année.').expect(403)
      await reader.get(`${path}/texte`).expect(403)
      for (const last of ['approbation', 'approbation/retrait']) await submit(reader, `${path}/${last}`, { print }).expect(403)
    }
    for (const last of ['', '/pdf', '.csv', '/texte']) await outsider.get(`${path}${last}`).expect(404)
    for (const last of ['texte', 'approbation', 'approbation/retrait', 'accuse-de-reception', 'retour']) await submit(outsider, `${path}/${last}`, { print }).expect(404)
    expect(await db.planReview.count()).toBe(0)
    expect(await db.mail.count()).toBe(0)
  })

  it('names the side whose seat is vacant as what it waits for', async () => {
    await makeDoneAction(world.clee.id)
    await db.copilot.deleteMany({ where: { side: 'economy' } })
    expect(await open(head, path)).toContain('personne ne tient ce siège. Le bilan attend que quelqu’un le prenne')
    await approve(head).then((answer) => expect(answer.status).toBe(303))
    expect((await review()).status).toBe('draft')
  })
})

describe('the text of the co-pilots', () => {
  it('is kept, formatted, and in the journal', async () => {
    const page = await follow(head, await write(head, 'Une **belle** année.'))
    expect(page).toContain('Le texte du bilan est enregistré.')
    expect(page).toContain('Une belle année.')
    expect(await review()).toMatchObject({ text: 'Une **belle** année.', revision: 2, status: 'draft', schoolYear: year })
    expect((await eventsOf(world.clee.id)).at(-1)).toBe('review.text')
  })

  it('comes back with its sentence when it is too long, or made of too many parts', async () => {
    for (const [text, sentence] of [['x'.repeat(10_001), 'Raccourcissez ce texte'], ['- a\n'.repeat(300), 'Ce texte compte plus de 250'], ['Écrire à jean@exemple.fr', 'retirez-en l’adresse']] as const) {
      const answer = await write(head, text)
      expect(answer.status).toBe(422)
      expect(readable(answer.text)).toContain(sentence)
      expect(answer.text).toContain(text.trim().slice(0, 3_000))
    }
    expect(await db.planReview.count()).toBe(0)
  })

  it('shows both texts when the other side saved first, and the second saving keeps what was chosen', async () => {
    await write(company, 'Le texte de l’entreprise.').expect(303)
    const clash = await write(head, 'Le texte du lycée.')
    expect(clash.status).toBe(409)
    expect(readable(clash.text)).toContain('Le texte de l’entreprise.')
    expect(clash.text).toContain('Le texte du lycée.')
    await write(head, 'Les deux textes.', 2).expect(303)
    expect((await review()).text).toBe('Les deux textes.')
  })

  it('of two saved at once, one is kept and the other shown', async () => {
    expect(await statusesOf([write(head, 'Un.'), write(company, 'Deux.')])).toEqual([303, 409])
    expect(await db.planReview.count()).toBe(1)
  })

  it('is not lost when the review leaves meanwhile', async () => {
    await send()
    const answer = await write(head, 'Un regret tardif.')
    expect(answer.status).toBe(409)
    expect(readable(answer.text)).toContain('Ce bilan a été transmis pendant que vous écriviez')
    expect(answer.text).toContain('Un regret tardif.')
    expect((await review()).text).toBe('')
    await head.get(`${path}/texte`).expect(409)
  })
})

describe('the years', () => {
  it('last year’s review is written and approved as long as the mission has not closed it; its sheets without figures don’t stop it', async () => {
    await makeDoneAction(world.clee.id, { outcome: null }, past)
    await makeDoneAction(world.clee.id, {}, past)
    await write(head, 'L’an passé.', 1, past).expect(303)
    expect(await open(head, `${path}?annee=${past}`)).toContain('1 action est restée sans chiffres')
    expect((await approve(head, past)).status).toBe(303)
    const print = await printOn(company, past)
    await db.schoolYear.create({ data: { schoolYear: past, status: 'closed', closedAt: new Date(), openedByName: 'La mission' } })
    for (const [last, body] of [['texte', { text: 'Trop tard.', revision: 2 }], ['approbation', { print }], ['approbation/retrait', {}]] as const) {
      const answer = await submit(company, `${path}/${last}?annee=${past}`, body)
      expect([last, answer.status]).toEqual([last, 409])
      expect(readable(answer.text)).toContain('a clos l’année scolaire')
    }
    expect(await open(company, `${path}?annee=${past}`)).not.toContain('Approuver')
    expect(await review()).toMatchObject({ status: 'draft', text: 'L’an passé.' })
  })

  it('an older year and the next one are only read, and say why', async () => {
    const next = `${year.slice(5)}-${Number(year.slice(5)) + 1}`
    for (const [schoolYear, sentence] of [[previousSchoolYear(past), 'est trop ancienne'], [next, 'n’a pas commencé']] as const) {
      await open(head, `${path}?annee=${schoolYear}`)
      expect(readable((await write(head, 'Un texte.', 1, schoolYear).expect(409)).text)).toContain(sentence)
      await submit(head, `${path}/approbation?annee=${schoolYear}`).expect(409)
    }
    await head.get(`${path}?annee=2026`).expect(404)
    expect(await db.planReview.count()).toBe(0)
  })

  it('a closed CLEE is only read', async () => {
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    await open(head, path)
    await write(head, 'Un texte.').expect(409)
    await approve(head).then((answer) => expect(answer.status).toBe(409))
    expect(await db.planReview.count()).toBe(0)
  })
})

describe('who is told', () => {
  it('the other side, then the mission and both co-pilots with the receipt', async () => {
    await makeDoneAction(world.clee.id)
    await approve(head)
    expect(await mailsOf('review.approval')).toEqual([world.company!.email])
    await approve(company)
    expect((await mailsOf('review.submission')).toSorted()).toEqual([world.head.email, world.company!.email, world.mission.email].toSorted())
    const { receipt } = await review()
    for (const mail of await db.mail.findMany({ where: { event: 'review.submission' } })) expect(mail.text).toContain(receipt)
  })
})
