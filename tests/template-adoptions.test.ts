import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { findNewerTemplate } from '../src/charter-templates/queries.ts'
import { saveArticle } from '../src/charter-writing/commands.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import { addTemplateArticle, removeTemplateArticle } from '../src/template-articles/commands.ts'
import { getDraftArticle } from '../src/template-articles/queries.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { bringCharter, during, eventsOf, follow, mailsOf, open, readable, statusesOf, submit, type CharterStage } from './support/features.ts'
import { makeDraft, publish } from './support/templates.ts'

type Made = Awaited<ReturnType<typeof makeClee>>
let made: Made
let head: TestAgent
let path: string

/** Version 3: the review renamed and moved up, working groups removed, a new article with a field, other axes. */
async function publishNewer({ mission }: Made) {
  const actor = await asActor(mission)
  await makeDraft(mission, {
    review: { title: 'Bilan annuel', guidance: 'Une page au plus.', startingText: 'Autre texte.', isMandatory: true },
    objectives: { axes: ['Les stages', 'L’orientation'] },
  })
  await addTemplateArticle(actor, { title: 'Égalité', guidance: 'Dites comment.', startingText: '{nom} y veille.', isMandatory: true })
  const groups = await getDraftArticle('working-groups')
  await removeTemplateArticle(actor, groups, groups.revision)
  return publish(mission, 'Un article sur l’égalité.')
}

async function withCharter(stage: CharterStage = 'draft') {
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  await publishNewer(made)
}

beforeEach(async () => {
  made = await makeClee('active')
  head = await signedIn(made.head)
  path = `/clees/${made.clee.slug}/charte/modele`
})

const latest = () => getLatestCharter(made.clee.id)
const articleOf = async (key: string) => (await latest()).articles.find((article) => article.key === key)

describe('the difference offered to a CLEE', () => {
  it('says article by article what the newer template changes, and why', async () => {
    await withCharter()
    const page = await open(head, path)
    for (const text of ['écrite à partir de la version 2', 'Un article sur l’égalité.', 'Renommé : « Bilan » devient « Bilan annuel »', 'Devient obligatoire', 'Axe ajouté : Les stages', 'Axe retiré : L’alternance', 'Égalité Ajouté', 'Groupes de travail Retiré', 'Adopter la version 3 du modèle']) expect(page).toContain(text)
    expect(await findNewerTemplate(await latest())).toMatchObject({ version: 3, summary: 'Un article sur l’égalité.' })
  })

  it('fills both starting texts with the data of the CLEE, and calls valid a charter in force only', async () => {
    await bringCharter(made.clee.id, made.head, made.mission, 'draft')
    await makeDraft(made.mission, { territory: { startingText: 'Le CLEE {nom} agit {bassins}.' } })
    await publish(made.mission)
    const page = await open(head, path)
    expect(page).toContain(made.clee.name)
    expect(page).not.toMatch(/\{\w+\}|reste valable/)
  })

  it('is none for an up-to-date charter', async () => {
    await bringCharter(made.clee.id, made.head, made.mission, 'draft')
    const page = await open(head, path)
    expect(page).toContain('La charte suit le modèle le plus récent')
    expect(page).not.toContain('Adopter')
    expect(await findNewerTemplate(await latest())).toBeNull()
  })

  it.each([
    ['proposed', 'reprenez d’abord la rédaction'],
    ['submitted', 'est transmise à la mission'],
    ['validated', 'ouvrez d’abord une nouvelle version'],
  ] as const)('says what to do first when the charter is %s', async (stage, sentence) => {
    await withCharter(stage)
    const page = await open(head, path)
    expect(page).toContain(sentence)
    expect(page.includes('reste valable')).toBe(stage === 'validated')
    expect(page).not.toContain('Adopter la version 3 du modèle')
    const before = await latest()
    await submit(head, path, { version: 3 }).expect(409)
    expect(await latest()).toEqual(before)
  })

  it('leads from the charter in force to a new version, then to the new template', async () => {
    await withCharter('validated')
    await submit(head, `/clees/${made.clee.slug}/charte/revision`).expect(303)
    await submit(head, path, { version: 3 }).expect(303)
    expect((await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ status, templateVersion }) => [status, templateVersion])).toEqual([['validated', 2], ['draft', 3]])
  })

  it('is read by the people of the CLEE, adopted by those who write, closed to outsiders', async () => {
    await withCharter()
    const coordinator = await signedIn(await makeCoordinator(made.bassin.id))
    expect(await open(coordinator, path)).not.toContain('Adopter la version 3')
    await submit(coordinator, path, { version: 3 }).expect(403)
    const outsider = await signedIn(await makeHead())
    await outsider.get(path).expect(404)
    await submit(outsider, path, { version: 3 }).expect(404)
    await visitor().get(path).expect(302)
    expect((await latest()).templateVersion).toBe(2)
    expect(await open(await signedIn(made.mission), path)).toContain('Adopter la version 3')
  })

  it('waits for the charter to begin, and is only read once the CLEE is closed', async () => {
    await head.get(path).expect(404)
    await submit(head, path, { version: 2 }).expect(404)
    await withCharter()
    await db.clee.update({ where: { id: made.clee.id }, data: { status: 'closed' } })
    expect(await open(head, path)).not.toContain('Adopter la version 3')
    await submit(head, path, { version: 3 }).expect(409)
    expect((await latest()).templateVersion).toBe(2)
  })
})

