import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent.js'
import { describe, expect, it } from 'vitest'
import { completenessOf } from '../src/charter-writing/completeness.ts'
import { db } from '../src/db.ts'
import { visitor } from './support/app.ts'
import { articleAt, withCharter, writingEntries } from './support/charters.ts'
import { sortedStatuses, submit } from './support/features.ts'

/** Sends what the page sends as it goes. */
const keep = (agent: TestAgent, path: string, typed: object) => submit(agent, path, typed).set('Accept', 'application/json')

describe('saving as it is typed', () => {
  it('answers where to write on from, when it was saved and how far the charter is', async () => {
    const { headAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    const { body } = await keep(headAgent, `${path}/articles/actors`, { body: 'Avec **Pôle emploi**.', revision }).expect(200)
    expect(body).toMatchObject({
      articles: [{ key: 'actors', revision: revision + 1, notices: ['France Travail a remplacé Pôle emploi\u00a0: pensez à actualiser ce texte.'] }],
      completeness: { sentence: '4\u00a0articles obligatoires sur 4 remplis.' },
    })
    expect(body.savedAt).toMatch(/^\d+\u00a0h\u00a0\d\d$/)
    expect(body.articles[0].blocks[0].spans[1]).toEqual({ text: 'Pôle emploi', isStrong: true, isEmphasized: false })
    const next = await keep(headAgent, `${path}/articles/actors`, { body: '', revision: body.articles[0].revision }).expect(200)
    expect(next.body.completeness).toMatchObject({ sentence: '3\u00a0articles obligatoires sur 4 remplis. À compléter\u00a0: Acteurs (obligatoire).' })
    expect(next.body.completeness.states[4]).toEqual({ key: 'actors', label: 'À compléter', kind: 'warning' })
  })

  it('answers what the PDF does not draw, and the axes and priorities to show', async () => {
    const { headAgent, path } = await withCharter()
    const { revision, axisChoices, body: text } = await articleAt('objectives')
    const { body } = await keep(headAgent, `${path}/articles/objectives`, { body: `${text} 😀 ☎ 😀 © → é`, axes: axisChoices[0], priorities: ['Le granit'], revision }).expect(200)
    expect(body.articles).toMatchObject([{ axes: [axisChoices[0]], priorities: ['Le granit'], notices: [expect.stringContaining('Le PDF ne dessine pas ces signes\u00a0: 😀 ☎')] }])
    const many = await keep(headAgent, `${path}/articles/objectives`, { body: '😀☎👩‍🏫🇫🇷漢字', revision: revision + 1 }).expect(200)
    expect(many.body.articles[0].notices).toEqual(['Le PDF ne dessine pas ces signes\u00a0: 😀 ☎ 👩‍🏫 🇫🇷 漢… (un carré les remplace)'])
  })

  it('names the button of the page when somebody saved meanwhile', async () => {
    const { headAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    const send = (text: string) => keep(headAgent, `${path}/redaction`, { 'body-actors': text, 'revision-actors': revision, 'seen-actors': 'x' })
    await send('Un.').expect(200)
    const { body } = await send('Deux.').expect(409)
    expect(body.sentence).toContain('Pressez «\u00a0Tout enregistrer\u00a0»')
  })

  it('takes the same revision of another draft for what it is, another text', async () => {
    const { headAgent, path } = await withCharter()
    const before = await articleAt('actors')
    await keep(headAgent, `${path}/articles/actors`, { body: 'Écrit dans un projet abandonné.', revision: before.revision, draft: randomUUID() }).expect(409)
    expect(await articleAt('actors')).toEqual(before)
    await keep(headAgent, `${path}/articles/actors`, { body: 'Écrit ici.', revision: before.revision, draft: before.charterId }).expect(200)
  })

  it('takes one article of the page of all, and touches no other', async () => {
    const { headAgent, path } = await withCharter()
    const before = await db.article.findMany({ where: { key: { not: 'review' } }, orderBy: { position: 'asc' } })
    const { revision } = await articleAt('review')
    const { body } = await keep(headAgent, `${path}/redaction`, { 'body-review': 'Le bilan.', 'revision-review': revision, 'seen-review': 'x' }).expect(200)
    expect(body.articles).toMatchObject([{ key: 'review', revision: revision + 1 }])
    expect((await articleAt('review')).body).toBe('Le bilan.')
    expect(await db.article.findMany({ where: { key: { not: 'review' } }, orderBy: { position: 'asc' } })).toEqual(before)
  })

  it('answers well and writes nothing when nothing has changed', async () => {
    const { headAgent, path } = await withCharter()
    const before = await articleAt('actors')
    const entries = await writingEntries()
    const { body } = await keep(headAgent, `${path}/articles/actors`, { body: before.body, revision: 1 }).expect(200)
    expect(body.articles).toMatchObject([{ key: 'actors', revision: before.revision }])
    expect([await articleAt('actors'), await writingEntries()]).toEqual([before, entries])
  })

  it('says that somebody saved meanwhile, and writes nothing', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    await keep(headAgent, `${path}/articles/actors`, { body: 'De la cheffe.', revision }).expect(200)
    const { body } = await keep(companyAgent, `${path}/articles/actors`, { body: 'De l’entreprise.', revision }).expect(409)
    expect(body.sentence).toContain('les deux textes seront montrés')
    expect((await articleAt('actors')).body).toBe('De la cheffe.')
  })

  it('saves one of two sent at once', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    const answers = await Promise.all([headAgent, companyAgent].map((agent, index) => keep(agent, `${path}/articles/actors`, { body: `Texte ${index}.`, revision })))
    expect(sortedStatuses(answers)).toEqual([200, 409])
    expect((await articleAt('actors')).revision).toBe(revision + 1)
  })

  it.each(['articles/actors', 'redaction'])('says what is wrong, or that the version was sent (%s)', async (page) => {
    const { headAgent, path } = await withCharter()
    const typed = { body: 'jean@exemple.fr', revision: 1, 'body-actors': 'jean@exemple.fr', 'revision-actors': 1 }
    const { body } = await keep(headAgent, `${path}/${page}`, typed).expect(422)
    expect(Object.values(body.errors)).toEqual(['Ce texte est publié : retirez-en l’adresse électronique.'])
    await submit(headAgent, `${path}/soumission`).expect(303)
    const late = await keep(headAgent, `${path}/${page}`, { ...typed, body: 'Tard.', 'body-actors': 'Tard.' }).expect(409)
    expect(late.body.sentence).toContain('attend l’accord de l’autre copilote')
  })

  it('sends whose session is over to sign in, like every page', async () => {
    const { path } = await withCharter()
    const answer = await keep(visitor(), `${path}/articles/actors`, { body: 'Perdu ?', revision: 1 })
    expect([answer.status, answer.headers['location']]).toEqual([302, '/connexion?session=terminee&suite='])
  })
})

describe('how far a charter is written', () => {
  const article = { position: 1, kind: 'text' as const, axes: [], priorities: [] }

  it('counts mandatory articles, and names those that stop a submission', () => {
    const { items, missing, filledCount, mandatoryCount, sentence } = completenessOf([
      { ...article, key: 'a', title: 'Territoire', isMandatory: true, body: 'Écrit' },
      { ...article, key: 'b', title: 'Acteurs', isMandatory: true, body: ' ' },
      { ...article, key: 'c', title: 'Bilan', isMandatory: false, body: 'Le [À compléter : mois]' },
      { ...article, key: 'd', title: 'Groupes', isMandatory: false, body: '' },
    ])
    expect(items.map(({ name }) => name)).toEqual(['filled', 'to_fill', 'to_fill', 'empty'])
    expect(missing).toMatchObject([{ key: 'b', title: 'Acteurs' }, { key: 'c', title: 'Bilan' }])
    expect([filledCount, mandatoryCount, sentence]).toEqual([1, 2, '1\u00a0article obligatoire sur 2 rempli. À compléter\u00a0: Acteurs (obligatoire) et Bilan (une mention «\u00a0[À compléter]\u00a0» y reste).'])
  })
})
