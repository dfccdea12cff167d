import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { bringCharter, during, eventsOf, follow, open, readable, sortedStatuses, submit } from './support/features.ts'

async function withCharter(stage: 'draft' | 'submitted' | 'returned' | 'validated' = 'draft') {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  const agents = { head: await signedIn(made.head), company: await signedIn(made.company!) }
  return { ...made, ...agents, path: `/clees/${made.clee.slug}/charte` }
}

const articleAt = (key: string, version: number) => db.article.findFirstOrThrow({ where: { key, charter: { version } } })

describe('beginning a charter', () => {
  it('drafts the four mandatory articles from the template, with the data of the CLEE', async () => {
    const { clee, head } = await makeClee('active')
    await addMember(await asActor(head), clee, memberSchema.parse({ world: 'employment', organisationName: 'Mission locale', jobTitle: 'Directrice', hasSeat: 'oui' }))
    const agent = await signedIn(head)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/charte`))
    expect(page).toContain('La charte est commencée')
    const articles = await db.article.findMany({ orderBy: { position: 'asc' } })
    expect(articles.map(({ key, isMandatory }) => [key, isMandatory])).toEqual(['territory', 'objectives', 'actors', 'functioning'].map((key) => [key, true]))
    const fresh = await reloadClee(clee.id)
    for (const text of [clee.name, fresh.bassins[0]?.bassin.name, fresh.communes[0]?.commune.name]) expect(articles[0]?.body).toContain(text)
    for (const text of [head.jobTitle, fresh.copilots[1]?.organisation?.name, 'Directrice, Mission locale']) expect(articles[2]?.body).toContain(text)
    expect(articles[2]?.body).not.toContain(head.lastName)
    for (const { body } of articles) expect(body).not.toMatch(/\{\w+\}/)
    expect((await eventsOf(clee.id)).at(-1)).toBe('charter.creation')
  })

  it('begins one charter of two clicks at once', async () => {
    const { clee, head, company } = await makeClee('active')
    const agents = await Promise.all([signedIn(head), signedIn(company!)])
    const responses = await Promise.all(agents.map((agent) => submit(agent, `/clees/${clee.slug}/charte`)))
    expect(sortedStatuses(responses)).toEqual([303, 409])
    expect([await db.charter.count(), await db.article.count()]).toEqual([1, 4])
  })

  it('waits for the declaration', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    await agent.get(`/clees/${clee.slug}/charte`).expect(404)
    await submit(agent, `/clees/${clee.slug}/charte`).expect(404)
    expect(await db.charter.count()).toBe(0)
  })
})

describe('saving an article', () => {
  it('is open to both co-pilots, and noted with its author', async () => {
    const { clee, company, path } = await withCharter()
    const { revision } = await articleAt('territory', 1)
    expect(await follow(company, await submit(company, `${path}/articles/territory`, { body: 'Le bocage.', revision }))).toContain('est enregistré')
    const person = await db.user.findFirstOrThrow({ where: { role: 'company' } })
    expect(await articleAt('territory', 1)).toMatchObject({ body: 'Le bocage.', revision: revision + 1, updatedByName: `${person.firstName} ${person.lastName}` })
    const entry = await db.auditEntry.findFirstOrThrow({ where: { cleeId: clee.id, event: 'charter.article' }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
    expect(entry).toMatchObject({ actorId: person.id, actorRole: 'company' })
  })

  it('shows both texts to the second of two people, who can save again', async () => {
    const { head, company, path } = await withCharter()
    const { revision } = await articleAt('objectives', 1)
    await submit(head, `${path}/articles/objectives`, { body: 'Le texte de la cheffe.', revision }).expect(303)
    const clash = await submit(company, `${path}/articles/objectives`, { body: 'Le texte de l’entreprise.', revision }).expect(409)
    const page = readable(clash.text)
    expect(page).toContain('Le texte de la cheffe.')
    expect(page).toContain('Le texte de l’entreprise.')
    expect(await articleAt('objectives', 1)).toMatchObject({ body: 'Le texte de la cheffe.' })
    const shown = /name="revision" value="(\d+)"/.exec(clash.text)?.[1]
    await submit(company, `${path}/articles/objectives`, { body: 'Les deux textes.', revision: shown }).expect(303)
    expect(await articleAt('objectives', 1)).toMatchObject({ body: 'Les deux textes.' })
  })

  it('saves one of two texts sent at once, and loses neither', async () => {
    const { head, company, path } = await withCharter()
    const { revision } = await articleAt('actors', 1)
    const responses = await Promise.all([submit(head, `${path}/articles/actors`, { body: 'Texte un.', revision }), submit(company, `${path}/articles/actors`, { body: 'Texte deux.', revision })])
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const refused = readable(responses.find(({ status }) => status === 409)?.text ?? '')
    expect(refused).toContain('Texte un.')
    expect(refused).toContain('Texte deux.')
  })

  it('refuses a text too long or a strange revision, and keeps what was typed', async () => {
    const { head, path } = await withCharter()
    const before = await articleAt('actors', 1)
    const long = `Début${'a'.repeat(20_001)}`
    expect((await submit(head, `${path}/articles/actors`, { body: long, revision: before.revision }).expect(422)).text).toContain(long)
    for (const revision of ['', 'x', '-1', '1.5', '9'.repeat(30)]) await submit(head, `${path}/articles/actors`, { body: 'Autre', revision }).expect(422)
    await head.get(`${path}/articles/inconnu`).expect(404)
    await submit(head, `${path}/articles/inconnu`, { body: 'Autre', revision: 1 }).expect(404)
    expect(await articleAt('actors', 1)).toEqual(before)
  })

  it.each(['submitted', 'validated'] as const)('is refused once the version is %s; what was typed stays on the page', async (stage) => {
    const { head, path } = await withCharter(stage)
    const before = await articleAt('territory', 1)
    await head.get(`${path}/articles/territory`).expect(409)
    const page = await submit(head, `${path}/articles/territory`, { body: 'Un texte à ne pas perdre.', revision: before.revision }).expect(409)
    expect(readable(page.text)).toContain('Cette version a été transmise')
    expect(page.text).toContain('Un texte à ne pas perdre.')
    expect(await articleAt('territory', 1)).toEqual(before)
  })

  it('waits for a submission under way, and is refused after it', async () => {
    const { head, path } = await withCharter()
    const before = await articleAt('territory', 1)
    const page = await during(`UPDATE charters SET status = 'submitted', submitted_at = now(), receipt = 'CHA-ESSAI'`, [], async () => submit(head, `${path}/articles/territory`, { body: 'Trop tard.', revision: before.revision }))
    expect(page.status).toBe(409)
    expect(page.text).toContain('Trop tard.')
    expect(await articleAt('territory', 1)).toEqual(before)
  })

  it('shows both texts to who wrote on a version sent back since', async () => {
    const { head, path } = await withCharter('returned')
    const corrected = await articleAt('territory', 2)
    expect(corrected.revision).toBe((await articleAt('territory', 1)).revision)
    const page = await submit(head, `${path}/articles/territory`, { body: 'Un vieux texte.', revision: 1 }).expect(409)
    expect(page.text).toContain('Un vieux texte.')
    expect(await articleAt('territory', 2)).toEqual(corrected)
  })

  it('is not for the coordinator, who reads, nor for outsiders', async () => {
    const { path, bassin } = await withCharter()
    const before = await articleAt('territory', 1)
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    expect(await open(coordinator, path)).not.toContain('Transmettre la charte')
    await coordinator.get(`${path}/articles/territory`).expect(403)
    await submit(coordinator, `${path}/articles/territory`, { body: 'Pris', revision: before.revision }).expect(403)
    await submit(await signedIn(await makeHead()), `${path}/articles/territory`, { body: 'Pris', revision: before.revision }).expect(404)
    await submit(visitor(), `${path}/articles/territory`, { body: 'Pris', revision: before.revision }).expect(302)
    expect(await articleAt('territory', 1)).toEqual(before)
  })
})

describe('an incomplete charter (R5)', () => {
  it.each([
    ['empty', ''],
    ['made of spaces', '  \n '],
    ['still to fill in a place', 'Nos priorités : [à compléter : cinq au plus]'],
  ])('is not sent when an article is %s', async (_what, body) => {
    const { head, path } = await withCharter()
    await db.article.updateMany({ where: { key: 'objectives' }, data: { body } })
    const page = await submit(head, `${path}/soumission`).expect(422)
    expect(readable(page.text)).toContain('Complétez d’abord l’article : Objectifs')
    expect(await db.charter.findFirst()).toMatchObject({ status: 'draft', receipt: null })
    expect(await db.mail.count({ where: { event: 'charter.submission' } })).toBe(0)
  })

  it('is one as the template gives it', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/charte`).expect(303)
    expect(readable((await submit(agent, `/clees/${clee.slug}/charte/soumission`).expect(422)).text)).toContain('Objectifs, Acteurs')
  })
})
