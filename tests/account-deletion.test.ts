import { beforeEach, describe, expect, it } from 'vitest'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, dayFrom, makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeUser, password, reloadClee } from './support/factories.ts'
import { bringCharter, follow, lastLinkPath, makeAction, open, readable, statusesOf, submit } from './support/features.ts'
import { somePdf } from './support/files.ts'

let mission: User

beforeEach(async () => {
  mission = await makeMission()
})

/** What the mission ticks when a side becomes vacant. */
const declared = { vacancy: 'oui' }

/** Every value of every table, as text. */
async function readEverything() {
  const [row] = await db.$queryRaw<{ content: string }[]>`
    SELECT string_agg(query_to_xml(format('SELECT * FROM %I', tablename), true, true, '')::text, '') AS content FROM pg_tables WHERE schemaname = 'public'`
  return row?.content ?? ''
}

const sentReview = { status: 'submitted' as const, submittedAt: new Date(), receipt: 'BIL-ESSAI', figures: {}, educationApprovedAt: new Date(), educationApprovedByName: 'A', economyApprovedAt: new Date(), economyApprovedByName: 'B', approvedPrint: 'x' }

/** A CLEE where its head, of a name that nobody else has, left a trace of every kind. */
async function makeTraces() {
  const world = await makeClee('active', 'CLEE du Coglais')
  const { clee, head } = world
  const name = { firstName: 'Gwénolé', lastName: 'D’Espinay-Kermarrec' }
  const agent = await signedIn(head)
  await submit(agent, '/compte/modification', { ...name, jobTitle: 'Proviseure' }).expect(303)
  await bringCharter(clee.id, head, world.mission, 'replaced')
  const version = `/clees/${clee.slug}/charte/versions/2`
  await submit(agent, `${version}/signature`, { isRead: 'oui' }).expect(303)
  await agent.post(`${version}/scan`).attach('file', somePdf(), 'charte.pdf').expect(303)
  await makeAction(clee.id, head)
  await submit(agent, `/clees/${clee.slug}/actions/transmission`)
  const plan = await db.actionPlan.findFirstOrThrow()
  await db.planReview.create({ data: { planId: plan.id, cleeId: clee.id, schoolYear: plan.schoolYear, ...sentReview, returnRequest: 'Une erreur', returnRequestedAt: new Date(), returnRequestedByName: 'Gwénolé D’Espinay-Kermarrec' } })
  await addMember(await asActor(head), await reloadClee(clee.id), memberSchema.parse({ world: 'employment', organisationName: 'Mission locale', jobTitle: 'Directrice', hasSeat: 'oui' }))
  await db.member.updateMany({ data: { firstName: 'Alix', lastName: 'Autret', consentOn: new Date(), consentMeans: 'mail', consentRecordedBy: 'Gwénolé D’Espinay-Kermarrec' } })
  await db.cleeStateChange.create({ data: { cleeId: clee.id, from: 'active', to: 'active', actorName: 'Gwénolé D’Espinay-Kermarrec' } })
  await db.mail.create({ data: { event: 'x', toEmail: world.mission.email, toName: 'M', subject: 'Gwénolé D’Espinay-Kermarrec a écrit', text: `De gwénolé d’espinay-kermarrec, ${head.email}. Pas Gwénolé D’Espinay-Kermarrec-Petit.` } })
  await submit(visitor(), '/mot-de-passe-oublie', { email: head.email })
  await db.accountRequest.create({ data: { email: head.email, ...name, jobTitle: 'P', role: 'school_head', tokenHash: 't', expiresAt: new Date() } })
  return { ...world, agent, former: `${head.firstName} ${head.lastName}`, school: await db.school.findUniqueOrThrow({ where: { uai: head.schoolUai ?? '' } }) }
}