describe('adopting the newer template', () => {
  it('keeps whole what the CLEE wrote, in the new frame, and is noted', async () => {
    await withCharter()
    const before = await latest()
    const copilot = await asActor(made.head)
    const written = before.articles.find(({ key }) => key === 'review')!
    await saveArticle(copilot, await reloadClee(made.clee.id), before, written, { body: 'Notre bilan à nous.', axes: [], priorities: [], revision: written.revision })
    expect(await follow(head, await submit(head, path, { version: 3 }))).toContain('suit désormais la version 3')
    expect(await articleOf('review')).toMatchObject({ title: 'Bilan annuel', guidance: 'Une page au plus.', body: 'Notre bilan à nous.', isMandatory: true, position: 12, revision: written.revision + 2 })
    expect((await latest()).templateVersion).toBe(3)
    expect((await eventsOf(made.clee.id)).at(-1)).toBe('charter.template')
    expect((await db.auditEntry.findFirstOrThrow({ where: { event: 'charter.template' } })).details).toEqual({ from: 2, to: 3 })
    expect(await open(head, path)).toContain('Articles qui ne sont pas dans ce modèle')
  })

  it('tells the other co-pilots, who did it and that their text is kept; the mission acts in their place', async () => {
    await withCharter()
    await submit(head, path, { version: 3 }).expect(303)
    expect(await mailsOf('charter.template')).toEqual([made.company!.email])
    const actor = await asActor(made.head)
    expect((await db.mail.findFirstOrThrow({ where: { event: 'charter.template' } })).text).toMatch(new RegExp(`${actor.name} a fait passer .* version 3 du modèle.* gardé en entier`))
    await bringCharter(made.clee.id, made.head, made.mission, 'draft')
    await db.charter.updateMany({ data: { templateVersion: 2 } })
    expect(await open(head, path)).not.toContain('à la place des copilotes')
    const official = await signedIn(made.mission)
    expect(await open(official, path)).toContain('Vous agissez à la place des copilotes, qui en seront prévenus')
    await submit(official, path, { version: 3 }).expect(303)
    expect((await mailsOf('charter.template')).toSorted()).toEqual([made.company!.email, made.company!.email, made.head.email].toSorted())
  })

  it('adds new articles with the data of the CLEE, and keeps at the end those that the template has no more', async () => {
    await withCharter()
    const groups = (await articleOf('working-groups'))!
    await submit(head, path, { version: 3 }).expect(303)
    const { articles } = await latest()
    expect(articles.map(({ key }) => key).slice(-2)).toEqual(['egalite', 'working-groups'])
    expect(articles.map(({ position }) => position)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
    expect(await articleOf('egalite')).toMatchObject({ body: `${made.clee.name} y veille.`, isMandatory: true, revision: 1 })
    expect(await articleOf('working-groups')).toMatchObject({ title: groups.title, body: groups.body, isMandatory: false, revision: groups.revision + 1 })
  })

  it('offers the new axes and keeps those that were chosen', async () => {
    await withCharter()
    const chosen = (await articleOf('objectives'))!.axes
    expect(chosen).toHaveLength(1)
    await submit(head, path, { version: 3 }).expect(303)
    expect(await articleOf('objectives')).toMatchObject({ axes: chosen, axisChoices: ['Les stages', 'L’orientation', ...chosen] })
  })

  it('leaves alone the articles that it does not touch', async () => {
    await withCharter()
    const before = await articleOf('territory')
    await submit(head, path, { version: 3 }).expect(303)
    expect(await articleOf('territory')).toEqual(before)
  })

  it('brings a charter of the first template to fourteen articles, objectives and their text included', async () => {
    await bringCharter(made.clee.id, made.head, made.mission, 'draft')
    await db.$executeRaw`DELETE FROM articles WHERE key NOT IN ('territory', 'objectives', 'actors', 'functioning')`
    await db.article.updateMany({ where: { key: 'objectives' }, data: { kind: 'text', axes: [], axisChoices: [], body: 'Nos objectifs d’alors.' } })
    await db.charter.updateMany({ data: { templateVersion: 1 } })
    expect(await open(head, path)).toContain('Devient un article d’objectifs')
    await submit(head, path, { version: 2 }).expect(303)
    expect((await latest()).articles).toHaveLength(14)
    expect(await articleOf('objectives')).toMatchObject({ kind: 'objectives', body: 'Nos objectifs d’alors.', axes: [] })
    expect((await articleOf('objectives'))!.axisChoices).toHaveLength(7)
  })

  it('refuses a template that the page did not show', async () => {
    await withCharter()
    for (const version of ['2', '4', '', 'x', '-1']) expect(readable((await submit(head, path, { version }).expect(409)).text)).toContain('Le modèle a changé')
    expect((await latest()).templateVersion).toBe(2)
  })

  it('happens once of two clicks', async () => {
    await withCharter()
    const company = await signedIn(made.company!)
    expect(await statusesOf([submit(head, path, { version: 3 }), submit(company, path, { version: 3 })])).toEqual([303, 409])
    expect((await latest()).articles).toHaveLength(15)
  })

  it('waits for a sending under way, and is refused after it', async () => {
    await withCharter()
    const before = (await latest()).articles
    const answer = await during(`UPDATE charters SET status = 'submitted', submitted_at = now(), receipt = 'CHA-ESSAI'`, [], async () => submit(head, path, { version: 3 }))
    expect(answer.status).toBe(409)
    expect((await latest()).articles).toEqual(before)
  })

  it('shows both texts to who was writing an article that it touched', async () => {
    await withCharter()
    const { revision } = (await articleOf('review'))!
    await submit(head, path, { version: 3 }).expect(303)
    const clash = await submit(head, `/clees/${made.clee.slug}/charte/articles/review`, { body: 'Un texte commencé avant.', revision }).expect(409)
    expect(clash.text).toContain('Un texte commencé avant.')
  })
})
