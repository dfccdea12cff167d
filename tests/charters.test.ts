import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { findPublishedTemplate } from '../src/charters/queries.ts'
import { signedIn } from './support/app.ts'
import { withCharter } from './support/charters.ts'
import { asActor, makeClee, reloadClee } from './support/factories.ts'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { eventsOf, follow, readable, sortedStatuses, submit } from './support/features.ts'

describe('beginning a charter', () => {
  it('drafts the articles of the published template, four of them mandatory, with the data of the CLEE', async () => {
    const { clee, head } = await makeClee('active')
    await addMember(await asActor(head), clee, memberSchema.parse({ world: 'employment', organisationName: 'Mission locale', jobTitle: 'Directrice', hasSeat: 'oui' }))
    const agent = await signedIn(head)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/charte`))
    expect(page).toContain('La charte est commencée')
    const articles = await db.article.findMany({ orderBy: { position: 'asc' } })
    const template = await findPublishedTemplate()
    expect(articles.map(({ key, kind, isMandatory, axisChoices }) => [key, kind, isMandatory, axisChoices])).toEqual(template.articles.map(({ key, kind, isMandatory, axes }) => [key, kind, isMandatory, axes]))
    expect(articles.filter(({ isMandatory }) => isMandatory).map(({ key }) => key)).toEqual(['territory', 'objectives', 'actors', 'functioning'])
    const bodyOf = (key: string) => articles.find((article) => article.key === key)?.body
    const fresh = await reloadClee(clee.id)
    for (const text of [clee.name, fresh.bassins[0]?.bassin.name, fresh.communes[0]?.commune.name]) expect(bodyOf('territory')).toContain(text)
    for (const text of [head.jobTitle, fresh.copilots[1]?.organisation?.name]) expect(bodyOf('copilots')).toContain(text)
    expect(bodyOf('actors')).toContain('Directrice, Mission locale')
    expect(bodyOf('steering-committee')).toContain('Directrice, Mission locale')
    for (const { body } of articles) expect(body).not.toMatch(/\{\w+\}/)
    for (const { body } of articles) expect(body).not.toContain(head.lastName)
    expect((await eventsOf(clee.id)).at(-1)).toBe('charter.creation')
  })

  it('begins one charter of two clicks at once', async () => {
    const { clee, head, company } = await makeClee('active')
    const agents = await Promise.all([signedIn(head), signedIn(company!)])
    const responses = await Promise.all(agents.map((agent) => submit(agent, `/clees/${clee.slug}/charte`)))
    expect(sortedStatuses(responses)).toEqual([303, 409])
    expect([await db.charter.count(), await db.article.count()]).toEqual([1, 14])
  })

  it('waits for the declaration', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    await agent.get(`/clees/${clee.slug}/charte`).expect(404)
    await submit(agent, `/clees/${clee.slug}/charte`).expect(404)
    expect(await db.charter.count()).toBe(0)
  })
})

describe('an incomplete charter (R5)', () => {
  it.each([
    ['without axis nor priority', 'Les objectifs du CLEE.', []],
    ['made of spaces', '  \n ', []],
    ['still to fill in a place', 'Nos priorités : [à compléter : cinq au plus]', ['Les stages']],
  ])('is not sent when an article is %s', async (_what, body, axes) => {
    const { headAgent, path } = await withCharter()
    await db.article.updateMany({ where: { key: 'objectives' }, data: { body, axes, priorities: [] } })
    const page = await submit(headAgent, `${path}/soumission`).expect(422)
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
