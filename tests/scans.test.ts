import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { bringCharter, eventsOf, follow, open, readable, sortedStatuses, submit, type CharterStage } from './support/features.ts'
import { someJpeg, somePdf, somePng, someSvg, someZip } from './support/files.ts'

let world: Awaited<ReturnType<typeof makeWorld>>

async function makeWorld() {
  const made = await makeClee('active')
  const versionPath = `/clees/${made.clee.slug}/charte/versions/1`
  return { ...made, company: made.company!, versionPath, path: `${versionPath}/scan` }
}

beforeEach(async () => {
  world = await makeWorld()
})

const bring = (stage: CharterStage) => bringCharter(world.clee.id, world.head, world.mission, stage)
const attach = async (user: Pick<User, 'email'>, content = somePdf(), name = 'charte.pdf', fields: Record<string, string> = {}) => {
  const agent = await signedIn(user)
  return { agent, answer: await agent.post(world.path).field(fields).attach('file', content, name) }
}
const scanEvents = async () => (await eventsOf(world.clee.id)).filter((event) => event.startsWith('charter.scan'))
const presentScan = () => db.charterScan.findFirstOrThrow({ omit: { content: true } })

describe('the scan of a charter signed on paper', () => {
  it('is attached by a co-pilot, told in the journal without its name, and shown with who attached it', async () => {
    await bring('validated')
    const content = somePdf(1_200_000)
    expect(await open(await signedIn(world.head), world.path)).toMatch(/seules les personnes du CLEE, son coordonnateur et la mission la téléchargent, jamais le public/)
    const { agent, answer } = await attach(world.head, content, '../Charte signée.pdf')
    const page = await follow(agent, answer)
    expect(page).toContain('L’exemplaire signé sur papier de la version 1 est joint.')
    expect(page).not.toContain('Signature attendue')
    expect(page).toMatch(/Copilote du monde éducatif Signée sur papier Copilote du monde économique Signée sur papier/)
    expect(page).toMatch(new RegExp(`Signatures Signée sur papier .*Exemplaire signé sur papier Charte signée\\.pdf PDF, 1,1 Mo, joint le .*, par ${world.head.firstName} ${world.head.lastName}`))
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect(await presentScan()).toMatchObject({ fileName: 'Charte signée.pdf', mediaType: 'application/pdf', size: content.length, sha256, attachedByName: `${world.head.firstName} ${world.head.lastName}` })
    expect(await scanEvents()).toEqual(['charter.scan'])
    expect((await db.auditEntry.findFirstOrThrow({ where: { event: 'charter.scan' } })).details).toEqual({ mediaType: 'application/pdf', size: content.length, sha256 })
  })

  it.each([['submitted', somePng(), 'image/png'], ['validated', someJpeg(), 'image/jpeg']] as const)('may be of a %s version, by the mission, an image', async (stage, content, mediaType) => {
    await bring(stage)
    expect((await attach(world.mission, content)).answer.status).toBe(303)
    expect(await presentScan()).toMatchObject({ mediaType, fileName: mediaType === 'image/png' ? 'charte.png' : 'charte.jpg' })
  })

  it.each([
    ['nothing', null, 'Choisissez le fichier à joindre.'],
    ['an empty file', Buffer.alloc(0), 'Ce fichier est vide.'],
    ['a zip', someZip(), 'Ce fichier porte l’extension .pdf, mais c’est une archive ZIP.'],
    ['an SVG', someSvg(), 'mais c’est une image SVG.'],
    ['a PDF cut short', somePdf(5_000).subarray(0, 3_000), 'Ce fichier semble incomplet'],
  ])('is refused with a sentence at the field: %s', async (_what, content, sentence) => {
    await bring('submitted')
    const agent = await signedIn(world.head)
    const request = agent.post(world.path)
    const page = await (content ? request.attach('file', content, 'charte.pdf') : request.field('file', '')).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toMatch(/<title>Erreur/)
    expect(page.text).toContain('aria-describedby="file-erreur"')
    expect([await db.charterScan.count(), await scanEvents()]).toEqual([0, []])
  })

  it('sent as a plain form says that no file came', async () => {
    await bring('submitted')
    const page = await submit(await signedIn(world.head), world.path, { file: 'charte.pdf' }).expect(422)
    expect(readable(page.text)).toContain('Choisissez le fichier à joindre.')
  })

  it('is not for who reads only, for outsiders, nor for a version that is not sent or is over', async () => {
    await bring('submitted')
    expect((await attach(await makeCoordinator(world.bassin.id))).answer.status).toBe(403)
    expect((await attach(await makeHead())).answer.status).toBe(404)
    for (const stage of ['draft', 'proposed', 'returned', 'replaced'] as const) {
      await bring(stage)
      expect([stage, (await attach(world.head)).answer.status]).toEqual([stage, 409])
    }
    await bring('validated')
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    expect((await attach(world.head)).answer.status).toBe(409)
    expect(await db.charterScan.count()).toBe(0)
  })
})

