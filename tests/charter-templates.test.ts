import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { newKey } from '../src/template-articles/commands.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeMission } from './support/factories.ts'
import { bringCharter, follow, open, readable, statusesOf, submit } from './support/features.ts'
import { draftKeys, draftPath, hiddenOf, makeDraft, publish, templateEvents, templatePath } from './support/templates.ts'

let official: User
let mission: TestAgent

beforeEach(async () => {
  official = await makeMission()
  mission = await signedIn(official)
})

const orderRevision = async () => (await db.charterTemplate.findFirstOrThrow({ where: { publishedAt: null } })).revision

describe('the page of the template', () => {
  it('shows the version in force with its articles, the versions with the CLEEs that follow them, and the rules', async () => {
    const { clee, head } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'validated')
    const page = await open(mission, templatePath)
    expect(page).toContain('Articles de la version en vigueur (version 2)')
    for (const text of ['Article 3 – Territoire', 'Obligatoire', '{bassins}', 'Axes proposés', 'L’alternance et l’apprentissage']) expect(page).toContain(text)
    expect(page).toMatch(/Version 2 En vigueur .* avec le portail .*14 1 Version 1/)
    expect(page).toContain('Copilote du monde éducatif et copilote du monde économique')
    expect(page).toContain('Préparer une nouvelle version')
  })

  it('counts a CLEE once, at the version that its newest charter follows, and leads to those that follow an older one', async () => {
    const { clee, head } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'replaced')
    await makeDraft(official, { review: { title: 'Bilan annuel' } })
    expect((await mission.get(`${draftPath}/publication`).expect(200)).text).toMatch(/href="\/liste-des-clees\?modele=avant-3">1\sCLEE a une charte/)
    expect(await open(mission, templatePath)).toContain('Aucune charte ne suit une version plus ancienne')
    await publish(official)
    const page = await mission.get(templatePath).expect(200)
    expect(page.text).toMatch(/href="\/liste-des-clees\?modele=ancien">1\sCLEE a une charte/)
    expect(readable(page.text)).toMatch(/14 0 Version 2 .*14 1 Version 1/)
  })

  it('says who published, and keeps every version readable', async () => {
    await makeDraft(official, { review: { isMandatory: true } })
    await publish(official)
    expect(await open(mission, templatePath)).toContain(`par ${official.firstName} ${official.lastName}`)
    expect(await open(mission, `${templatePath}/versions/3`)).toContain('Le bilan devient obligatoire.')
    expect(await open(mission, `${templatePath}/versions/1`)).not.toContain('Préambule')
    for (const version of ['4', '0', 'x', '1.5', '9'.repeat(30)]) await mission.get(`${templatePath}/versions/${version}`).expect(404)
  })

  it('does not show the version in preparation among those published', async () => {
    await makeDraft(official)
    await mission.get(`${templatePath}/versions/3`).expect(404)
    expect(await open(mission, templatePath)).toContain('Version 3 en préparation')
  })

  it('is the mission’s alone, in its menu too', async () => {
    const { head, bassin } = await makeClee('active')
    for (const person of [head, await makeCoordinator(bassin.id)]) {
      const agent = await signedIn(person)
      for (const path of ['', '/regles', '/brouillon', '/versions/2', '/brouillon/publication']) await agent.get(`${templatePath}${path}`).expect(403)
      expect(await open(agent, '/tableau-de-bord')).not.toContain('Modèle de charte')
    }
    await visitor().get(templatePath).expect(302)
    expect(await open(mission, '/administration')).toContain('Modèle de charte')
  })
})

describe('the page of the version in preparation', () => {
  const firstButton = async () => /Seule la mission la voit, jusqu’à sa publication\. ([A-Z][a-zé ]*)/.exec(await open(mission, draftPath))?.[1]?.trim()

  it('says when it was begun, and puts its publication first once something changed', async () => {
    await makeDraft(official)
    expect(await open(mission, draftPath)).toMatch(/Commencée le \d/)
    expect(await firstButton()).toMatch(/^Ajouter un article/)
    await submit(mission, `${draftPath}/ajout`, { title: 'Égalité', guidance: 'Dites comment.' }).expect(303)
    expect(await firstButton()).toMatch(/^Relire et publier/)
  })
})