describe('the mission deletes an account', () => {
  it('and its name and address are nowhere any more; history stays under the function', async () => {
    const { clee, head, former, school, agent, mission: official } = await makeTraces()
    expect(await readEverything()).toContain('D’Espinay-Kermarrec')
    const by = await signedIn(official)
    expect(await open(by, `/comptes/${head.id}/suppression`)).toContain('Supprimer ce compte')
    expect(await follow(by, await submit(by, `/comptes/${head.id}/suppression`, declared))).toContain('Le compte est supprimé')
    const everything = (await readEverything()).replaceAll('Gwénolé D’Espinay-Kermarrec-Petit', '')
    for (const trace of ['Gwénolé', 'gwénolé', 'Espinay', 'espinay', former, head.email]) expect([trace, everything.includes(trace)]).toEqual([trace, false])
    const label = `Proviseure, ${school.name}`
    expect(await db.user.findUniqueOrThrow({ where: { id: head.id } })).toMatchObject({ firstName: '', lastName: '', email: `supprime-${head.id}@compte.invalid`, passwordHash: null, isActive: false, jobTitle: 'Proviseure', deletedAt: expect.any(Date) })
    expect(await db.charter.findMany({ orderBy: { version: 'asc' } })).toMatchObject([{ status: 'replaced', submittedByName: label }, { status: 'validated', submittedByName: label }])
    expect(await db.signature.findFirst()).toMatchObject({ name: label, jobTitle: 'Proviseure' })
    expect(await db.charterScan.findFirst({ omit: { content: true } })).toMatchObject({ attachedByName: label })
    expect(await db.article.findFirst({ where: { charter: { version: 1 } } })).toMatchObject({ updatedByName: label })
    expect(await db.auditEntry.findFirst({ where: { event: 'charter.submission' } })).toMatchObject({ actorId: head.id, actorName: label })
    expect(await db.member.findFirst()).toMatchObject({ firstName: 'Alix', consentRecordedBy: label })
    expect(await db.planReview.findFirst()).toMatchObject({ returnRequest: 'Une erreur', returnRequestedByName: label })
    expect(await db.cleeStateChange.findFirst({ where: { cleeId: clee.id, to: 'draft' } })).toMatchObject({ actorName: label })
    expect(await db.auditEntry.findFirst({ where: { event: 'account.deletion' } })).toMatchObject({ actorId: official.id, subjectName: label })
    await agent.get('/compte').expect(302)
    await submit(visitor(), '/connexion', { email: head.email, password }).expect(422)
    await by.get(`/comptes/${head.id}`).expect(404)
  })

  it('and the names of others stay', async () => {
    const { head, company, mission: official } = await makeTraces()
    await submit(await signedIn(official), `/comptes/${head.id}/suppression`, declared).expect(303)
    const everything = await readEverything()
    for (const name of [`${official.firstName} ${official.lastName}`, company!.lastName, 'Alix', 'Kermarrec-Petit']) expect(everything).toContain(name)
  })

  it.each([['since long', 30], ['since today', 0]])('and nobody holds the seats that they held %s: the CLEE shows a vacant side, and the others are told', async (_when, days) => {
    const { clee, head, company, mission: official } = await makeClee('active')
    await db.$executeRaw`UPDATE copilots SET starts_on = starts_on - ${days}::int`
    await submit(await signedIn(official), `/comptes/${head.id}/suppression`, declared).expect(303)
    expect(await db.copilot.findFirst({ where: { userId: head.id } })).toMatchObject({ firstName: '', lastName: '', endsOn: expect.any(Date), schoolUai: head.schoolUai })
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ status: 'vacant' })
    const told = (await db.mail.findMany({ where: { event: 'clee.vacancy' } })).map(({ toEmail }) => toEmail)
    expect(told.toSorted()).toEqual([mission.email, company!.email].toSorted())
    const published = await open(visitor(), `/clees/${clee.slug}`)
    expect(published).toContain('Le siège du monde éducatif est vacant')
    expect(published).not.toContain('Proviseure')
    expect(await open(await signedIn(company!), `/clees/${clee.slug}/copilotes`)).toMatch(/Monde éducatif Personne ne tient ce siège aujourd’hui\..*Monde économique.*Historique des mandats.*Proviseure/)
  })

  it('and must declare each copilotage that becomes vacant; nothing is asked when somebody else holds it', async () => {
    const { clee, head, company, mission: official } = await makeClee('active')
    const agent = await signedIn(official)
    const address = `/comptes/${head.id}/suppression`
    expect(await open(agent, address)).toContain(`Je déclare le copilotage vacant : « ${clee.name} », monde éducatif`)
    expect(readable((await submit(agent, address).expect(422)).text)).toMatch(/Cochez cette case : sans cette personne.*Je déclare/)
    expect(await db.user.findUnique({ where: { id: head.id } })).toMatchObject({ deletedAt: null })
    const second = await makeHead()
    await db.copilot.create({ data: { cleeId: clee.id, side: 'education', userId: second.id, firstName: 'A', lastName: 'B', email: second.email, jobTitle: 'P', schoolUai: second.schoolUai, startsOn: new Date('2020-01-01'), acceptedAt: new Date() } })
    expect(await open(agent, address)).not.toContain('Je déclare')
    expect(await open(agent, `/comptes/${company!.id}/suppression`)).toContain('monde économique')
    expect(await open(agent, `/comptes/${head.id}/desactivation`)).not.toContain('Je déclare')
    await submit(agent, address).expect(303)
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ status: 'active' })
  })

  it('of a head who was declaring, and the draft goes', async () => {
    const { clee, head } = await makeClee('draft')
    await submit(await signedIn(mission), `/comptes/${head.id}/suppression`).expect(303)
    expect(await db.clee.count({ where: { id: clee.id } })).toBe(0)
    expect(await db.auditEntry.count({ where: { event: 'clee.deletion' } })).toBe(1)
  })

  it('of somebody invited, and the seat that waited goes with its links', async () => {
    const { clee } = await makeClee('declared')
    const invited = await db.user.findFirstOrThrow({ where: { role: 'company' } })
    await submit(await signedIn(mission), `/comptes/${invited.id}/suppression`).expect(303)
    expect(await db.copilot.count({ where: { cleeId: clee.id, side: 'economy' } })).toBe(0)
    expect(await db.invitation.count()).toBe(0)
    expect(await readEverything()).not.toContain(invited.email)
    expect(await readEverything()).not.toContain('Kervella')
  })

  it('of a coordinator, and this year’s bassins are free', async () => {
    const coordinator = await makeCoordinator((await makeBassin()).id)
    await db.bassinCoordinator.create({ data: { bassinId: (await makeBassin()).id, userId: coordinator.id, schoolYear: '2020-2021' } })
    const agent = await signedIn(mission)
    await follow(agent, await submit(agent, '/coordonnateurs/designation', { bassinId: (await makeBassin()).id, userId: coordinator.id, schoolYear: schoolYearOf() }))
    expect(await readEverything()).toContain(`${coordinator.firstName} ${coordinator.lastName}`)
    await submit(await signedIn(mission), `/comptes/${coordinator.id}/suppression`).expect(303)
    expect(await db.bassinCoordinator.findMany()).toMatchObject([{ schoolYear: '2020-2021' }])
    expect(await readEverything()).not.toContain(`${coordinator.firstName} ${coordinator.lastName}`)
  })

  it('twice at once, once', async () => {
    const head = await makeHead()
    const agent = await signedIn(mission)
    const statuses = await statusesOf([1, 2].map(() => submit(agent, `/comptes/${head.id}/suppression`)))
    expect(statuses[0]).toBe(303)
    expect([404, 409]).toContain(statuses[1])
    expect(await db.auditEntry.count({ where: { event: 'account.deletion' } })).toBe(1)
  })

  it('and nobody else rewrites history: outside of a deletion the journal refuses', async () => {
    await makeClee('active')
    await expect(db.auditEntry.updateMany({ data: { actorName: 'x' } })).rejects.toThrow('append-only')
  })
})

