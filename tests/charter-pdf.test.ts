import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import type { Signatory, User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { bringCharter, type CharterStage } from './support/features.ts'
import { readPdf } from './support/pdf.ts'

let world: Awaited<ReturnType<typeof makeClee>>

beforeEach(async () => {
  world = await makeClee('active', 'CLEE du pays de Fougères')
})

const bring = (stage: CharterStage) => bringCharter(world.clee.id, world.head, world.mission, stage)
const versionPath = (version = 1) => `/clees/${world.clee.slug}/charte/versions/${version}/pdf`
const publicPath = () => `/clees/${world.clee.slug}/charte/pdf`

async function download(agent: TestAgent, path: string) {
  const answer = await agent.get(path).responseType('blob').expect(200)
  return { headers: answer.headers, pdf: new Uint8Array(answer.body as Buffer) }
}

const read = async (agent: TestAgent, path: string) => readPdf((await download(agent, path)).pdf)

async function sign(user: User, signatory: Signatory) {
  const { id } = await db.charter.findFirstOrThrow({ where: { cleeId: world.clee.id, status: 'validated' } })
  return db.signature.create({ data: { charterId: id, userId: user.id, signatory, name: `${user.firstName} ${user.lastName}`, jobTitle: user.jobTitle, structure: 'Lycée Jean Guéhenno' } })
}

describe('the PDF of a version', () => {
  test('is a tagged French document with a title, headings, lists, a table with headers and numbered pages', async () => {
    await bring('validated')
    const document = await read(await signedIn(world.head), versionPath())
    expect(document.marked).toBe(true)
    expect(document.language).toBe('fr-FR')
    expect(document.title).toBe('Charte du CLEE du pays de Fougères')
    expect(document.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'P', 'L', 'LI', 'LBody', 'Table', 'THead', 'TR', 'TH', 'TD', 'Link']))
    expect(document.roles.filter((role) => role === 'H1')).toHaveLength(1)
    expect(document.labels).toEqual(document.pages.map((_, index) => String(index + 1)))
    for (const [index, page] of document.pages.entries()) expect(page).toContain(`${index + 1} / ${document.pages.length}`)
  })

  test('says what the charter says: the CLEE, its articles by number, objectives, and where it is verified', async () => {
    await bring('draft')
    const articles = await db.article.findMany({ orderBy: { position: 'asc' } })
    await db.article.updateMany({ where: { key: 'working-groups' }, data: { body: '' } })
    await db.article.updateMany({ where: { key: 'objectives' }, data: { axes: ['L’alternance et l’apprentissage'], priorities: ['Aller vers les collèges ruraux'] } })
    const { text } = await read(await signedIn(world.head), versionPath())
    for (const { position, title } of articles) expect(text).toContain(`Article ${position} – ${title}`)
    for (const sentence of ['Académie de Rennes', world.bassin.name, world.commune.name, 'Axes retenus • L’alternance et l’apprentissage', 'Priorités locales 1. Aller vers les collèges ruraux', 'Groupes de travail Sans objet.']) expect(text).toContain(sentence)
    const { verificationCode } = await db.charter.findFirstOrThrow()
    const code = `${verificationCode.slice(0, 4)}-${verificationCode.slice(4)}`
    expect(text).toContain(`code ${code}`)
    expect(text).toContain(`${config.publicUrl.href}verification/${code}`)
  })

  const banners: [CharterStage, number, string][] = [
    ['draft', 1, 'Version 1 – Projet'],
    ['proposed', 1, 'Version 1 – Soumise à l’accord des copilotes'],
    ['submitted', 1, 'Version 1 – Transmise le'],
    ['returned', 1, 'Version 1 – Renvoyée pour complément'],
    ['validated', 1, 'Version 1 – Validée le'],
    ['replaced', 1, 'Version 1 – Remplacée par une version plus récente'],
    ['replaced', 2, 'Version 2 – Validée le'],
  ]
  test.each(banners)('when %s, version %i, says %s', async (stage, version, sentence) => {
    await bring(stage)
    expect((await read(await signedIn(world.head), versionPath(version))).text).toContain(sentence)
  })

  test('takes what was typed as text, whatever it means to the compiler', async () => {
    await bring('draft')
    const typed = '#panic("perdu") $x^2$ \\ *a * b* @ref <label> // fin `code` #import "x" "guillemets" {crochets} [texte] = titre'
    await db.article.updateMany({ where: { key: 'territory' }, data: { body: typed } })
    const { text } = await read(await signedIn(world.head), versionPath())
    for (const piece of ['#panic("perdu")', '$x^2$', '@ref', '<label>', '// fin', '`code`', '#import "x"', '{crochets} [texte] = titre']) expect(text).toContain(piece)
  })

  test('is made all the same from what its typeface lacks', async () => {
    await bring('draft')
    await db.article.updateMany({ where: { key: 'territory' }, data: { body: 'Fête 🎉, 日本, \u202Eenvers\u202C, \u0301seul.' } })
    expect((await read(await signedIn(world.head), versionPath())).text).toContain('Fête □, □□, envers')
  })

  test('has a table of contents beyond three pages, none before', async () => {
    await bring('draft')
    await db.article.updateMany({ data: { body: 'Court.' } })
    const agent = await signedIn(world.head)
    const short = await read(agent, versionPath())
    expect(short.pages.length).toBeLessThan(4)
    expect(short.text).not.toContain('Sommaire')
    await db.article.updateMany({ data: { body: 'Un paragraphe de la charte.\n\n'.repeat(40) } })
    const long = await read(agent, versionPath())
    expect(long.text).toContain('Sommaire')
    expect(long.roles).toContain('TOC')
    const places = ['Sommaire', 'Article 14 – Signature', 'Vérifier ce document'].map((text) => long.pages.findIndex((page) => page.includes(text)))
    expect(new Set(places).size).toBe(1)
  })

  test('is read by the people of the CLEE, and by nobody else', async () => {
    await bring('submitted')
    const insiders = [world.head, world.company!, world.mission, await makeCoordinator(world.bassin.id), await makeMission()]
    for (const user of insiders) await (await signedIn(user)).get(versionPath()).expect(200)
    await (await signedIn(await makeHead())).get(versionPath()).expect(404)
    await visitor().get(versionPath()).expect(302)
    await (await signedIn(world.head)).get(versionPath(2)).expect(404)
  })
})

