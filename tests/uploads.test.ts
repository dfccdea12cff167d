import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../src/app.ts'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { attachmentHeader, cleanName, formatSize } from '../src/uploads/names.ts'
import { largestFile, readUpload } from '../src/uploads/read.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, password } from './support/factories.ts'
import { bringCharter, readable } from './support/features.ts'
import { someJpeg, somePdf, somePng, someSvg, someZip } from './support/files.ts'

const refusalOf = async (name: string, content: Buffer) => {
  const upload = await readUpload(name, content)
  return 'refusal' in upload ? upload.refusal.replace(/\s+/g, ' ') : ''
}

describe('a file, read by its content', () => {
  it.each([
    ['a PDF', 'Charte signée.PDF', somePdf(), 'application/pdf', 'Charte signée.pdf'],
    ['a JPEG', 'photo.jpeg', someJpeg(), 'image/jpeg', 'photo.jpg'],
    ['a JPEG that its camera follows with data of its own', 'photo.jpg', Buffer.concat([someJpeg(), Buffer.alloc(5_000)]), 'image/jpeg', 'photo.jpg'],
    ['a PNG', 'scan.png', somePng(), 'image/png', 'scan.png'],
    ['a JPEG named as a PDF, under its true extension', 'scan.pdf', someJpeg(), 'image/jpeg', 'scan.jpg'],
    ['a PDF without any extension', 'scan', somePdf(), 'application/pdf', 'scan.pdf'],
  ])('is accepted: %s', async (_what, name, content, mediaType, kept) => {
    expect(await readUpload(name, content)).toEqual({ file: { name: kept, mediaType, content } })
  })

  it.each([
    ['an empty file', 'charte.pdf', Buffer.alloc(0), 'Ce fichier est vide.'],
    ['a PDF that is a zip', 'charte.pdf', someZip(), 'Ce fichier porte l’extension .pdf, mais c’est une archive ZIP. Joignez un PDF'],
    ['an SVG named .png', 'charte.png', someSvg(), 'Ce fichier porte l’extension .png, mais c’est une image SVG.'],
    ['an SVG without declaration', 'charte.png', Buffer.from(' <svg onload="alert(1)"/>'), 'mais c’est une image SVG.'],
    ['a page', 'charte.pdf', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'mais c’est une page HTML.'],
    ['a GIF without extension', 'charte', Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1'), 'Ce fichier est en réalité une image GIF.'],
    ['a program', 'charte.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'mais c’est un programme.'],
    ['a text', 'charte.pdf', Buffer.from('Charte du CLEE'), 'n’est ni un PDF, ni une image JPEG ou PNG.'],
    ['a PDF cut before its end', 'charte.pdf', somePdf(9_000).subarray(0, 8_000), 'Ce fichier semble incomplet'],
    ['a PDF without any page', 'charte.pdf', Buffer.from('%PDF-1.4\n%%EOF'), 'Ce fichier semble incomplet'],
    ['a PNG cut before its end', 'charte.png', somePng().subarray(0, -6), 'Ce fichier semble incomplet'],
    ['a JPEG cut within its pixels, whose thumbnail is whole', 'charte.jpg', someJpeg([]), 'Ce fichier semble incomplet'],
    ['a JPEG cut within its header', 'charte.jpg', someJpeg().subarray(0, 9), 'Ce fichier semble incomplet'],
  ])('is refused with a sentence: %s', async (_what, name, content, sentence) => expect(await refusalOf(name, content)).toContain(sentence))
})

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Documents\\charte.pdf', 'charte.pdf'],
    ['charte\u202Efdp.exe', 'chartefdp.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie x.pdf'],
    ['charte.pdf.exe', 'charte.pdf'],
    ['Comité n° 2.1', 'Comité n° 2.1.pdf'],
    ['.pdf', 'document.pdf'],
    ['...', 'document.pdf'],
    ['<img onerror="x">.pdf', 'img onerror=x.pdf'],
    ['e\u0301cole.pdf', 'école.pdf'],
  ])('%j is kept as %j', (typed, kept) => expect(cleanName(typed, 'pdf')).toBe(kept))

  it('has at most 120 characters, extension included', () => {
    const kept = cleanName(`${'é'.repeat(300)}😀.pdf`, 'pdf')
    expect([[...kept].length, kept.endsWith('.pdf')]).toEqual([120, true])
  })

  it('travels in a header with its accents, and nothing that would end it', () => {
    expect(attachmentHeader('Charte signée (l’été) 😀 "a";.pdf')).toBe('attachment; filename="Charte signee (l_ete) __ _a_;.pdf"; filename*=UTF-8\'\'Charte%20sign%C3%A9e%20%28l%E2%80%99%C3%A9t%C3%A9%29%20%F0%9F%98%80%20%22a%22%3B.pdf')
  })

  it('comes with a size that people read', () => {
    expect([1, 340 * 1_024, 1_250_000, largestFile].map((size) => formatSize(size).replace(/\s/g, ' '))).toEqual(['1 ko', '340 ko', '1,2 Mo', '10 Mo'])
  })
})

