import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { dayFrom, makeClee, makeCoordinator } from './support/factories.ts'
import { eventsOf, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { readPdf } from './support/pdf.ts'
import { makeDoneAction, printIn } from './support/reviews.ts'

const year = schoolYearOf()
let world: Awaited<ReturnType<typeof makeClee>>
let head: TestAgent
let company: TestAgent
let mission: TestAgent
let path: string
let actionId: string

beforeEach(async () => {
  world = await makeClee('active')
  await db.mail.deleteMany()
  ;[head, company, mission] = await Promise.all([signedIn(world.head), signedIn(world.company!), signedIn(world.mission)])
  path = `/clees/${world.clee.slug}/bilan`
  actionId = (await makeDoneAction(world.clee.id, { title: 'Forum de Fougères', pupilsReached: 120, girlsReached: 61 })).id
})

const review = () => db.planReview.findFirstOrThrow()
const printOn = async (agent: TestAgent) => printIn((await agent.get(path).expect(200)).text)
const approveAs = (agent: TestAgent, print: string) => submit(agent, `${path}/approbation`, { print })
const approve = async (agent: TestAgent) => approveAs(agent, await printOn(agent))
const changeSheet = () => db.plannedAction.update({ where: { id: actionId }, data: { pupilsReached: 130 } })

/** Whether a connection waits for another's lock. */
async function isSomebodyWaiting() {
  const { rowCount } = await pool.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
  return (rowCount ?? 0) > 0
}

async function send() {
  await approve(head)
  await approve(company)
  return review()
}

describe('approving a review', () => {
  it('by both sides sends it with its receipt, its figures kept, in the journal', async () => {
    expect(await follow(head, await approve(head))).toContain('Votre approbation est enregistrée')
    expect(await review()).toMatchObject({ status: 'draft', educationApprovedByName: `${world.head.firstName} ${world.head.lastName}`, economyApprovedAt: null, receipt: null })
    expect(await open(company, path)).toContain('Approuver et transmettre à la mission')
    const page = await follow(company, await approve(company))
    const sent = await review()
    expect(sent).toMatchObject({ status: 'submitted', submittedAt: expect.any(Date), economyApprovedByName: `${world.company!.firstName} ${world.company!.lastName}`, figures: { total: { done: 1, pupils: 120, girls: 61 }, achieved: [{ title: 'Forum de Fougères' }] } })
    expect(sent.receipt).toMatch(/^BIL-\d{8}-[A-Z2-9]{6}$/)
    expect(page).toContain(sent.receipt)
    expect((await eventsOf(world.clee.id)).slice(-3)).toEqual(['review.approval', 'review.approval', 'review.submission'])
  })

  it('by both at once sends it once', async () => {
    const print = await printOn(head)
    expect(await statusesOf([approveAs(head, print), approveAs(company, print)])).toEqual([303, 303])
    expect(await review()).toMatchObject({ status: 'submitted' })
    expect((await eventsOf(world.clee.id)).filter((event) => event === 'review.submission')).toHaveLength(1)
    expect(await mailsOf('review.submission')).toHaveLength(3)
  })

  it('counts once for a side, and no more once it has left', async () => {
    const print = await printOn(head)
    expect(await statusesOf([approveAs(head, print), approveAs(head, print)])).toEqual([303, 409])
    expect(await review()).toMatchObject({ status: 'draft', economyApprovedAt: null })
    await approveAs(company, print).expect(303)
    await approveAs(head, print).expect(409)
  })

  it('is refused for a text or figures that changed since the page was read', async () => {
    const print = await printOn(head)
    await changeSheet()
    const answer = await approveAs(head, print)
    expect(answer.status).toBe(409)
    expect(readable(answer.text)).toContain('ont changé depuis que vous avez ouvert ce bilan')
    await approveAs(head, '').expect(409)
    expect(await db.planReview.count()).toBe(0)
  })

  it('waits for a sheet that is being saved, and then refuses what it changes', async () => {
    const print = await printOn(head)
    const saving = await pool.connect()
    await saving.query('BEGIN')
    await saving.query('UPDATE action_plans SET has_changes = true')
    await saving.query('UPDATE planned_actions SET pupils_reached = 130')
    let isAnswered = false
    const approving = approveAs(head, print).then((answer) => ((isAnswered = true), answer))
    await vi.waitUntil(async () => isAnswered || (await isSomebodyWaiting()), { timeout: 10_000, interval: 20 })
    await saving.query('COMMIT').finally(() => saving.release())
    expect((await approving).status).toBe(409)
    expect(await db.planReview.count()).toBe(0)
  })

  it('begins again when a sheet or the text changes between the two, and the page says which', async () => {
    await approve(head)
    await changeSheet()
    expect(await open(company, path)).toContain('Les chiffres ont changé depuis l’approbation de')
    await approve(company)
    expect(await review()).toMatchObject({ status: 'draft', educationApprovedAt: null, economyApprovedAt: expect.any(Date) })
    await submit(head, `${path}/texte`, { text: 'Une belle année.', revision: 1 }).expect(303)
    expect(await open(head, path)).toContain('Le texte a changé depuis l’approbation de')
    await approve(head)
    await approve(company)
    expect(await review()).toMatchObject({ status: 'submitted', figures: { total: { pupils: 130 } } })
  })

  it('is refused as long as past or undated actions miss their figures; those to come don’t stop it', async () => {
    const waiting = [await makeDoneAction(world.clee.id, { outcome: null }), await makeDoneAction(world.clee.id, { outcome: null, state: 'retained', startsOn: null })]
    const answer = await approve(head)
    expect(answer.status).toBe(409)
    expect(readable((await approveAs(head, await recomputedPrint())).text)).toContain('2 actions attendent leurs chiffres')
    await db.plannedAction.deleteMany({ where: { id: { in: waiting.map(({ id }) => id) } } })
    await makeDoneAction(world.clee.id, { outcome: null, startsOn: new Date(dayFrom(1)) })
    await approve(head).then(({ status }) => expect(status).toBe(303))
  })

  it('is refused for a review without actions nor text', async () => {
    await db.plannedAction.deleteMany()
    expect(readable((await approve(head)).text)).toContain('Ce bilan est vide')
    await submit(head, `${path}/texte`, { text: 'Aucune action cette année.', revision: 1 }).expect(303)
    await approve(head).then(({ status }) => expect(status).toBe(303))
  })
})

/** What the page would send if it showed the button. */
async function recomputedPrint() {
  const { readContent } = await import('../src/reviews/queries.ts')
  const { reviewPrint } = await import('../src/reviews/content.ts')
  return reviewPrint('', await readContent(world.clee.id, year))
}

describe('taking an approval back', () => {
  it('leaves the review to approve, and is in the journal', async () => {
    await approve(head)
    expect(await follow(head, await submit(head, `${path}/approbation/retrait`))).toContain('Votre approbation est reprise')
    expect(await review()).toMatchObject({ educationApprovedAt: null, educationApprovedByName: null })
    expect((await eventsOf(world.clee.id)).at(-1)).toBe('review.withdrawal')
    await approve(company)
    expect(await review()).toMatchObject({ status: 'draft' })
  })

  it('is each side’s own, once, and no more once the review has left', async () => {
    await submit(head, `${path}/approbation/retrait`).expect(409)
    await approve(head)
    await submit(company, `${path}/approbation/retrait`).expect(409)
    expect(await statusesOf([1, 2].map(() => submit(head, `${path}/approbation/retrait`)))).toEqual([303, 409])
    await send()
    await submit(head, `${path}/approbation/retrait`).expect(409)
    expect(await review()).toMatchObject({ status: 'submitted', educationApprovedAt: expect.any(Date) })
  })
})

describe('a review that was sent', () => {
  it('shows the figures that it left with, whatever the sheets become, and the database refuses any other', async () => {
    await send()
    await changeSheet()
    expect(await open(head, path)).toContain('120 élèves touchés')
    for (const data of [{ text: 'Autre chose.' }, { figures: {} }, { receipt: 'BIL-X' }, { educationApprovedByName: 'Autre' }]) await expect(db.planReview.updateMany({ data })).rejects.toThrow('a review that was sent never changes')
    expect(await review()).toMatchObject({ text: '', figures: { total: { pupils: 120 } } })
  })

  it('is acknowledged by the mission: dated, told to both co-pilots, in the journal', async () => {
    const { receipt } = await send()
    expect(await open(mission, '/tableau-de-bord')).toContain('Bilans à lire')
    expect(await open(mission, path)).toContain('Ce bilan attend votre lecture')
    expect(await follow(mission, await submit(mission, `${path}/accuse-de-reception`, { receipt }))).toContain('Votre accusé de réception est enregistré')
    expect(await review()).toMatchObject({ status: 'acknowledged', acknowledgedByName: `${world.mission.firstName} ${world.mission.lastName}` })
    expect((await mailsOf('review.acknowledgement')).toSorted()).toEqual([world.head.email, world.company!.email].toSorted())
    expect((await eventsOf(world.clee.id)).at(-1)).toBe('review.acknowledgement')
    expect(await open(mission, '/tableau-de-bord')).not.toContain('Bilans à lire')
  })

  it('is given back with a reason: a draft again, without approvals, told to both co-pilots', async () => {
    const { receipt } = await send()
    expect(await follow(mission, await submit(mission, `${path}/retour`, { receipt, reason: 'Dites un mot des stages.' }))).toContain('Le bilan est renvoyé aux copilotes')
    expect(await review()).toMatchObject({ status: 'draft', returnReason: 'Dites un mot des stages.', receipt: null, educationApprovedAt: null, economyApprovedAt: null, approvedPrint: null, figures: null })
    expect(await open(head, path)).toMatch(/Renvoyé pour complément.*Dites un mot des stages\./)
    expect((await mailsOf('review.return')).toSorted()).toEqual([world.head.email, world.company!.email].toSorted())
    expect((await eventsOf(world.clee.id)).at(-1)).toBe('review.return')
    // The same text and figures are not sent again.
    expect(readable((await approveAs(head, String((await review()).returnedPrint)).expect(409)).text)).toContain('sont ceux que la mission a renvoyés')
    expect(await review()).toMatchObject({ educationApprovedAt: null })
    await changeSheet()
    const second = await send()
    expect(second).toMatchObject({ status: 'submitted', returnReason: null, returnedPrint: null, figures: { total: { pupils: 130 } } })
    expect(second.receipt).not.toBe(receipt)
    await submit(mission, `${path}/accuse-de-reception`, { receipt }).expect(409)
  })

  it('is not given back without a reason: the form says so', async () => {
    const { receipt } = await send()
    const answer = await submit(mission, `${path}/retour`, { receipt, reason: ' ' })
    expect(answer.status).toBe(422)
    expect(readable(answer.text)).toContain('Dites aux copilotes ce qu’il faut compléter.')
    const long = 'x'.repeat(2_001)
    expect((await submit(mission, `${path}/retour`, { receipt, reason: long }).expect(422)).text).toContain(long)
    expect(await review()).toMatchObject({ status: 'submitted', returnReason: null })
  })

  it('is not given back once the mission has closed the year: nobody could complete it', async () => {
    const { receipt } = await send()
    await db.schoolYear.create({ data: { schoolYear: year, status: 'closed', closedAt: new Date(), openedByName: 'La mission' } })
    expect(await open(mission, path)).not.toContain('Renvoyer pour complément')
    await submit(mission, `${path}/retour`, { receipt, reason: 'Un motif.' }).expect(409)
    await submit(mission, `${path}/accuse-de-reception`, { receipt }).expect(303)
  })

  it('is received by the mission alone, once, and of two decisions at once one counts', async () => {
    await submit(mission, `${path}/accuse-de-reception`).expect(409)
    const { receipt } = await send()
    const coordinator = await signedIn(await makeCoordinator(world.bassin.id))
    for (const one of [head, company, coordinator]) for (const last of ['accuse-de-reception', 'retour']) await submit(one, `${path}/${last}`, { receipt, reason: 'Un motif.' }).expect(403)
    await submit(mission, `${path}/accuse-de-reception`, { receipt: 'BIL-AUTRE' }).expect(409)
    expect(await statusesOf([submit(mission, `${path}/accuse-de-reception`, { receipt }), submit(mission, `${path}/retour`, { receipt, reason: 'Un motif.' })])).toEqual([303, 409])
    const late = await submit(mission, `${path}/retour`, { receipt, reason: 'Un motif.' }).expect(409)
    expect(readable(late.text)).toMatch(/Anne Le Bihan \d+ a déjà (renvoyé ce bilan aux copilotes|accusé réception de ce bilan), le .* Votre motif n’est parti à personne : « Un motif\. »/)
    expect((await eventsOf(world.clee.id)).filter((event) => /review\.(acknowledgement|return)/.test(event))).toHaveLength(1)
  })
})

describe('the documents', () => {
  const download = async (agent: TestAgent) => readPdf(new Uint8Array((await agent.get(`${path}/pdf`).responseType('blob').expect(200)).body as Buffer))

  it('a draft is a tagged PDF that says it is not approved; once sent it names who approved by function and structure, never by name', async () => {
    await makeDoneAction(world.clee.id, { title: 'Visite de la laiterie', outcome: 'cancelled' })
    await submit(head, `${path}/texte`, { text: '- Une **belle** année', revision: 1 }).expect(303)
    const draft = await download(head)
    expect(draft).toMatchObject({ marked: true, language: 'fr-FR', title: `Bilan ${year} – ${world.clee.name}` })
    expect(draft.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'THead', 'TH', 'TD', 'L', 'LI']))
    for (const sentence of ['Projet, non approuvé', 'Forum de Fougères', 'Trop peu d’inscrits.', 'belle']) expect(draft.text).toContain(sentence)
    const { receipt } = await send()
    const sent = await download(mission)
    expect(sent.text).toContain(receipt)
    expect(sent.text).toMatch(/Au titre du monde éducatif : Proviseure, .*Au titre du monde économique : Directrice générale, /)
    expect(sent.text).not.toMatch(/Le Bihan|Kervella|non approuvé/)
  })

  it('the figures by type are a CSV with their sum, of the same types as the page, in its order', async () => {
    await makeDoneAction(world.clee.id, { type: 'company_visit_pupils' })
    await makeDoneAction(world.clee.id, { type: 'professional_talk', state: 'proposed', outcome: null })
    const answer = await head.get(`${path}.csv`).expect(200)
    expect(answer.text.trimEnd().split('\r\n')).toEqual(['\uFEFFType;Réalisées;En partie;Annulées;Reportées;Sans chiffres;Élèves;Dont filles;Adultes;Classes', 'Forum des métiers, salon;1;0;0;0;0;120;61;0;0', 'Visite d’entreprise (élèves);1;0;0;0;0;0;0;0;0', 'Total;2;0;0;0;0;120;61;0;0'])
  })
})