describe('the published PDF', () => {
  test('is the charter in force, a download kept by its print', async () => {
    await bring('replaced')
    const { headers, pdf } = await download(visitor(), publicPath())
    expect((await readPdf(pdf)).text).toContain('Version 2 – Validée le')
    expect(headers['content-type']).toBe('application/pdf')
    expect(headers['content-disposition']).toMatch(/^attachment; filename="?charte-clee-du-pays-de-fougeres-v2\.pdf"?$/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('public, no-cache')
    await visitor().get(publicPath()).set('If-None-Match', String(headers['etag'])).expect(304)
    const own = await download(await signedIn(world.head), versionPath(2))
    expect(own.headers['cache-control']).toBe('private, no-cache')
    await db.clee.update({ where: { id: world.clee.id }, data: { slug: 'autre-adresse' } })
    await visitor().get('/clees/autre-adresse/charte/pdf').set('If-None-Match', '"autre"').expect(200)
  })

  test('does not exist without a charter in force, nor for a CLEE that is not published', async () => {
    await bring('submitted')
    for (const path of [publicPath(), `/clees/${world.clee.slug}/charte/en-vigueur`, '/clees/inconnu/charte/pdf']) await visitor().get(path).expect(404)
    await bring('validated')
    await visitor().get(`/clees/${world.clee.slug}/charte/en-vigueur`).expect(200)
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'declared', acknowledgedAt: null, activatedAt: null } })
    for (const path of [publicPath(), `/clees/${world.clee.slug}/charte/en-vigueur`]) await visitor().get(path).expect(404)
  })

  test('names a signatory only with their consent; the people of the CLEE read all names; who is expected is said', async () => {
    await bring('validated')
    const { signedAt } = await sign(world.head, 'education')
    const agent = await signedIn(world.company!)
    expect(signedAt).toBeInstanceOf(Date)
    const own = await read(agent, versionPath())
    expect(own.text).toContain(world.head.lastName)
    expect(own.text).toContain('Monde économique – – Signature attendue')
    const published = await read(visitor(), publicPath())
    expect(published.text).toContain('Proviseure, Lycée Jean Guéhenno')
    expect(published.text).not.toContain(world.head.lastName)
    await db.user.update({ where: { id: world.head.id }, data: { nameConsentAt: new Date() } })
    expect((await read(visitor(), publicPath())).text).toContain(world.head.lastName)
    expect((await visitor().get(`/clees/${world.clee.slug}/charte/en-vigueur`).expect(200)).text).toContain(world.head.lastName)
  })
})

test('leaves room to sign by hand where a signature is awaited, and there only', async () => {
  await bring('validated')
  const roomBelow = async () => {
    const { heights } = await read(await signedIn(world.head), versionPath())
    return Math.round(heights['Monde éducatif']! - heights['Monde économique']!)
  }
  // 1.6 cm.
  expect(await roomBelow()).toBeGreaterThan(45)
  await sign(world.head, 'education')
  expect(await roomBelow()).toBeLessThan(45)
})

describe('independent tools', () => {
  const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined

  async function withFile<T>(act: (file: string) => T) {
    await bring('validated')
    const directory = mkdtempSync(join(tmpdir(), 'portail-pdf-'))
    const file = join(directory, 'charte.pdf')
    writeFileSync(file, (await download(visitor(), publicPath())).pdf)
    try {
      return act(file)
    } finally {
      rmSync(directory, { recursive: true })
    }
  }

  test.skipIf(!has('qpdf'))('qpdf finds nothing to say', async () => {
    const { status, stdout, stderr } = await withFile((file) => spawnSync('qpdf', ['--check', file], { encoding: 'utf8' }))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).not.toMatch(/warning/i)
  })

  test.skipIf(!has('pdfinfo'))('pdfinfo says that it is tagged, and complains of nothing', async () => {
    const { stdout, stderr } = await withFile((file) => spawnSync('pdfinfo', [file], { encoding: 'utf8' }))
    expect(stdout).toMatch(/Tagged:\s+yes/)
    expect(stderr).toBe('')
  })
})
