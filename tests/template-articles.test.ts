import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { getDraft, printOfDraft } from '../src/charter-templates/queries.ts'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeMission } from './support/factories.ts'
import { follow, open, readable, sortedStatuses, submit } from './support/features.ts'
import { draftKeys, draftPath, hiddenOf, makeDraft, templateEvents } from './support/templates.ts'

let official: User
let mission: TestAgent

beforeEach(async () => {
  official = await makeMission()
  mission = await signedIn(official)
  await makeDraft(official)
})

const pathOf = (key: string) => `${draftPath}/articles/${key}`
const draftArticle = (key: string) => db.templateArticle.findFirstOrThrow({ where: { key, templateVersion: 3 } })
const typed = { title: 'Bilan de l’année', guidance: 'Dites qui l’écrit.', startingText: 'Le bilan de {nom}.', isMandatory: 'oui', revision: 1 }

describe('editing an article', () => {
  it('saves it in the version in preparation alone, and notes it', async () => {
    expect(await open(mission, pathOf('review'))).toContain('{communes} Communes, séparées par des virgules')
    expect(await follow(mission, await submit(mission, pathOf('review'), typed))).toContain('est enregistré')
    expect(await draftArticle('review')).toMatchObject({ ...typed, isMandatory: true, axes: [], revision: 2 })
    expect(await db.templateArticle.findFirst({ where: { key: 'review', templateVersion: 2 } })).toMatchObject({ title: 'Bilan', isMandatory: false })
    expect(await templateEvents()).toEqual(['template.draft', 'template.change'])
  })

  it('keeps the axes of the objectives, one per line, each once', async () => {
    const { title, guidance, startingText } = await draftArticle('objectives')
    const axes = 'Les stages\r\n\r\n  L’alternance \r\nLes stages'
    await submit(mission, pathOf('objectives'), { title, guidance, startingText, isMandatory: 'oui', axes, revision: 1 }).expect(303)
    expect((await draftArticle('objectives')).axes).toEqual(['Les stages', 'L’alternance'])
    expect(readable((await submit(mission, pathOf('objectives'), { title, guidance, startingText, isMandatory: 'oui', axes: ' \n ', revision: 2 }).expect(422)).text)).toContain('au moins un axe')
    expect((await draftArticle('objectives')).axes).toHaveLength(2)
  })

  it.each([
    ['an unknown field', { startingText: 'Les {commune} du CLEE.' }, '« {commune} » n’est pas un champ'],
    ['a field spelt with a capital', { startingText: '{Nom}' }, 'Les champs connus sont {nom}, {academie}'],
    ['a property that is no field', { startingText: '{constructor}' }, '« {constructor} » n’est pas un champ'],
    ['braces without an end', { startingText: 'Le {nom du CLEE' }, 'n’est pas un champ'],
    ['a text whose document would take too long to make', { startingText: '- a\n'.repeat(300) }, 'Ce texte compte plus de 250 paragraphes'],
    ['no title', { title: ' ' }, 'Donnez le titre de l’article'],
    ['no guidance', { guidance: '' }, 'Dites à qui l’écrit'],
    ['the title of another article', { title: 'territoire' }, 'Un autre article s’appelle « Territoire »'],
    ['markup in the title', { title: '<img onerror=alert(1)>' }, 'Retirez de ce texte'],
    ['an address in a published text', { startingText: 'Écrivez à a@b.fr' }, 'adresse électronique'],
    ['a strange revision', { revision: 'x' }, 'Rechargez la page'],
  ])('refuses %s, and keeps what was typed', async (_what, wrong, sentence) => {
    const before = await draftArticle('review')
    const sent: Record<string, unknown> = { ...typed, title: 'Un titre gardé', ...wrong }
    const answer = await submit(mission, pathOf('review'), sent).expect(422)
    const page = readable(answer.text)
    expect(page).toContain(sentence)
    for (const kept of ['title', 'guidance', 'startingText']) expect(answer.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(sent[kept])
    expect(await draftArticle('review')).toEqual(before)
  })

  it('refuses a text of 200 kB and keeps it; controls and direction marks are never stored', async () => {
    const long = `Début ${'a'.repeat(200_000)}`
    const answer = await submit(mission, pathOf('review'), { ...typed, startingText: long }).expect(422)
    expect(answer.text).toContain(long)
    await submit(mission, pathOf('review'), { ...typed, startingText: 'Un\u202E texte\u0007 net.' }).expect(303)
    expect((await draftArticle('review')).startingText).toBe('Un texte net.')
  })

  it('shows markup and links of a text as text, in the list and in the preview', async () => {
    await makeClee('active')
    await submit(mission, pathOf('review'), { ...typed, startingText: '<img src=x onerror=alert(1)> [ici](javascript:alert(1))' }).expect(303)
    for (const path of [draftPath, `${draftPath}/apercu`]) {
      const { text } = await mission.get(path).expect(200)
      expect(text).not.toMatch(/<img src=x|href="javascript:/)
      expect(readable(text)).toContain('[ici](javascript:alert(1))')
    }
  })

  it('does not make optional an article that every charter has (R5)', async () => {
    const { title, guidance, startingText } = await draftArticle('territory')
    expect(await open(mission, pathOf('territory'))).toContain('il reste obligatoire')
    expect(readable((await submit(mission, pathOf('territory'), { title, guidance, startingText, revision: 1 }).expect(422)).text)).toContain('il reste obligatoire')
    expect((await draftArticle('territory')).isMandatory).toBe(true)
  })

  it('shows both texts to the second of two people, who can save again', async () => {
    const other = await signedIn(await makeMission())
    const responses = await Promise.all([mission, other].map((agent, index) => submit(agent, pathOf('review'), { ...typed, startingText: `Le texte ${index}.` })))
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const clash = responses.find(({ status }) => status === 409)?.text ?? ''
    for (const text of ['Le texte 0.', 'Le texte 1.', 'Ce que vous avez saisi']) expect(readable(clash)).toContain(text)
    await submit(other, pathOf('review'), { ...typed, startingText: 'Les deux.', revision: hiddenOf(clash, 'revision') }).expect(303)
    expect((await draftArticle('review')).startingText).toBe('Les deux.')
  })

  it('keeps on the page what was typed of an article, or of a whole version, that is gone', async () => {
    await submit(mission, `${pathOf('review')}/retrait`, { revision: 1 }).expect(303)
    await mission.get(pathOf('review')).expect(404)
    const page = await submit(mission, pathOf('review'), typed).expect(404)
    expect(readable(page.text)).toContain('Copiez votre texte')
    expect(page.text).toContain('Le bilan de {nom}.')
    expect(await draftKeys()).not.toContain('review')
  })

  it('is the mission’s', async () => {
    const { head } = await makeClee('active')
    const before = await draftArticle('review')
    await submit(await signedIn(head), pathOf('review'), typed).expect(403)
    expect(await draftArticle('review')).toEqual(before)
  })
})

describe('adding an article', () => {
  const add = `${draftPath}/ajout`
  const newArticle = { title: 'Égalité filles-garçons', guidance: 'Dites comment.', startingText: 'Le CLEE y veille.' }

  it('puts it last, optional, with the key of its title, and notes it', async () => {
    await mission.get(add).expect(200)
    expect(await follow(mission, await submit(mission, add, newArticle))).toContain('ajouté à la fin')
    expect(await draftArticle('egalite-filles-garcons')).toMatchObject({ ...newArticle, position: 15, kind: 'text', isMandatory: false })
    expect((await templateEvents()).at(-1)).toBe('template.change')
  })

  it('comes back filled when something is wrong, and adds nothing', async () => {
    const answer = await submit(mission, add, { ...newArticle, startingText: '{ville}' }).expect(422)
    expect(readable(answer.text)).toContain('« {ville} » n’est pas un champ')
    expect(answer.text).toContain('Égalité filles-garçons')
    expect(await draftKeys()).toHaveLength(14)
  })

  it('adds one of two at once', async () => {
    const responses = await Promise.all([1, 2].map(() => submit(mission, add, newArticle)))
    expect(sortedStatuses(responses)).toEqual([303, 422])
    expect(await draftKeys()).toHaveLength(15)
  })

  it('is refused to the others, and without a version in preparation', async () => {
    const { head } = await makeClee('active')
    await submit(await signedIn(head), add, newArticle).expect(403)
    expect(await draftKeys()).toHaveLength(14)
    await submit(mission, `${draftPath}/abandon`, { seen: printOfDraft(await getDraft()) }).expect(303)
    await mission.get(add).expect(404)
    expect((await submit(mission, add, newArticle).expect(409)).text).toContain('Le CLEE y veille.')
  })
})

describe('the preview', () => {
  it('fills every article with the data of the chosen CLEE, the first by default', async () => {
    expect(await open(mission, `${draftPath}/apercu`)).toContain('Aucun CLEE n’est encore déclaré')
    const one = await makeClee('active', 'CLEE du Bocage')
    const other = await makeClee('declared', 'CLEE de l’Estuaire')
    await submit(mission, pathOf('review'), typed).expect(303)
    expect(await open(mission, `${draftPath}/apercu`)).toContain('Le bilan de CLEE de l’Estuaire.')
    const page = await open(mission, `${draftPath}/apercu?clee=${one.clee.slug}`)
    for (const text of ['Le bilan de CLEE du Bocage.', one.bassin.name, one.commune.name, 'Article 14 – Signature']) expect(page).toContain(text)
    expect(page).not.toMatch(/\{\w+\}/)
    expect(page).not.toContain(one.head.lastName)
    await mission.get(`${draftPath}/apercu?clee=inconnu`).expect(404)
    expect(other.clee.status).toBe('declared')
  })
})