describe('an upload', () => {
  let server: Server
  let port: number
  const broken: unknown[] = []
  const note = (error: unknown) => broken.push(error)

  beforeAll(async () => {
    server = createServer(createApp({ sessionSecret: 'un secret de quarante caractères au moins' })).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    process.on('unhandledRejection', note).on('uncaughtException', note)
  })
  afterAll(() => {
    process.off('unhandledRejection', note).off('uncaughtException', note)
    server.close()
  })

  async function setUp() {
    const made = await makeClee('active')
    await bringCharter(made.clee.id, made.head, made.mission, 'submitted')
    return { ...made, path: `/clees/${made.clee.slug}/charte/versions/1/scan` }
  }

  const origin = config.publicUrl.origin
  const cookieOf = async (email: string) => {
    const answer = await supertest(server).post('/connexion').set('Origin', origin).type('form').send({ email, password }).expect(303)
    return String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? ''
  }

  const partHead = '--limite\r\nContent-Disposition: form-data; name="file"; filename="charte.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
  const head = (path: string, cookie: string, length: number) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=limite\r\nContent-Length: ${length}\r\n\r\n`

  it('that is cut midway stores nothing and harms nobody', async () => {
    const { head: copilot, path } = await setUp()
    const cookie = await cookieOf(copilot.email)
    for (const sent of [partHead.slice(0, 40), partHead, `${partHead}%PDF-1.4\n${'x'.repeat(200_000)}`]) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(head(path, cookie, 5_000_000) + sent, () => resolve()))
      await new Promise((resolve) => setTimeout(resolve, 150))
      socket.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(broken).toEqual([])
    expect(await db.charterScan.count()).toBe(0)
    await supertest(server).get('/connexion').expect(200)
  })

  it.each([['of 10 MB and one byte', 1], ['of 11 MB', 1_024 * 1_024]])('%s comes back as the page with its sentence, not as an error', async (_what, excess) => {
    const { head: copilot, path } = await setUp()
    const agent = await signedIn(copilot)
    const page = await agent.post(path).attach('file', somePdf(largestFile + excess), 'charte.pdf').expect(422)
    expect(readable(page.text)).toMatch(/Joindre l’exemplaire signé sur papier .*1 erreur Ce fichier est trop lourd : 10 Mo au plus/)
    expect(page.text).toContain('id="file-erreur"')
    expect(await db.charterScan.count()).toBe(0)
  })

  it('is answered whole on a connection that goes on sending', async () => {
    const { head: copilot, path } = await setUp()
    const agent = supertest.agent(server).set('Origin', origin).set('Cookie', await cookieOf(copilot.email)).set('Connection', 'keep-alive')
    expect((await agent.post(path).attach('file', Buffer.alloc(25 * 1_024 * 1_024), 'charte.pdf')).status).toBe(422)
  })

  it('without end is answered past 12 MB, and its connection closed', async () => {
    const { head: copilot, path } = await setUp()
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    let answer = ''
    socket.on('data', (data: Buffer) => (answer += data.toString()))
    await once(socket, 'connect')
    socket.write(head(path, await cookieOf(copilot.email), 0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'))
    const chunk = (content: Buffer) => Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')])
    socket.write(chunk(Buffer.from(partHead)))
    const closed = once(socket, 'close')
    const sender = setInterval(() => socket.writableLength < 2_000_000 && !socket.destroyed && socket.write(chunk(Buffer.alloc(1_024 * 1_024, 0x20))), 2)
    await closed
    clearInterval(sender)
    expect(answer).toMatch(/^HTTP\/1\.1 422/)
    expect(answer.toLowerCase()).toContain('connection: close')
    expect(readable(answer)).toContain('Ce fichier est trop lourd : 10 Mo au plus')
    expect(answer.trimEnd()).toMatch(/<\/html>$/)
    expect(socket.bytesWritten).toBeLessThan(60 * 1_024 * 1_024)
    await supertest(server).get('/connexion').expect(200)
  })

  it('finds its place among those under way, two of one person at most; the next is asked to come back', async () => {
    const { head: copilot, path } = await setUp()
    const cookie = await cookieOf(copilot.email)
    const slow = await Promise.all([1, 2].map(async () => {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(head(path, cookie, 5_000_000) + partHead, () => resolve()))
      return socket
    }))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const send = () => supertest(server).post(path).set('Origin', origin).set('Cookie', cookie).attach('file', somePdf(), 'charte.pdf')
    const refused = await send()
    expect([refused.status, refused.headers['retry-after'], readable(refused.text).includes('Attendez une minute')]).toEqual([503, '60', true])
    for (const socket of slow) socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await send()).status).toBe(303)
  })

  it('of exactly 10 MB is kept', async () => {
    const { head: copilot, path } = await setUp()
    const content = somePdf(largestFile - somePdf().length)
    expect(content.length).toBe(largestFile)
    await (await signedIn(copilot)).post(path).attach('file', content, 'charte.pdf').expect(303)
    expect(await db.charterScan.findFirst({ select: { size: true } })).toEqual({ size: largestFile })
  })

  it('by nobody, by outsiders, by who only reads, or from another site is refused before it is read', async () => {
    const { path, bassin } = await setUp()
    const large = somePdf(largestFile)
    expect((await visitor().post(path).attach('file', large, 'charte.pdf')).status).toBe(302)
    expect((await (await signedIn(await makeHead())).post(path).attach('file', large, 'charte.pdf')).status).toBe(404)
    expect((await (await signedIn(await makeCoordinator(bassin.id))).post(path).attach('file', large, 'charte.pdf')).status).toBe(403)
    expect((await visitor().post(path).set('Origin', 'https://ailleurs.test').attach('file', large, 'charte.pdf')).status).toBe(403)
    expect(await db.charterScan.count()).toBe(0)
  })

  it('that may not be is answered before its body has come', async () => {
    const { path } = await setUp()
    const outsider = await cookieOf((await makeHead()).email)
    for (const [cookie, status] of [['', 302], [outsider, 404]] as const) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(head(path, cookie, 9_000_000) + partHead)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString('latin1', 0, 12)).toBe(`HTTP/1.1 ${status}`)
      socket.destroy()
    }
  })

  it('that no form of ours sends is refused: a null character, too many fields, an unreadable body, two files', async () => {
    const { head: copilot, path } = await setUp()
    const agent = await signedIn(copilot)
    const send = () => agent.post(path)
    const many = Array.from({ length: 12 }, (_, index) => `field${index}`).reduce((request, name) => request.field(name, 'x'), send())
    expect((await many.attach('file', somePdf(), 'charte.pdf')).status).toBe(400)
    expect((await send().field('isReplacement', 'a\0b').attach('file', somePdf(), 'charte.pdf')).status).toBe(400)
    expect((await send().attach('other', somePdf(), 'charte.pdf')).status).toBe(400)
    expect((await send().set('Content-Type', 'multipart/form-data').send('x')).status).toBe(400)
    expect((await send().set('Content-Type', 'multipart/form-data; boundary=limite').send('--limite\r\nContent-Disposition: form-data; name="a"')).status).toBe(400)
    const two = await send().attach('file', somePdf(), 'a.pdf').attach('file', somePdf(), 'b.pdf').expect(422)
    expect(readable(two.text)).toContain('Joignez un seul fichier : réunissez les pages')
    expect(await db.charterScan.count()).toBe(0)
  })

  it('elsewhere, a form with a file is not read at all', async () => {
    const { head: copilot, clee } = await setUp()
    const answer = await (await signedIn(copilot)).post(`/clees/${clee.slug}/membres/ajout`).attach('file', somePdf(), 'charte.pdf')
    expect(answer.status).toBe(422)
  })
})
