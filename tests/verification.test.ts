import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '../src/db.ts'
import { writtenCode } from '../src/charter-documents/codes.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { ageCharter, bringCharter, open, readable, type CharterStage } from './support/features.ts'

let world: Awaited<ReturnType<typeof makeClee>>

beforeEach(async () => {
  world = await makeClee('active', 'CLEE du pays de Fougères')
})

async function codeOf(stage: CharterStage, version = 1) {
  await bringCharter(world.clee.id, world.head, world.mission, stage)
  return writtenCode((await db.charter.findFirstOrThrow({ where: { version } })).verificationCode)
}

const verdict = (code: string) => open(visitor(), `/verification/${code}`)

describe('the verification of a charter', () => {
  const sentences: [CharterStage, number, string][] = [
    ['draft', 1, 'Projet Vérification d’une charte Ce document est un projet de charte du CLEE du pays de Fougères : il n’est pas validé. Ce CLEE n’a pas encore de charte en vigueur.'],
    ['proposed', 1, 'Ce document est un projet de charte du CLEE du pays de Fougères : il n’est pas validé.'],
    ['submitted', 1, 'transmis mais pas encore validé'],
    ['returned', 1, 'renvoyé pour complément : il n’a pas été validé'],
    ['validated', 1, 'En vigueur Vérification d’une charte Ce document est la charte en vigueur du CLEE du pays de Fougères.'],
    ['replaced', 1, 'Ce document n’est plus en vigueur : une version plus récente de la charte du CLEE du pays de Fougères l’a remplacé. La charte en vigueur est la version 2.'],
    ['replaced', 2, 'Ce document est la charte en vigueur du CLEE du pays de Fougères.'],
  ]
  test.each(sentences)('of one that is %s, version %i, says %s', async (stage, version, sentence) => {
    expect(await verdict(await codeOf(stage, version))).toContain(sentence)
  })

  test('says of what was validated its dates and who signed, by function, never by name', async () => {
    const code = await codeOf('validated')
    const { id } = await db.charter.findFirstOrThrow()
    await db.user.update({ where: { id: world.head.id }, data: { nameConsentAt: new Date() } })
    await db.signature.create({ data: { charterId: id, userId: world.head.id, signatory: 'education', name: `Anne ${world.head.lastName}`, jobTitle: 'Proviseure', structure: 'Lycée Jean Guéhenno' } })
    const page = await verdict(code)
    for (const piece of ['Version 1', 'Valable jusqu’au', 'Proviseure, Lycée Jean Guéhenno (copilote du monde éducatif)']) expect(page).toContain(piece)
    expect(page).not.toContain(world.head.lastName)
  })

  test('says that its validity is over', async () => {
    const code = await codeOf('validated')
    await ageCharter(world.clee.id, { validUntil: new Date('2026-01-31') })
    expect(await verdict(code)).toContain('mais sa validité est dépassée depuis le 1er février 2026')
  })

  test('says nothing of a CLEE that is not published, and soberly that one is closed', async () => {
    const code = await codeOf('submitted')
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'declared', acknowledgedAt: null, activatedAt: null } })
    const page = await verdict(code)
    expect(page).toContain('le CLEE qu’il concerne n’est pas encore publié')
    expect(page).not.toContain('Fougères')
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed', acknowledgedAt: new Date() } })
    expect(await verdict(await codeOf('submitted'))).toContain('Ce CLEE est fermé depuis.')
  })

  test('shows nothing of the text of a project', async () => {
    const code = await codeOf('submitted')
    const page = await verdict(code)
    expect(page).not.toContain('Objectifs')
    expect(page).not.toContain(world.head.lastName)
  })

  test('says which signatures are missing, unless the paper is attached, and no end of validity of what was replaced', async () => {
    const code = await codeOf('validated')
    expect(await verdict(code)).toContain('Signatures 0 sur 2 dans le portail ; il manque : copilote du monde éducatif, copilote du monde économique')
    const { id } = await db.charter.findFirstOrThrow()
    await db.signature.create({ data: { charterId: id, userId: world.head.id, signatory: 'education', name: 'Anne', jobTitle: 'Proviseure', structure: 'Lycée' } })
    expect(await verdict(code)).toContain('1 sur 2 dans le portail ; il manque : copilote du monde économique')
    await db.charterScan.create({ data: { charterId: id, fileName: 'charte.pdf', mediaType: 'application/pdf', size: 1, sha256: 'a'.repeat(64), content: new Uint8Array([1]), attachedByName: 'Anne' } })
    expect(await verdict(code)).toContain('un exemplaire signé sur papier est joint')
    expect(await verdict(await codeOf('replaced'))).not.toContain('Valable jusqu’au')
    const agent = await signedIn(world.head)
    expect(await open(agent, `/clees/${world.clee.slug}/charte/versions/1`)).not.toContain('Valable jusqu’au')
    expect(await open(agent, `/clees/${world.clee.slug}/charte`)).toMatch(/Version 1 Remplacée \S+ \S+ \d{4} \S+ \S+ \d{4} — —/)
  })

  test('leads from the code, however typed, to its page, which search engines leave out', async () => {
    const code = await codeOf('validated')
    for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' – ')} `, code.split('').join(' ')]) {
      const answer = await visitor().get('/verification').query({ code: typed }).expect(303)
      expect(answer.headers['location']).toBe(`/verification/${code}`)
    }
    const page = await visitor().get(`/verification/${code.toLowerCase().replace('-', '')}`).expect(200)
    expect(page.headers['x-robots-tag']).toBe('noindex')
  })

  test('keeps what was typed when no charter bears the code, or when it can’t be one', async () => {
    const refused: [string, number, string][] = [
      ['7KQ4-MB2X', 404, 'Aucune charte ne porte ce code'],
      ['7KQ4-MB2', 422, 'Un code compte huit lettres et chiffres'],
      ['0OIL-1111', 422, 'Un code compte huit lettres et chiffres'],
      ['<b>"x"', 422, 'Un code compte huit lettres et chiffres'],
    ]
    for (const [typed, status, sentence] of refused) {
      for (const path of [`/verification?code=${encodeURIComponent(typed)}`, `/verification/${encodeURIComponent(typed)}`]) {
        const answer = await visitor().get(path).expect(status)
        expect(readable(answer.text)).toContain(sentence)
        expect(answer.text).toContain(`value="${typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;')}"`)
      }
    }
    expect(await open(visitor(), '/verification?code=')).not.toContain('erreur')
    expect((await visitor().get('/verification?code=a&code=b')).status).toBe(200)
  })

  test('is found from the site map', async () => {
    expect((await visitor().get('/plan-du-site').expect(200)).text).toContain('href="/verification"')
  })
})