describe('replacing it', () => {
  it('is said, asked for, and leaves the other one in the journal alone', async () => {
    await bring('validated')
    await attach(world.head, somePdf(10), 'premier.pdf')
    const first = await presentScan()
    const agent = await signedIn(world.company)
    expect(await open(agent, world.path)).toMatch(/« premier\.pdf » \(PDF, 1 ko\), joint le .* sera supprimé et remplacé/)
    const page = await agent.post(world.path).field({ replaces: first.id }).attach('file', somePng(), 'second.png').expect(422)
    expect(readable(page.text)).toContain('Cochez cette case pour remplacer le fichier présent')
    expect((await presentScan()).id).toBe(first.id)
    expect((await attach(world.company, somePng(), 'second.png', { replaces: first.id, isReplacement: 'oui' })).answer.status).toBe(303)
    expect(await presentScan()).toMatchObject({ fileName: 'second.png' })
    expect(await scanEvents()).toEqual(['charter.scan', 'charter.scan-removal', 'charter.scan'])
    expect((await db.auditEntry.findFirstOrThrow({ where: { event: 'charter.scan-removal' } })).details).toMatchObject({ sha256: first.sha256 })
  })

  it('keeps the box ticked and the present file when the new one is refused', async () => {
    await bring('validated')
    await attach(world.head)
    const { id } = await presentScan()
    for (const content of [someZip(), somePdf(11 * 1_024 * 1_024)]) {
      const { answer } = await attach(world.head, content, 'charte.pdf', { replaces: id, isReplacement: 'oui' })
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(/name="isReplacement" value="oui" checked/)
    }
    expect((await presentScan()).id).toBe(id)
  })

  it('is a 409 when somebody attached, replaced or removed one meanwhile; two at once are one', async () => {
    await bring('validated')
    const [one, other] = await Promise.all([signedIn(world.head), signedIn(world.company)])
    const answers = await Promise.all([one, other].map((agent, index) => agent.post(world.path).attach('file', somePdf(index), `${index}.pdf`)))
    expect(sortedStatuses(answers)).toEqual([303, 409])
    expect(readable(answers.find(({ status }) => status === 409)?.text ?? '')).toContain('Quelqu’un a joint, remplacé ou retiré le fichier entre-temps')
    expect((await attach(world.head, somePdf(), 'x.pdf', { replaces: world.clee.id, isReplacement: 'oui' })).answer.status).toBe(409)
    expect([await db.charterScan.count(), await scanEvents()]).toEqual([1, ['charter.scan']])
  })
})

