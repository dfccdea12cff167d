import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { bringCharter, correctDraft, during, eventsOf, follow, mailsOf, open, readable, statusesOf, submit, withoutAgreement, type CharterStage } from './support/features.ts'

async function withCharter(stage: CharterStage, cleeStage: 'declared' | 'active' = 'active') {
  const made = await makeClee(cleeStage)
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  await withoutAgreement()
  await db.mail.deleteMany()
  return { ...made, agent: await signedIn(made.head), official: await signedIn(made.mission), path: `/clees/${made.clee.slug}/charte` }
}

/** What the mission's page carries: the version that it shows. */
const shown = async () => ({ version: (await db.charter.findFirstOrThrow({ orderBy: { version: 'desc' } })).version })

const lastEntry = (event: string) => db.auditEntry.findFirstOrThrow({ where: { event }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })

describe('sending a charter, where the mission asks for no agreement', () => {
  it('dates it, gives a receipt, tells the mission and both co-pilots', async () => {
    const { agent, head, company, mission, path } = await withCharter('draft')
    const page = await follow(agent, await submit(agent, `${path}/soumission`))
    const charter = await db.charter.findFirstOrThrow()
    expect(charter).toMatchObject({ status: 'submitted', submittedAt: expect.any(Date), submittedByName: `${head.firstName} ${head.lastName}` })
    expect(charter.receipt).toMatch(/^CHA-\d{8}-[A-Z2-9]{6}$/)
    expect(page).toContain(charter.receipt)
    expect((await mailsOf('charter.submission')).toSorted()).toEqual([head.email, company!.email, mission.email].toSorted())
    for (const mail of await db.mail.findMany()) expect(mail.text).toContain(charter.receipt)
    expect(await lastEntry('charter.submission')).toMatchObject({ actorId: head.id, actorName: `${head.firstName} ${head.lastName}`, details: { receipt: charter.receipt } })
  })

  it('counts once when both co-pilots send it at once', async () => {
    const { clee, agent, company, path } = await withCharter('draft')
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/soumission`)))).toEqual([303, 409])
    expect((await eventsOf(clee.id)).filter((event) => event === 'charter.submission')).toHaveLength(1)
    expect(await mailsOf('charter.submission')).toHaveLength(3)
  })

  it('blocks neither the members nor the actions while it awaits an answer', async () => {
    const { clee, agent } = await withCharter('submitted', 'declared')
    await submit(agent, `/clees/${clee.slug}/membres/ajout`, { world: 'economy', organisationName: 'Atelier', jobTitle: 'Gérante' }).expect(303)
    await agent.get(`/clees/${clee.slug}/actions/nouvelle`).expect(200)
    await submit(agent, `/clees/${clee.slug}/territoire`, { territory: 'Le bocage.' }).expect(303)
  })
})

describe('validating a charter', () => {
  it('publishes it at once, and tells both co-pilots', async () => {
    const { clee, official, head, company, mission, path } = await withCharter('submitted')
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('pas encore de charte validée')
    expect(await follow(official, await submit(official, `${path}/validation`, await shown()))).toContain('La charte est validée et publiée')
    const page = await open(visitor(), `/clees/${clee.slug}`)
    expect(page).toContain('Territoire, version 1.')
    expect(page).not.toContain(mission.lastName)
    expect(await db.charter.findFirst()).toMatchObject({ status: 'validated', decidedAt: expect.any(Date), decidedByName: `${mission.firstName} ${mission.lastName}` })
    expect((await mailsOf('charter.validation')).toSorted()).toEqual([head.email, company!.email].toSorted())
    expect(await lastEntry('charter.validation')).toMatchObject({ actorId: mission.id, actorRole: 'mission' })
  })

  it('keeps the one in force published until the next is validated, which replaces it', async () => {
    const { clee, agent, official, path } = await withCharter('validated')
    await submit(agent, `${path}/revision`).expect(303)
    const { revision } = await db.article.findFirstOrThrow({ where: { key: 'territory', charter: { version: 2 } } })
    await submit(agent, `${path}/articles/territory`, { body: 'Un territoire élargi.', revision }).expect(303)
    await submit(agent, `${path}/soumission`).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Territoire, version 1.')
    await submit(official, `${path}/validation`, await shown()).expect(303)
    expect((await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ status }) => status)).toEqual(['replaced', 'validated'])
    const page = await open(visitor(), `/clees/${clee.slug}`)
    expect(page).toContain('Un territoire élargi.')
    expect(page).not.toContain('Territoire, version 1.')
    expect(await open(agent, `${path}/versions/1`)).toContain('Territoire, version 1.')
  })

  it('takes note of a CLEE that was only declared', async () => {
    const { clee, official, path } = await withCharter('submitted', 'declared')
    await visitor().get(`/clees/${clee.slug}`).expect(404)
    await submit(official, `${path}/validation`, await shown()).expect(303)
    expect(await db.clee.findFirst()).toMatchObject({ acknowledgedAt: expect.any(Date) })
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Territoire, version 1.')
    expect(await eventsOf(clee.id)).toContain('clee.acknowledgement')
    await submit(official, `/clees/${clee.slug}/prise-d-acte`).expect(409)
  })

  it('twice at once counts once', async () => {
    const { clee, official, path } = await withCharter('submitted')
    const version = await shown()
    expect(await statusesOf([version, version].map((body) => submit(official, `${path}/validation`, body)))).toEqual([303, 409])
    expect((await eventsOf(clee.id)).filter((event) => event === 'charter.validation')).toHaveLength(1)
    expect(await mailsOf('charter.validation')).toHaveLength(2)
  })

  it('while another returns it: one of the two', async () => {
    const { official, path } = await withCharter('submitted')
    expect(await statusesOf([submit(official, `${path}/validation`, await shown()), submit(official, `${path}/retour`, { reason: 'Un motif.', ...(await shown()) })])).toEqual([303, 409])
    const statuses = (await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ status }) => status)
    expect([['validated'], ['returned', 'draft']]).toContainEqual(statuses)
    expect(new Set((await db.mail.findMany()).map(({ event }) => event)).size).toBe(1)
  })
})

describe('a decision on a version that is no longer the last', () => {
  it('is refused, whichever it is', async () => {
    const { agent, official, path } = await withCharter('submitted')
    const old = await shown()
    await submit(official, `${path}/retour`, { reason: 'Un motif.', ...old }).expect(303)
    await correctDraft()
    await submit(agent, `${path}/soumission`).expect(303)
    for (const move of ['validation', 'retour']) await submit(official, `${path}/${move}`, { reason: 'Un motif.', ...old }).expect(409)
    await submit(official, `${path}/validation`).expect(409)
    expect((await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ status }) => status)).toEqual(['returned', 'submitted'])
  })
})

describe('a decision that comes after somebody else’s', () => {
  it('gives back what was typed, and says who decided and when', async () => {
    const { official, mission, path } = await withCharter('submitted')
    const body = await shown()
    await submit(official, `${path}/validation`, body).expect(303)
    const page = await submit(official, `${path}/retour`, { ...body, reason: 'Un motif <b>long</b>.', 'commentaire-territory': 'Une remarque.' }).expect(409)
    const text = readable(page.text)
    expect(text).toMatch(new RegExp(`Votre texte n’est pas enregistré La version 1 a été validée par ${mission.firstName} ${mission.lastName}, le .* à `))
    for (const typed of ['Un motif <b>long</b>.', 'Une remarque.']) expect(text).toContain(typed)
    expect(page.text).not.toContain('<b>long')
    expect(await db.charterComment.count()).toBe(0)
    for (const late of [await submit(official, `${path}/validation`, body).expect(409), await official.get(`${path}/validation`).expect(409)]) {
      expect(readable(late.text)).toContain('a été validée par')
      expect(late.text).toContain(`<a class="fr-link" href="${path}">`)
    }
  })

  it('even while the other decides', async () => {
    const { official, path } = await withCharter('submitted')
    const decision = `UPDATE charters SET status = 'validated', decided_at = now(), decided_by_name = 'Anne', valid_until = '2099-01-01'`
    const body = { ...(await shown()), reason: 'Un motif.', 'commentaire-territory': 'Une remarque.' }
    const page = await during(decision, [], async () => submit(official, `${path}/retour`, body))
    expect([page.status, await db.charterComment.count(), await db.charter.count()]).toEqual([409, 0, 1])
    for (const typed of ['Un motif.', 'Une remarque.']) expect(page.text).toContain(typed)
  })

  it('leaves the next charter at hand', async () => {
    const { official, path } = await withCharter('submitted')
    await submit(official, `${path}/validation`, await shown()).expect(303)
    expect(await open(official, path)).toContain('Plus aucune charte n’attend. Revenir au tableau de bord')
    const other = await makeClee('active', 'CLEE du nord')
    await db.charter.create({ data: { cleeId: other.clee.id, version: 1, templateVersion: 1, verificationCode: 'ABCDEFGH', status: 'submitted', submittedAt: new Date(), submittedByName: 'Zoé', receipt: 'CHA-AUTRE', signatories: ['education'], particulars: {} } })
    expect(await open(official, path)).toContain('Il reste 1 charte à examiner : CLEE du nord')
  })
})

describe('what mails say of a version', () => {
  it('who sent it reads « vous », the mission which sending it is, and all until when it holds', async () => {
    const { agent, official, head, company, mission, path } = await withCharter('submitted')
    await submit(official, `${path}/retour`, { reason: 'Un motif.', ...(await shown()) }).expect(303)
    await correctDraft()
    await db.mail.deleteMany()
    await submit(agent, `${path}/soumission`).expect(303)
    const textTo = async (toEmail: string) => readable((await db.mail.findFirstOrThrow({ where: { toEmail }, orderBy: { createdAt: 'desc' } })).text)
    expect(await textTo(head.email)).toContain('Vous avez transmis la version 2 de la charte')
    expect(await textTo(company!.email)).toContain(`${head.firstName} ${head.lastName} a transmis la version 2`)
    expect(await textTo(company!.email)).toContain('à la mission académique')
    expect(await textTo(mission.email)).toMatch(/nouvelle transmission, version 2, après votre renvoi du \d/)
    expect(await open(official, path)).toMatch(/Motif du renvoi de la version 1, le .* Un motif\./)
    await submit(official, `${path}/validation`, await shown()).expect(303)
    expect(await textTo(head.email)).toMatch(/a validé la version 2 .* valable jusqu’au .* Elle peut être signée\..*\/charte#signatures/)
  })
})

describe('returning a charter', () => {
  it('opens the next version with the same text, and sends the reason to both co-pilots', async () => {
    const { agent, official, head, company, mission, path } = await withCharter('submitted')
    const reason = 'Article 1 : nommez\nles communes <b>du nord</b>.'
    expect(await follow(official, await submit(official, `${path}/retour`, { reason, ...(await shown()) }))).toContain('renvoyée aux copilotes')
    const [returned, draft] = await db.charter.findMany({ include: { articles: { orderBy: { position: 'asc' } } }, orderBy: { version: 'asc' } })
    expect(returned).toMatchObject({ status: 'returned', reason, decidedByName: `${mission.firstName} ${mission.lastName}` })
    expect(draft).toMatchObject({ status: 'draft', version: 2, receipt: null })
    expect(draft?.articles.map(({ body }) => body)).toEqual(returned?.articles.map(({ body }) => body))
    expect((await mailsOf('charter.return')).toSorted()).toEqual([head.email, company!.email].toSorted())
    expect((await db.mail.findFirstOrThrow()).text).toContain(reason)
    const page = await agent.get(path).expect(200)
    expect(readable(page.text)).toContain('les communes <b>du nord</b>.')
    expect(page.text).not.toContain('<b>du nord</b>')
    expect(await lastEntry('charter.return')).toMatchObject({ actorId: mission.id, details: { reason } })
  })

  it.each([
    ['without a reason', '   ', 'Dites aux copilotes ce qui manque'],
    ['with an endless one', 'a'.repeat(3_001), 'Raccourcissez ce texte'],
  ])('is refused %s', async (_what, reason, sentence) => {
    const { official, path } = await withCharter('submitted')
    const page = await submit(official, `${path}/retour`, { reason, ...(await shown()) }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(reason)
    expect(await db.charter.findMany()).toMatchObject([{ status: 'submitted' }])
    expect(await db.mail.count()).toBe(0)
  })
})

describe('revising a charter', () => {
  it('opens one draft of two clicks at once', async () => {
    const { clee, agent, company, path } = await withCharter('validated')
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/revision`)))).toEqual([303, 409])
    expect((await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ status }) => status)).toEqual(['validated', 'draft'])
    expect((await eventsOf(clee.id)).filter((event) => event === 'charter.revision')).toHaveLength(1)
  })

  it('leaves every version to read for those of the CLEE, none to others', async () => {
    const { clee, agent, path } = await withCharter('replaced')
    for (const version of ['1', '2']) expect(await open(agent, `${path}/versions/${version}`)).toContain(`Territoire, version ${version}.`)
    for (const version of ['3', '0', '-1', 'x', '9'.repeat(20)]) await agent.get(`${path}/versions/${version}`).expect(404)
    const { head } = await makeClee('active', 'Un autre CLEE')
    await (await signedIn(head)).get(`/clees/${clee.slug}/charte/versions/1`).expect(404)
  })
})

describe('the text of a charter sent (R7)', () => {
  it.each(['submitted', 'returned', 'validated', 'replaced'] as const)('never changes in the database once %s', async (stage) => {
    await withCharter(stage)
    const { id } = await db.charter.findFirstOrThrow({ where: { version: 1 } })
    const refused = [
      `UPDATE articles SET body = 'Autre' WHERE charter_id = '${id}'`,
      `DELETE FROM articles WHERE charter_id = '${id}'`,
      `INSERT INTO articles (id, charter_id, key, position, title, guidance, body, is_mandatory, updated_at) VALUES (gen_random_uuid(), '${id}', 'x', 9, 't', 'g', 'b', false, now())`,
      `DELETE FROM charters WHERE id = '${id}'`,
      `UPDATE charters SET status = 'draft', submitted_at = NULL, receipt = NULL WHERE id = '${id}'`,
      `UPDATE charters SET submitted_at = now() WHERE id = '${id}'`,
      `UPDATE charters SET receipt = 'CHA-AUTRE' WHERE id = '${id}'`,
    ]
    for (const statement of refused) await expect(db.$executeRawUnsafe(statement), statement).rejects.toThrow('R7')
  })
})
