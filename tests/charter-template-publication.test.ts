import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { compareTemplates } from '../src/charter-templates/comparison.ts'
import { createCharter } from '../src/charters/commands.ts'
import { findPublishedTemplate, getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeClee, makeMission } from './support/factories.ts'
import { bringCharter, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { draftPath, hiddenOf, makeDraft, publish, templateEvents } from './support/templates.ts'

const path = `${draftPath}/publication`
const summary = 'Le bilan devient obligatoire, et les groupes de travail disparaissent.'
let official: User
let mission: TestAgent

beforeEach(async () => {
  official = await makeMission()
  mission = await signedIn(official)
})

const seenNow = async () => hiddenOf((await mission.get(path).expect(200)).text, 'seen')
const publishedVersion = async () => (await findPublishedTemplate()).version

describe('publishing', () => {
  it('puts the version in force, signed and dated, notes it, and tells the co-pilots of older charters, once each', async () => {
    const { clee, head, company } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'replaced')
    await makeClee('active')
    await makeDraft(official, { review: { isMandatory: true } })
    expect(await open(mission, path)).toContain('1 CLEE a une charte')
    expect(await follow(mission, await submit(mission, path, { summary, seen: await seenNow() }))).toContain('La version 3 du modèle est publiée')
    const actor = await asActor(official)
    expect(await findPublishedTemplate()).toMatchObject({ version: 3, publishedByName: actor.name, summary, publishedAt: expect.any(Date) })
    expect(await templateEvents()).toEqual(['template.draft', 'template.change', 'template.publication'])
    expect(await mailsOf('template.publication')).toEqual([head.email, company!.email].toSorted())
    const mail = await db.mail.findFirstOrThrow({ where: { event: 'template.publication' } })
    expect(mail.text).toContain(summary)
    expect(mail.text).toContain(`/clees/${clee.slug}/charte/modele`)
  })

  it.each(['none', 'draft', 'proposed', 'submitted', 'returned', 'validated'] as const)('tells the co-pilots of a CLEE whose charter is %s, when it has one', async (stage) => {
    const { clee, head } = await makeClee('active')
    await bringCharter(clee.id, head, official, stage)
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    await publish(official)
    expect((await mailsOf('template.publication')).length).toBe(stage === 'none' ? 0 : 2)
  })

  it.each([
    ['draft', false, 'l’adopter :'],
    ['proposed', false, 'pourra être adopté ensuite'],
    ['submitted', false, 'pourra être adopté après sa réponse'],
    ['validated', true, 'l’adopter :'],
  ] as const)('says of a charter that is %s whether it is valid, and what may be done', async (stage, isValid, invitation) => {
    const { clee, head } = await makeClee('active')
    await bringCharter(clee.id, head, official, stage)
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    await publish(official)
    const { text } = await db.mail.findFirstOrThrow({ where: { event: 'template.publication' } })
    expect(text).toContain(invitation)
    expect([text.includes('reste valable'), text.includes('l’adopter')]).toEqual([isValid, invitation.startsWith('l’adopter')])
  })

  it('asks for what changes, and keeps what was typed', async () => {
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    const seen = await seenNow()
    expect(readable((await submit(mission, path, { summary: ' ', seen }).expect(422)).text)).toContain('Dites aux copilotes ce qui change')
    const long = `Début${'a'.repeat(2_100)}`
    expect((await submit(mission, path, { summary: long, seen }).expect(422)).text).toContain(long)
    expect(await publishedVersion()).toBe(2)
  })

  it('refuses what changed since the page was opened, and shows it', async () => {
    const other = await signedIn(await makeMission())
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    const seen = await seenNow()
    await submit(other, `${draftPath}/articles/nature`, { title: 'Ce qu’est un CLEE', guidance: 'Dites-le.', startingText: '', revision: 1 }).expect(303)
    const page = await submit(mission, path, { summary, seen }).expect(422)
    for (const text of ['a changé depuis que vous avez ouvert cette page', 'Ce qu’est un CLEE', summary]) expect(readable(page.text)).toContain(text)
    for (const strange of ['', 'x']) await submit(mission, path, { summary, seen: strange }).expect(422)
    expect(await publishedVersion()).toBe(2)
    await submit(mission, path, { summary, seen: hiddenOf(page.text, 'seen') }).expect(303)
  })

  it('refuses a version that changes nothing', async () => {
    await makeDraft(official)
    expect(await open(mission, path)).toContain('Rien ne change')
    await expect(publish(official)).rejects.toThrow('Rien ne change')
    expect(await publishedVersion()).toBe(2)
  })

  it('happens once of two clicks, and is the mission’s', async () => {
    const { head } = await makeClee('active')
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    const seen = await seenNow()
    await submit(await signedIn(head), path, { summary, seen }).expect(403)
    expect(await publishedVersion()).toBe(2)
    expect(await statusesOf([1, 2].map(() => submit(mission, path, { summary, seen })))).toEqual([303, 409])
    expect((await templateEvents()).filter((event) => event === 'template.publication')).toHaveLength(1)
    await mission.get(path).expect(404)
  })
})