describe('removing it', () => {
  it('is confirmed, told in the journal, and another may come', async () => {
    await bring('validated')
    await attach(world.head)
    const { id } = await presentScan()
    const agent = await signedIn(world.company)
    expect(await open(agent, `${world.path}/retrait`)).toMatch(/Retirer l’exemplaire signé sur papier \? « charte\.pdf »/)
    expect(await follow(agent, await submit(agent, `${world.path}/retrait`, { scan: id }))).toContain('L’exemplaire signé sur papier est retiré.')
    expect([await db.charterScan.count(), await scanEvents()]).toEqual([0, ['charter.scan', 'charter.scan-removal']])
    expect((await submit(agent, `${world.path}/retrait`, { scan: id })).status).toBe(409)
    expect((await agent.get(`${world.path}/retrait`)).status).toBe(409)
    expect((await attach(world.head)).answer.status).toBe(303)
    expect((await submit(agent, `${world.path}/retrait`, { scan: id })).status).toBe(409)
    expect(await db.charterScan.count()).toBe(1)
  })

  it('is refused to who reads only and to outsiders', async () => {
    await bring('validated')
    await attach(world.head)
    const { id } = await presentScan()
    expect((await submit(await signedIn(await makeCoordinator(world.bassin.id)), `${world.path}/retrait`, { scan: id })).status).toBe(403)
    expect((await submit(await signedIn(await makeHead()), `${world.path}/retrait`, { scan: id })).status).toBe(404)
    expect(await db.charterScan.count()).toBe(1)
  })
})

describe('downloading it', () => {
  it('gives the same bytes, to be saved and never run', async () => {
    await bring('validated')
    const content = somePdf(300_000)
    await attach(world.head, content, 'Charte signée.pdf')
    for (const user of [world.head, world.company, world.mission, await makeCoordinator(world.bassin.id)]) {
      const answer = await (await signedIn(user)).get(`${world.path}/fichier`).buffer(true).expect(200)
      expect(Buffer.compare(answer.body, content)).toBe(0)
      expect(answer.headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-length': String(content.length),
        'content-disposition': 'attachment; filename="Charte signee.pdf"; filename*=UTF-8\'\'Charte%20sign%C3%A9e.pdf',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'private, no-store',
      })
    }
  })

  it('is not for outsiders nor the public, and says when there is none', async () => {
    await bring('validated')
    expect((await (await signedIn(world.head)).get(`${world.path}/fichier`)).status).toBe(404)
    await attach(world.head)
    expect((await (await signedIn(await makeHead())).get(`${world.path}/fichier`)).status).toBe(404)
    expect((await visitor().get(`${world.path}/fichier`)).status).toBe(302)
    const page = await open(visitor(), `/clees/${world.clee.slug}`)
    expect(page).toContain('Signée sur papier')
    expect(page).not.toContain('charte.pdf')
  })

  it('goes on once the version is replaced and the CLEE closed: it is history', async () => {
    await bring('validated')
    await attach(world.head)
    await db.charter.updateMany({ data: { status: 'replaced' } })
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    const agent = await signedIn(world.head)
    await agent.get(`${world.path}/fichier`).expect(200)
    const page = await open(agent, world.versionPath)
    expect(page).toContain('charte.pdf')
    expect(page).not.toMatch(/Remplacer l’exemplaire|Retirer l’exemplaire/)
  })
})

describe('the database itself', () => {
  const scan = (charterId: string) => ({ charterId, fileName: 'a.pdf', mediaType: 'application/pdf', size: 3, sha256: 'x', content: new Uint8Array([1, 2, 3]), attachedByName: 'A' })

  it('takes none on a version that may change or is over, nor of another type, nor of another size', async () => {
    for (const stage of ['draft', 'returned', 'replaced'] as const) {
      await bring(stage)
      const { id } = await db.charter.findFirstOrThrow({ where: { status: stage } })
      await expect(db.charterScan.create({ data: scan(id) })).rejects.toThrow('R7')
    }
    await bring('validated')
    const { id } = await db.charter.findFirstOrThrow()
    await expect(db.charterScan.create({ data: { ...scan(id), mediaType: 'image/svg+xml' } })).rejects.toThrow('content_check')
    await expect(db.charterScan.create({ data: { ...scan(id), size: 4 } })).rejects.toThrow('content_check')
    await db.charterScan.create({ data: scan(id) })
    await expect(db.$executeRaw`UPDATE charter_scans SET file_name = 'b.pdf'`).rejects.toThrow('R7')
  })
})