describe('somebody deletes their own account', () => {
  it('with their password, and leaves no name', async () => {
    const person = await makeUser('company', { firstName: 'Gwénolé', lastName: 'Kermarrec', jobTitle: 'Gérante' })
    const agent = await signedIn(person)
    const response = await submit(agent, '/compte/suppression', { currentPassword: password }).expect(303)
    expect(await open(agent, String(response.headers['location']))).toContain('Compte supprimé')
    await agent.get('/compte').expect(302)
    expect(await readEverything()).not.toMatch(/Gwénolé|Kermarrec/)
    expect(await db.auditEntry.findFirst({ where: { event: 'account.deletion' } })).toMatchObject({ actorId: person.id, actorName: 'Gérante, Monde économique' })
    expect(await db.session.count()).toBe(0)
  })

  it('and after a change of address, neither is anywhere; a namesake keeps their mails', async () => {
    const person = await makeUser('company', { firstName: 'Gwénolé', lastName: 'Kermarrec' })
    const namesake = await makeUser('company', { firstName: 'Gwénolé', lastName: 'Kermarrec', email: 'homonyme@essai.test' })
    await db.accountRequest.create({ data: { email: person.email, firstName: 'Gwen', lastName: 'Kermarec', jobTitle: 'P', role: 'company', organisationName: 'A', tokenHash: 't', expiresAt: new Date(), status: 'accepted', confirmedAt: new Date(), decidedAt: new Date() } })
    await db.mail.create({ data: { event: 'x', toEmail: mission.email, toName: 'M', subject: 'Demande : Gwen Kermarec', text: 'x' } })
    await submit(visitor(), '/mot-de-passe-oublie', { email: namesake.email })
    const agent = await signedIn(person)
    await submit(agent, '/compte/adresse', { email: 'apres@essai.test', currentPassword: password }).expect(303)
    for (const email of [person.email, 'apres@essai.test']) await submit(visitor(), await lastLinkPath('account.email', email)).expect(303)
    await submit(agent, '/compte/suppression', { currentPassword: password }).expect(303)
    const everything = await readEverything()
    for (const trace of [person.email, 'apres@essai.test', 'Gwen Kermarec', 'Kermarec']) expect([trace, everything.includes(trace)]).toEqual([trace, false])
    expect(await db.mail.count({ where: { toEmail: namesake.email } })).toBe(1)
  })

  it('but not with a wrong password', async () => {
    const head = await makeHead()
    const agent = await signedIn(head)
    expect(readable((await submit(agent, '/compte/suppression', { currentPassword: 'un autre mot de passe' }).expect(422)).text)).toContain('Ce n’est pas votre mot de passe actuel')
    expect(await db.user.findUnique({ where: { id: head.id } })).toMatchObject({ deletedAt: null })
  })

  it('but not while they alone hold a side of a CLEE', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    expect(await open(agent, '/compte/suppression')).toContain(`Vous tenez seul le copilotage du monde éducatif de « ${clee.name} »`)
    expect(readable((await submit(agent, '/compte/suppression', { currentPassword: password }).expect(409)).text)).toContain('Passez d’abord la main')
    const second = await makeHead()
    await db.copilot.create({ data: { cleeId: clee.id, side: 'education', userId: second.id, firstName: 'A', lastName: 'B', email: second.email, jobTitle: 'P', schoolUai: second.schoolUai, startsOn: new Date('2020-01-01'), acceptedAt: new Date() } })
    await submit(agent, '/compte/suppression', { currentPassword: password }).expect(303)
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ status: 'active' })
  })

  it('and of two who hold a side together and leave at once, one stays', async () => {
    const { clee, head } = await makeClee('active')
    const second = await makeHead()
    await db.copilot.create({ data: { cleeId: clee.id, side: 'education', userId: second.id, firstName: 'A', lastName: 'B', email: second.email, jobTitle: 'P', schoolUai: second.schoolUai, startsOn: new Date('2020-01-01'), acceptedAt: new Date() } })
    const agents = [await signedIn(head), await signedIn(second)]
    expect(await statusesOf(agents.map((agent) => submit(agent, '/compte/suppression', { currentPassword: password })))).toEqual([303, 409])
  })
})

