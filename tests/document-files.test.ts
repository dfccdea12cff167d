import { deflateRawSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { largestFile } from '../src/uploads/read.ts'
import { readDocument } from '../src/uploads/documents.ts'
import { signedIn } from './support/app.ts'
import { makeMission } from './support/factories.ts'
import { readable } from './support/features.ts'
import { someJpeg, somePdf, somePng, someSvg, someZip } from './support/files.ts'

type Part = { name: string; content: Buffer; isStored?: boolean; declared?: number }

/** An archive of these parts, as office suites write them. */
function archiveOf(parts: Part[]) {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, isStored, declared } of parts) {
    const packed = isStored ? content : deflateRawSync(content)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(isStored ? 0 : 8, 4)
    header.writeUInt32LE(packed.length, 14)
    header.writeUInt32LE(declared ?? content.length, 18)
    header.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), header, Buffer.from(name), packed])
    const central = Buffer.alloc(40)
    header.copy(central, 0, 0, 24)
    central.writeUInt32LE(offset, 36)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), central, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(Buffer.concat(directory).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

const contentTypes = (type: string) => Buffer.from(`<?xml version="1.0"?><Types><Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`)
const officeOf = (type: string, more: Part[] = []) => archiveOf([{ name: '[Content_Types].xml', content: contentTypes(type) }, { name: 'a.xml', content: Buffer.from('<a/>') }, ...more])
const odfOf = (type: string) => archiveOf([{ name: 'mimetype', content: Buffer.from(`application/vnd.oasis.opendocument.${type}`), isStored: true }, { name: 'content.xml', content: Buffer.from('<a/>') }])

const bomb: Part = { name: 'word/media/image.png', content: Buffer.alloc(101 * 1_024 * 1_024) }
const liar: Part = { ...bomb, declared: 1_000 }

const refusalOf = async (name: string, content: Buffer) => {
  const upload = await readDocument(name, content)
  return 'refusal' in upload ? upload.refusal.replace(/\s+/g, ' ') : ''
}

describe('a document to publish, read by its content', () => {
  it.each([
    ['a PDF', 'circulaire.pdf', somePdf(), 'application/pdf', 'circulaire.pdf'],
    ['a PNG', 'carte.png', somePng(), 'image/png', 'carte.png'],
    ['a JPEG', 'photo.jpeg', someJpeg(), 'image/jpeg', 'photo.jpg'],
    ['a DOCX', 'lettre.docx', officeOf('wordprocessingml.document'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'lettre.docx'],
    ['an XLSX named as a DOCX', 'liste.docx', officeOf('spreadsheetml.sheet'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'liste.xlsx'],
    ['an ODT', 'lettre.odt', odfOf('text'), 'application/vnd.oasis.opendocument.text', 'lettre.odt'],
    ['an ODS', 'liste.ods', odfOf('spreadsheet'), 'application/vnd.oasis.opendocument.spreadsheet', 'liste.ods'],
    ['a CSV', 'liste.csv', Buffer.from('\uFEFFBassin;Nom\r\nRedon;Été\r\n'), 'text/csv', 'liste.csv'],
    ['a CSV of Windows', 'Liste.CSV', Buffer.from('Bassin;Nom\r\nRedon;\xc9t\xe9\r\n', 'latin1'), 'text/csv', 'Liste.csv'],
  ])('is accepted: %s', async (_what, name, content, mediaType, kept) => {
    expect(await readDocument(name, content)).toEqual({ file: { name: kept, mediaType, content } })
  })

  it.each([
    ['an empty file', 'a.pdf', Buffer.alloc(0), 'Ce fichier est vide.'],
    ['a zip', 'a.docx', someZip(), 'Ce fichier porte l’extension .docx, mais c’est une archive ZIP. Choisissez un PDF'],
    ['an SVG', 'a.png', someSvg(), 'mais c’est une image SVG.'],
    ['a page named as a CSV', 'a.csv', Buffer.from('<!DOCTYPE html>;<script>alert(1)</script>'), 'mais c’est une page HTML.'],
    ['a text without columns', 'a.csv', Buffer.from('Bonjour\n'), 'n’est d’aucun type que le portail publie'],
    ['bytes named as a CSV', 'a.csv', Buffer.from([65, 59, 66, 10, 0, 1, 2]), 'n’est d’aucun type que le portail publie'],
    ['a program', 'a.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'mais c’est un programme.'],
    ['a presentation', 'a.pptx', officeOf('presentationml.presentation'), 'mais c’est une présentation.'],
    ['a PDF cut short', 'a.pdf', somePdf(9_000).subarray(0, 8_000), 'Ce fichier semble incomplet'],
    ['a DOCX cut short', 'a.docx', officeOf('wordprocessingml.document').subarray(0, -40), 'Ce fichier semble incomplet'],
    ['a DOCX with macros', 'a.docx', officeOf('wordprocessingml.document', [{ name: 'word/vbaProject.bin', content: Buffer.from('x') }]), 'Ce fichier contient des macros'],
    ['an archive of too many parts', 'a.docx', officeOf('wordprocessingml.document', Array.from({ length: 2_100 }, (_, index) => ({ name: `${index}`, content: Buffer.alloc(0) }))), 'un contenu démesuré'],
  ])('is refused with a sentence: %s', async (_what, name, content, sentence) => expect(await refusalOf(name, content)).toContain(sentence))

  it('is refused when it is a bomb, whether it says so or lies about its size, and quickly', async () => {
    for (const part of [bomb, liar]) {
      const archive = officeOf('wordprocessingml.document', [part])
      expect(archive.length).toBeLessThan(200_000)
      const began = performance.now()
      expect(await refusalOf('a.docx', archive)).toContain('un contenu démesuré')
      expect(performance.now() - began).toBeLessThan(3_000)
    }
  })
})

describe('a document that is sent', () => {
  const typed = { title: 'Circulaire', kind: 'circular', schoolYear: '', bassinId: '', description: '', issuedOn: '', reviewOn: '', intent: 'publication' }
  let agent: Awaited<ReturnType<typeof signedIn>>
  const send = (content: Buffer, name: string) => agent.post('/administration/documents').field(typed).attach('file', content, name)

  beforeEach(async () => {
    agent = await signedIn(await makeMission())
  })

  it('keeps of its name neither folders nor markup', async () => {
    await send(somePdf(), '../../x<script>.pdf').expect(303)
    const { id, fileName } = await db.document.findFirstOrThrow()
    expect(fileName).toBe('xscript.pdf')
    expect((await agent.get(`/documents/${id}/xscript.pdf`).expect(200)).headers['content-disposition']).toBe('attachment; filename="xscript.pdf"; filename*=UTF-8\'\'xscript.pdf')
    expect((await agent.get('/documents')).text).not.toContain('<script>.pdf')
  })

  it('comes back with its sentence and what was typed when it is too big, of a wrong type, or missing', async () => {
    for (const [content, name, sentence] of [[somePdf(largestFile), 'a.pdf', 'Ce fichier est trop lourd : 10 Mo au plus. Enregistrez-le en PDF de taille réduite'], [someZip(), 'a.pdf', 'mais c’est une archive ZIP']] as const) {
      const page = await send(content, name).expect(422)
      expect(readable(page.text)).toContain(sentence)
      expect(page.text).toContain('value="Circulaire"')
      expect(page.text).toContain('aria-describedby="file-erreur"')
    }
    expect(readable((await agent.post('/administration/documents').field(typed).expect(422)).text)).toContain('Choisissez le fichier à joindre.')
    expect(readable((await agent.post('/administration/documents').field({ ...typed, description: 'é'.repeat(3_000) }).attach('file', somePdf(), 'a.pdf').expect(422)).text)).toContain('Raccourcissez ce texte : 500 caractères au plus.')
    expect(await db.document.count()).toBe(0)
  })
})
