import { createHash } from 'node:crypto'
import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { Document } from '../generated/prisma/client.ts'
import type { DocumentFile } from '../uploads/documents.ts'
import type { DocumentInput, NewDocumentInput } from './schemas.ts'

type Named = Pick<Document, 'id' | 'title'>

const subjectOf = ({ id, title }: Named) => ({ id, name: title })
const changed = 'Ce document a changé depuis que vous l’avez ouvert. Rechargez sa page pour voir où il en est, puis recommencez.'

async function refuseUnknownBassin(tx: Tx, bassinId: string | null) {
  if (bassinId && (await tx.bassin.count({ where: { id: bassinId } })) === 0) throw new FieldError('bassinId', 'Ce bassin n’existe plus\u00a0: choisissez-en un autre, ou tous.')
}

const factsOf = ({ name, mediaType, content }: DocumentFile) => ({ fileName: name, mediaType, size: content.length, sha256: createHash('sha256').update(content).digest('hex') })
// Not the name of the file, which may be somebody's.
const traceOf = ({ mediaType, size, sha256 }: ReturnType<typeof factsOf>) => ({ mediaType, size, sha256 })
// A file of ten megabytes takes its time on a busy machine.
const patience = { timeout: 20_000 }

/** Adds a document, published at once if asked. Throws FieldError when its bassin was deleted. */
export const addDocument = (actor: Actor, { file, intent, ...input }: NewDocumentInput) =>
  db.$transaction(async (tx) => {
    await refuseUnknownBassin(tx, input.bassinId)
    const facts = factsOf(file)
    const publishedAt = intent === 'publication' ? new Date() : null
    const document = await tx.document.create({ data: { ...input, ...facts, publishedAt, updatedByName: actor.name, file: { create: { content: new Uint8Array(file.content) } } } })
    await audit(tx, actor, 'document.addition', subjectOf(document), traceOf(facts))
    if (publishedAt) await audit(tx, actor, 'document.publication', subjectOf(document))
    return document
  }, patience)

/** Changes what is said of a document that is still at this revision; says so when somebody has changed it since: nothing is written. Throws as addDocument. */
export const changeDocument = (actor: Actor, { id }: Named, revision: number, input: DocumentInput): Promise<'saved' | 'clash'> =>
  db.$transaction(async (tx) => {
    await refuseUnknownBassin(tx, input.bassinId)
    const { count } = await tx.document.updateMany({ where: { id, revision }, data: { ...input, updatedByName: actor.name, revision: { increment: 1 } } })
    if (count === 0) return 'clash'
    await audit(tx, actor, 'document.change', { id, name: input.title })
    return 'saved'
  })

/** Puts another file in the place of that of a document. Throws 409 when the document is no longer at this revision. */
export const replaceFile = (actor: Actor, document: Named, revision: number, file: DocumentFile) =>
  db.$transaction(async (tx) => {
    const facts = factsOf(file)
    const { count } = await tx.document.updateMany({ where: { id: document.id, revision }, data: { ...facts, updatedByName: actor.name, revision: { increment: 1 } } })
    if (count === 0) throw conflict(changed)
    await tx.documentFile.update({ where: { documentId: document.id }, data: { content: new Uint8Array(file.content) }, select: { documentId: true } })
    await audit(tx, actor, 'document.change', subjectOf(document), traceOf(facts))
  }, patience)

/** Publishes a document as it was shown. Throws 409 when it has changed since, or is published. */
export const publishDocument = (actor: Actor, document: Named, revision: number) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.document.updateMany({ where: { id: document.id, revision, publishedAt: null }, data: { publishedAt: new Date() } })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'document.publication', subjectOf(document))
  })

/** Takes a document back from the public; the mission keeps it. Throws 409 when it is not published any more. */
export const withdrawDocument = (actor: Actor, document: Named) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.document.updateMany({ where: { id: document.id, publishedAt: { not: null } }, data: { publishedAt: null } })
    if (count === 0) throw conflict('Ce document n’est déjà plus publié.')
    await audit(tx, actor, 'document.withdrawal', subjectOf(document))
  })

/** Deletes a document that the public does not read, with its file. Throws 409 when it is published, deleted, or was changed since it was shown. */
export const deleteDocument = (actor: Actor, document: Named, revision: number) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.document.deleteMany({ where: { id: document.id, revision, publishedAt: null } })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'document.removal', subjectOf(document))
  })