describe('beginning a version', () => {
  it('copies the one in force, notes it, and opens it', async () => {
    expect(await follow(mission, await submit(mission, draftPath))).toContain('Une nouvelle version est en préparation')
    const [draft, published] = await Promise.all([3, 2].map((version) => db.templateArticle.findMany({ where: { templateVersion: version }, orderBy: { position: 'asc' }, omit: { templateVersion: true } })))
    expect(draft).toEqual(published)
    expect(await templateEvents()).toEqual(['template.draft'])
  })

  it('begins one of two at once', async () => {
    expect(await statusesOf([submit(mission, draftPath), submit(mission, draftPath)])).toEqual([303, 409])
    expect(await db.charterTemplate.count({ where: { publishedAt: null } })).toBe(1)
    expect(readable((await submit(mission, draftPath).expect(409)).text)).toContain('déjà en préparation')
  })

  it('is refused to the others', async () => {
    const { head } = await makeClee('active')
    await submit(await signedIn(head), draftPath).expect(403)
    expect(await db.charterTemplate.count()).toBe(2)
  })
})

describe('giving it up', () => {
  const seen = async () => ({ seen: hiddenOf((await mission.get(`${draftPath}/abandon`).expect(200)).text, 'seen') })

  it('does not throw away what a colleague has written since', async () => {
    await makeDraft(official)
    const before = await seen()
    await submit(await signedIn(await makeMission()), `${draftPath}/ajout`, { title: 'Égalité', guidance: 'Dites comment.' }).expect(303)
    for (const body of [before, {}]) expect(readable((await submit(mission, `${draftPath}/abandon`, body).expect(409)).text)).toContain('Quelqu’un a modifié cette version')
    expect(await draftKeys()).toContain('egalite')
  })

  it('deletes it after a confirmation; the version in force stays', async () => {
    await makeDraft(official, { preamble: { title: 'Autre' } })
    const page = await open(mission, `${draftPath}/abandon`)
    for (const text of ['Abandonner la version 3 en préparation ?', '1 article y diffère de la version en vigueur']) expect(page).toContain(text)
    expect(await follow(mission, await submit(mission, `${draftPath}/abandon`, await seen()))).toContain('La version en préparation est supprimée')
    expect([await db.charterTemplate.count(), await db.templateArticle.count()]).toEqual([2, 18])
    expect((await templateEvents()).at(-1)).toBe('template.removal')
    await mission.get(draftPath).expect(404)
  })

  it('happens once, and is the mission’s', async () => {
    const { head } = await makeClee('active')
    await makeDraft(official)
    await submit(await signedIn(head), `${draftPath}/abandon`).expect(403)
    expect(await db.charterTemplate.count()).toBe(3)
    const read = await seen()
    expect(await statusesOf([submit(mission, `${draftPath}/abandon`, read), submit(mission, `${draftPath}/abandon`, read)])).toEqual([303, 409])
  })
})