describe('what somebody wrote for the public', () => {
  it('stays under their function: documents, pages and their versions, whose dates don’t change', async () => {
    const writer = await makeUser('mission', { firstName: 'Gwénolé', lastName: 'D’Espinay', jobTitle: 'Chargée de mission' })
    const agent = await signedIn(writer)
    const typed = { title: 'Guide', reviewOn: '', schoolYear: '', bassinId: '', description: '', issuedOn: '' }
    await agent.post('/administration/documents').field({ ...typed, kind: 'guide', intent: 'publication' }).attach('file', somePdf(), 'guide.pdf').expect(303)
    await submit(agent, '/administration/pages', { ...typed, summary: 'Un guide.', body: 'Texte', ownerName: 'Mission', reviewOn: dayFrom(30), position: 1 }).expect(303)
    const before = await db.editorialPage.findFirstOrThrow()
    await submit(await signedIn(mission), `/comptes/${writer.id}/suppression`).expect(303)
    expect(await readEverything()).not.toMatch(/D’Espinay/i)
    const label = 'Chargée de mission'
    expect(await db.document.findFirst()).toMatchObject({ updatedByName: expect.stringContaining(label) })
    expect(await db.editorialPage.findFirst()).toMatchObject({ updatedByName: expect.stringContaining(label), updatedAt: before.updatedAt })
    expect(await db.editorialPageVersion.findFirst()).toMatchObject({ savedByName: expect.stringContaining(label) })
  })
})