describe('what is published', () => {
  it('serves the charters that begin; those that are begun keep their version and their text', async () => {
    const { clee, head } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'draft')
    const before = await getLatestCharter(clee.id)
    await makeDraft(official, { territory: { title: 'Le territoire', startingText: 'Autre texte, {nom}.' } })
    await publish(official)
    expect(await getLatestCharter(clee.id)).toEqual(before)
    const later = await makeClee('active')
    await createCharter(await asActor(later.head), later.clee)
    const charter = await getLatestCharter(later.clee.id)
    expect(charter.templateVersion).toBe(3)
    expect(charter.articles.find(({ key }) => key === 'territory')).toMatchObject({ title: 'Le territoire', body: `Autre texte, ${later.clee.name}.` })
  })

  it.each([
    `UPDATE charter_templates SET summary = 'x' WHERE version = 2`,
    `UPDATE charter_templates SET published_at = NULL WHERE version = 2`,
    'DELETE FROM charter_templates WHERE version = 1',
    `UPDATE template_articles SET starting_text = 'x' WHERE template_version = 2 AND key = 'actors'`,
    'DELETE FROM template_articles WHERE template_version = 2',
    `INSERT INTO template_articles (template_version, key, position, title, guidance, starting_text, is_mandatory) VALUES (2, 'x', 15, 't', 'g', '', false)`,
    `UPDATE template_articles SET template_version = 2, key = 'x' WHERE template_version = 3 AND key = 'review'`,
  ])('never changes, even by SQL: %s', async (statement) => {
    await makeDraft(official)
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow('a published template never changes')
  })

  it.each([
    [`INSERT INTO charter_templates (version) VALUES (9)`, /one_draft|unique/i],
    [`UPDATE template_articles SET is_mandatory = false WHERE template_version = 3 AND key = 'actors'`, 'template_articles_mandatory_check'],
    [`UPDATE template_articles SET key = 'Été' WHERE template_version = 3 AND key = 'review'`, 'template_articles_key_check'],
  ])('is prepared one at a time, within the rules: %s', async (statement, refusal) => {
    await makeDraft(official)
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(refusal)
  })
})

describe('the differences between two versions', () => {
  const article = (key: string, position: number) => ({ key, position, kind: 'text' as const, title: key, guidance: 'g', startingText: 't', axes: [] as string[], isMandatory: false })
  const [a, b, c, d] = [article('a', 1), article('b', 2), article('c', 3), article('d', 4)] as const

  it('are none between twice the same', () => expect(compareTemplates([a, b], [a, b])).toEqual([]))

  it('name what is added and removed, and only the article that moved', () => {
    const changes = compareTemplates([a, b, c, d], [{ ...d, position: 1 }, { ...a, position: 2 }, { ...b, position: 3 }, article('e', 4)])
    expect(changes.map(({ key, kind }) => [key, kind])).toEqual([['d', 'changed'], ['e', 'added'], ['c', 'removed']])
    expect(changes[0]?.notes).toEqual(['Déplacé : article 4 auparavant, article 1 désormais.'])
  })

  it('tell titles, duties, kinds, axes, and texts word by word', () => {
    const [change] = compareTemplates([a], [{ ...a, title: 'Bilan', isMandatory: true, kind: 'objectives', axes: ['Stages'], startingText: 't nouveau' }])
    expect(change?.notes).toEqual([expect.stringContaining('devient « Bilan »'), 'Devient obligatoire.', expect.stringContaining('article d’objectifs'), 'Axe ajouté : Stages'])
    expect(change?.texts.map(({ label }) => label)).toEqual(['Texte de départ'])
    expect(change?.texts[0]?.pieces.filter(({ kind }) => kind === 'added').map(({ text }) => text.trim())).toEqual(['nouveau'])
    expect(compareTemplates([{ ...a, axes: ['1', '2'] }], [{ ...a, axes: ['2', '1'] }])[0]?.notes).toEqual(['Les axes changent d’ordre.'])
  })

  it('stand on the page of publication', async () => {
    await makeDraft(official, { review: { startingText: 'Chaque année, les copilotes dressent le bilan.' }, nature: { title: 'Ce qu’est le CLEE' } })
    const page = await open(mission, path)
    for (const text of ['Renommé : « Nature du CLEE » devient « Ce qu’est le CLEE ».', 'Texte de départ', 'retiré']) expect(page).toContain(text)
  })
})