describe('the order of the articles', () => {
  it('changes by one place, up or down, and is noted', async () => {
    await makeDraft(official)
    expect(await follow(mission, await submit(mission, `${draftPath}/articles/nature/montee`, { revision: await orderRevision() }))).toContain('« Nature du CLEE » est à la place 1')
    expect((await draftKeys()).slice(0, 3)).toEqual(['nature', 'preamble', 'territory'])
    await submit(mission, `${draftPath}/articles/preamble/descente`, { revision: await orderRevision() }).expect(303)
    expect((await draftKeys()).slice(0, 3)).toEqual(['nature', 'territory', 'preamble'])
    expect((await templateEvents()).slice(1)).toEqual(['template.change', 'template.change'])
    expect(await db.templateArticle.findMany({ where: { templateVersion: 3 }, orderBy: { position: 'asc' }, select: { position: true } })).toEqual(Array.from({ length: 14 }, (_, index) => ({ position: index + 1 })))
  })

  it('puts an article at the chosen place, tells it there, and refuses a place that is not', async () => {
    await makeDraft(official)
    const place = async (position: unknown) => submit(mission, `${draftPath}/articles/review/placement`, { position, revision: await orderRevision() })
    const answer = await place(2)
    expect(answer.headers['location']).toBe(`${draftPath}?article=review#article-review`)
    const { text } = await mission.get(answer.headers['location'] ?? '').expect(200)
    expect(text).toMatch(/id="article-review" tabindex="-1">\s*<div class="fr-alert[^>]*>\s*<p>L’article «\sBilan\s» est à la place 2/)
    expect((await draftKeys()).slice(0, 3)).toEqual(['preamble', 'review', 'nature'])
    const [after, entries] = [await draftKeys(), await templateEvents()]
    for (const position of ['0', '15', 'x', '', '1.5']) expect((await place(position)).status).toBe(409)
    await submit(mission, `${draftPath}/articles/review/placement`, { position: 5, revision: 1 }).expect(409)
    expect((await place(2)).status).toBe(303)
    expect([await draftKeys(), await templateEvents()]).toEqual([after, entries])
  })

  it('does not move twice on one page, nor beyond the ends, nor what is not there', async () => {
    await makeDraft(official)
    const revision = await orderRevision()
    expect(await statusesOf([1, 2].map(() => submit(mission, `${draftPath}/articles/actors/montee`, { revision })))).toEqual([303, 409])
    const after = await draftKeys()
    await submit(mission, `${draftPath}/articles/${after[0]}/montee`, { revision: await orderRevision() }).expect(409)
    await submit(mission, `${draftPath}/articles/${after.at(-1)}/descente`, { revision: await orderRevision() }).expect(409)
    for (const strange of ['', 'x', '-1']) await submit(mission, `${draftPath}/articles/actors/descente`, { revision: strange }).expect(409)
    await submit(mission, `${draftPath}/articles/inconnu/montee`, { revision: await orderRevision() }).expect(404)
    expect(await draftKeys()).toEqual(after)
  })

  it('is the mission’s', async () => {
    const { head } = await makeClee('active')
    await makeDraft(official)
    const before = await draftKeys()
    for (const noun of ['montee', 'placement']) await submit(await signedIn(head), `${draftPath}/articles/nature/${noun}`, { position: 1, revision: await orderRevision() }).expect(403)
    expect(await draftKeys()).toEqual(before)
  })
})

describe('removing an article', () => {
  const removal = (key: string) => `${draftPath}/articles/${key}/retrait`
  const revisionOf = async (key: string) => (await db.templateArticle.findFirstOrThrow({ where: { key, templateVersion: 3 } })).revision

  it('closes the ranks after a confirmation, and is noted', async () => {
    await makeDraft(official)
    expect(await open(mission, removal('nature'))).toContain('Retirer l’article « Nature du CLEE » ?')
    expect(await follow(mission, await submit(mission, removal('nature'), { revision: await revisionOf('nature') }))).toContain('est retiré')
    const articles = await db.templateArticle.findMany({ where: { templateVersion: 3 }, orderBy: { position: 'asc' } })
    expect(articles.map(({ position }) => position)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1))
    expect(articles.map(({ key }) => key)).not.toContain('nature')
    expect((await templateEvents()).at(-1)).toBe('template.change')
    await mission.get(removal('nature')).expect(404)
  })

  it.each(['territory', 'objectives', 'actors', 'functioning'])('keeps %s, which every charter has (R5)', async (key) => {
    await makeDraft(official)
    await mission.get(removal(key)).expect(409)
    expect(readable((await submit(mission, removal(key), { revision: 1 }).expect(409)).text)).toContain('dans toutes les chartes')
    expect(await draftKeys()).toContain(key)
  })

  it('does not remove a text that somebody has just changed, nor twice, nor for another role', async () => {
    const { head } = await makeClee('active')
    await makeDraft(official, { nature: { title: 'Ce qu’est le CLEE' } })
    await submit(mission, removal('nature'), { revision: 1 }).expect(409)
    await submit(await signedIn(head), removal('nature'), { revision: 2 }).expect(403)
    expect(await draftKeys()).toContain('nature')
    const statuses = await statusesOf([1, 2].map(() => submit(mission, removal('nature'), { revision: 2 })))
    expect([[303, 404], [303, 409]]).toContainEqual(statuses)
  })
})

it('a new article takes the key of its title, made unique and readable', () => {
  expect(newKey('Bénévolat & égalité', [])).toBe('benevolat-egalite')
  expect(newKey('Bilan', ['bilan', 'bilan-2'])).toBe('bilan-3')
  expect(newKey('الميثاق', [])).toBe('article')
  expect(newKey('mot '.repeat(40), [])).toMatch(/^[a-z0-9][a-z0-9-]{0,54}$/)
})
