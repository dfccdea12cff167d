import type TestAgent from 'supertest/lib/agent.js'
import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { articleAt, withCharter, writingEntries } from './support/charters.ts'
import { follow, mailsOf, open, readable, sortedStatuses, submit } from './support/features.ts'

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&#34;': '"', '&#39;': '\'', '&amp;': '&' }
const plain = (html: string) => html.replace(/&(lt|gt|#34|#39|amp);/g, (entity) => entities[entity] ?? entity)

/** The fields of the page of all articles, as a browser would send them back. */
function fieldsOf(html: string) {
  const fields: Record<string, string | string[]> = {}
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) fields[String(name)] = plain(String(value))
  for (const [, name, value] of html.matchAll(/<textarea [^>]*name="(body[^"]+)"[^>]*>\n?([^<]*)/g)) fields[String(name)] = plain(String(value))
  fields['priorities-objectives'] = [...html.matchAll(/<textarea [^>]*name="priorities-objectives"[^>]*>\n?([^<]*)/g)].map(([, value]) => plain(String(value)))
  fields['axes-objectives'] = [...html.matchAll(/name="axes-objectives" value="([^"]+)" checked/g)].map(([, value]) => plain(String(value)))
  return fields
}

const read = async (agent: TestAgent, path: string) => fieldsOf((await agent.get(`${path}/redaction`).expect(200)).text)

describe('the mission that writes in the co-pilots’ charter', () => {
  it('reads whose it is; they are told once an hour, whatever the article', async () => {
    const { head, company, mission, path, headAgent } = await withCharter()
    const agent = await signedIn(mission)
    for (const page of ['articles/actors', 'redaction']) expect(await open(agent, `${path}/${page}`)).toContain('Cette charte est celle des copilotes : ils seront prévenus de ce que vous y changez.')
    expect(await open(headAgent, `${path}/redaction`)).not.toContain('celle des copilotes')
    await db.mail.deleteMany()
    const write = async (key: string, body: string) => submit(agent, `${path}/articles/${key}`, { body, revision: (await articleAt(key)).revision }).expect(303)
    await Promise.all([write('actors', 'Un.'), write('territory', 'Deux.')])
    await write('actors', 'Trois.')
    expect(await mailsOf('charter.article')).toEqual([head.email, company!.email].toSorted())
    expect((await db.mail.findFirstOrThrow()).text).toMatch(/a modifié l’article «\u00a0.*\u00a0» du projet de charte/)
    await submit(headAgent, `${path}/articles/territory`, { body: 'Quatre.', revision: (await articleAt('territory')).revision }).expect(303)
    expect(await mailsOf('charter.article')).toHaveLength(2)
  })
})

describe('all the articles on one page', () => {
  it('saves what has changed and nothing else, in one go', async () => {
    const { headAgent, path } = await withCharter()
    await db.$executeRaw`TRUNCATE audit_entries`
    const before = await db.article.findMany({ orderBy: { position: 'asc' } })
    const fields = await read(headAgent, path)
    expect(Object.keys(fields).filter((name) => name.startsWith('body-'))).toHaveLength(14)
    const page = await follow(headAgent, await submit(headAgent, `${path}/redaction`, { ...fields, 'body-nature': 'Bénévoles.', 'body-review': 'Chaque été.', 'priorities-objectives': ['Le granit', '', 'La mer'] }))
    expect(page).toContain('Tout est enregistré.')
    const after = await db.article.findMany({ orderBy: { position: 'asc' } })
    const changed = after.filter(({ revision }, index) => revision !== before[index]?.revision)
    expect(changed.map(({ key, body, priorities }) => [key, body, priorities])).toEqual([
      ['nature', 'Bénévoles.', []],
      ['objectives', 'Objectifs, version 1.', ['Le granit', 'La mer']],
      ['review', 'Chaque été.', []],
    ])
    expect(await writingEntries()).toBe(3)
    expect(after.filter((article) => !changed.includes(article))).toEqual(before.filter(({ key }) => !changed.some((one) => one.key === key)))
  })

  it('leaves alone what somebody else has written meanwhile and this person has not touched', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    await submit(companyAgent, `${path}/articles/actors`, { body: 'De l’entreprise.', revision: fields['revision-actors'] }).expect(303)
    await submit(headAgent, `${path}/redaction`, { ...fields, 'body-nature': 'De la cheffe.' }).expect(303)
    expect([(await articleAt('actors')).body, (await articleAt('nature')).body]).toEqual(['De l’entreprise.', 'De la cheffe.'])
  })

  it('shows both texts of a clash and saves the others; saving again keeps what was chosen', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    await submit(companyAgent, `${path}/articles/actors`, { body: 'De l’entreprise.', revision: fields['revision-actors'] }).expect(303)
    const clash = await submit(headAgent, `${path}/redaction`, { ...fields, 'body-actors': 'De la cheffe.', 'body-nature': 'Bénévoles.' }).expect(409)
    for (const text of ['1 article reste à relire : Acteurs', 'De l’entreprise.', 'De la cheffe.']) expect(readable(clash.text)).toContain(text)
    expect([(await articleAt('actors')).body, (await articleAt('nature')).body]).toEqual(['De l’entreprise.', 'Bénévoles.'])
    await submit(headAgent, `${path}/redaction`, { ...fieldsOf(clash.text), 'body-actors': 'Des deux.' }).expect(303)
    expect([(await articleAt('actors')).body, (await articleAt('nature')).body]).toEqual(['Des deux.', 'Bénévoles.'])
  })

  it('of two texts, keeps the one that is saved when who typed the other gives it up; what else was typed is saved', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    await submit(companyAgent, `${path}/articles/actors`, { body: 'De l’entreprise.', revision: fields['revision-actors'] }).expect(303)
    const clash = await submit(headAgent, `${path}/redaction`, { ...fields, 'body-actors': 'De la cheffe.' }).expect(409)
    expect(readable(clash.text)).toContain('Abandonner mon texte et garder l’autre')
    await submit(headAgent, `${path}/redaction`, { ...fieldsOf(clash.text), 'body-nature': 'Bénévoles.', abandon: 'actors' }).expect(303)
    expect([(await articleAt('actors')).body, (await articleAt('nature')).body]).toEqual(['De l’entreprise.', 'Bénévoles.'])
  })

  it('saves one of two whole pages sent at once', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    const answers = await Promise.all([headAgent, companyAgent].map((agent, index) => submit(agent, `${path}/redaction`, { ...fields, 'body-actors': `Texte ${index}.`, 'body-review': `Bilan ${index}.` })))
    expect(sortedStatuses(answers)).toEqual([303, 409])
    const bodies = [(await articleAt('actors')).body, (await articleAt('review')).body].map((body) => body.at(-2))
    expect(new Set(bodies).size).toBe(1)
  })

  it('comes back with each sentence at its field, everything typed, and saves nothing', async () => {
    const { headAgent, path } = await withCharter()
    const before = await db.article.findMany({ orderBy: { position: 'asc' } })
    const fields = await read(headAgent, path)
    const typed = { ...fields, 'body-nature': 'Écrivez à jean@exemple.fr.', 'body-review': 'Un bilan valable.', 'axes-objectives': ['Un axe inventé'], 'priorities-objectives': ['a', 'b', 'c', 'd', 'e', 'f'] }
    const { text } = await submit(headAgent, `${path}/redaction`, typed).expect(422)
    for (const sentence of ['3 erreurs', 'retirez-en l’adresse électronique', 'Gardez 5 priorités locales au plus.', 'L’axe « Un axe inventé » ne fait pas partie']) expect(readable(text)).toContain(sentence)
    for (const id of ['body-nature', 'axes-objectives', 'priorities-objectives']) expect(text).toContain(`href="#${id}"`)
    for (const words of ['Écrivez à jean@exemple.fr.', 'Un bilan valable.', 'value="Un axe inventé" checked', '>\nf</textarea>']) expect(text).toContain(words)
    expect(await db.article.findMany({ orderBy: { position: 'asc' } })).toEqual(before)
  })

  it('takes fourteen articles of 20,000 accented characters, and gives back those that are too long', async () => {
    const { headAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    const long = Object.fromEntries(Object.keys(fields).filter((name) => name.startsWith('body-')).map((name) => [name, 'é'.repeat(20_000)]))
    await submit(headAgent, `${path}/redaction`, { ...fields, ...long }).expect(303)
    expect((await db.article.findMany()).every(({ body }) => body === 'é'.repeat(20_000))).toBe(true)
    const tooLong = 'à'.repeat(200_000)
    const { text } = await submit(headAgent, `${path}/redaction`, { ...await read(headAgent, path), 'body-nature': tooLong }).expect(422)
    expect(text).toContain(tooLong)
    expect(readable(text)).toContain('Raccourcissez ce texte')
  })

  it('says that a body of more than 3 MB is too large', async () => {
    const { headAgent, path } = await withCharter()
    for (const page of ['redaction', 'articles/nature']) {
      const { text } = await submit(headAgent, `${path}/${page}`, { body: 'a'.repeat(3_200_000) }).expect(413)
      expect(readable(text)).toContain('dépasse la taille permise')
    }
  })

  it.each(['proposed', 'submitted'] as const)('gives back what was typed once the version is %s', async (stage) => {
    const { headAgent, path } = await withCharter(stage)
    await headAgent.get(`${path}/redaction`).expect(409)
    const { text } = await submit(headAgent, `${path}/redaction`, { 'body-nature': 'À ne pas perdre.', 'revision-nature': 1 }).expect(409)
    expect(text).toContain('À ne pas perdre.')
    expect(readable(text)).toContain('Votre texte de l’article « Nature du CLEE »')
    expect((await articleAt('nature')).body).not.toContain('perdre')
  })

  it('says beside the article that a word is old, without refusing it', async () => {
    const { headAgent, path } = await withCharter()
    const fields = await read(headAgent, path)
    await submit(headAgent, `${path}/redaction`, { ...fields, 'body-actors': 'Pôle emploi de Fougères.' }).expect(303)
    for (const page of ['redaction', 'articles/actors']) expect(await open(headAgent, `${path}/${page}`)).toContain('France Travail a remplacé Pôle emploi')
    expect(await open(headAgent, `${path}/articles/nature`)).not.toContain('a remplacé')
  })
})
