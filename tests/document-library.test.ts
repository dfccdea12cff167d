import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { previousSchoolYear, schoolYearOf, today, yearsAfter } from '../src/school-year.ts'
import { isoDay } from '../src/web/view-helpers.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'
import { somePdf } from './support/files.ts'

const home = '/administration/documents'
const year = schoolYearOf()
const nextYear = isoDay(yearsAfter(today(), 1))
const typed = { title: 'Lettre de rentrée', kind: 'letter', schoolYear: year, bassinId: '', description: 'Les priorités de l’année.', issuedOn: '08/09/2026', reviewOn: nextYear }

let mission: User
let agent: Awaited<ReturnType<typeof signedIn>>

beforeEach(async () => {
  mission = await makeMission()
  agent = await signedIn(mission)
})

type Typed = Record<string, string>
const send = (fields: Typed = {}, content: Buffer = somePdf(), name = 'lettre.pdf', by = agent) => by.post(home).field({ ...typed, ...fields }).attach('file', content, name)
const publish = { intent: 'publication' }

async function add(fields: Typed = publish, content?: Buffer, name?: string) {
  const answer = await send(fields, content, name).expect(303)
  return db.document.findUniqueOrThrow({ where: { id: String(answer.headers['location']).split('/').at(-1) ?? '' } })
}
const manage = (id: string, last: string) => `${home}/${id}/${last}`
const events = async () => (await db.auditEntry.findMany({ where: { event: { startsWith: 'document.' } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(({ event }) => event)
const addressOf = ({ id, fileName }: { id: string; fileName: string }) => `/documents/${id}/${encodeURIComponent(fileName)}`

describe('adding a document', () => {
  it('keeps its facts and its file, tells the journal, and shows it to the public once it is published', async () => {
    const page = await follow(agent, await send(publish, somePdf(245_600), 'Lettre de rentrée.PDF'))
    expect(page).toMatch(/Le document est publié\. .*Publié Lettre de rentrée/)
    const document = await db.document.findFirstOrThrow({ include: { file: true } })
    expect(document).toMatchObject({ title: 'Lettre de rentrée', kind: 'letter', schoolYear: year, bassinId: null, fileName: 'Lettre de rentrée.pdf', mediaType: 'application/pdf', size: somePdf(245_600).length, updatedByName: `${mission.firstName} ${mission.lastName}`, revision: 1 })
    expect(await events()).toEqual(['document.addition', 'document.publication'])
    const library = await open(visitor(), '/documents')
    expect(library).toMatch(new RegExp(`Année ${year} Lettre de rentrée \\(PDF, 240 ko\\) Lettre du 8 septembre 2026 · Tous les bassins Les priorités de l’année\\.`))
    const file = await visitor().get(addressOf(document)).buffer(true).expect(200)
    expect(file.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'public, no-cache', etag: expect.stringMatching(/^"[\w-]+"$/) as string })
    expect(file.headers['content-disposition']).toBe('attachment; filename="Lettre de rentree.pdf"; filename*=UTF-8\'\'Lettre%20de%20rentr%C3%A9e.pdf')
    expect(Buffer.compare(file.body as Buffer, Buffer.from(document.file!.content))).toBe(0)
    await visitor().get(addressOf(document)).set('If-None-Match', file.headers['etag'] ?? '').expect(304)
  })

  it('says each wrong field in a sentence and keeps all that was typed', async () => {
    const page = await send({ title: '', kind: 'x', schoolYear: '2026-2029', bassinId: 'x', description: 'Écrire à jeanne@essai.test', issuedOn: '31/02/2026', reviewOn: '01/01/2020' }, Buffer.alloc(0)).expect(422)
    const text = readable(page.text)
    for (const sentence of ['Donnez un titre au document.', 'Choisissez le type du document.', 'Choisissez une année scolaire de la liste.', 'Choisissez un bassin de la liste.', 'retirez-en l’adresse électronique', 'Saisissez une date qui existe', 'Choisissez une date à venir', 'Ce fichier est vide.']) expect(text).toContain(sentence)
    for (const value of ['Écrire à jeanne@essai.test', '31/02/2026', '01/01/2020']) expect(page.text).toContain(value)
    expect(text).toContain('À choisir de nouveau')
    expect(page.text).toMatch(/<title>Erreur/)
    expect(await db.document.count()).toBe(0)
    const kept = readable((await send({ title: 'Gardé', kind: 'guide', reviewOn: 'x' }).expect(422)).text)
    expect(kept).toContain('Guide')
  })

  it('is refused to anybody else, and to a bassin that does not exist any more', async () => {
    for (const user of [await makeHead(), await makeCoordinator((await makeBassin()).id)]) expect((await send({}, somePdf(), 'a.pdf', await signedIn(user))).status).toBe(403)
    await visitor().get(home).expect(302)
    expect(readable((await send({ bassinId: '0198a0c4-0000-7000-8000-000000000000' }).expect(422)).text)).toContain('Ce bassin n’existe plus')
    expect([await db.document.count(), await events()]).toEqual([0, []])
  })

  it('without publishing it keeps it to the mission', async () => {
    const document = await add({})
    expect(await open(visitor(), '/documents')).not.toContain('Lettre de rentrée')
    await visitor().get(addressOf(document)).expect(404)
    await (await signedIn(await makeHead())).get(addressOf(document)).expect(404)
    expect((await agent.get(addressOf(document)).expect(200)).headers['cache-control']).toBe('private, no-store')
    expect(await follow(agent, await submit(agent, manage(document.id, 'publication'), { revision: 1 }))).toContain('Le document est publié.')
    await visitor().get(addressOf(document)).expect(200)
    expect(await statusesOf([submit(agent, manage(document.id, 'publication'), { revision: 1 }), submit(agent, manage(document.id, 'publication'), { revision: 'x' })])).toEqual([409, 409])
  })
})

describe('changing a document', () => {
  it('is kept with its journal; a wrong field comes back, nobody else may, an unknown one is a 404', async () => {
    const { id } = await add()
    const path = manage(id, 'modification')
    const bassin = await makeBassin('Redon')
    expect(await follow(agent, await submit(agent, path, { ...typed, title: 'Lettre corrigée', bassinId: bassin.id, revision: 1 }))).toContain('Le document est modifié.')
    expect(await db.document.findFirst()).toMatchObject({ title: 'Lettre corrigée', bassinId: bassin.id, revision: 2 })
    expect((await events()).at(-1)).toBe('document.change')
    const back = await submit(agent, path, { ...typed, title: '<b>', description: 'Gardé', revision: 2 }).expect(422)
    expect(readable(back.text)).toMatch(/Retirez de ce texte .*Gardé/)
    await submit(await signedIn(await makeHead()), path, { ...typed, revision: 2 }).expect(403)
    for (const unknown of ['0198a0c4-0000-7000-8000-000000000000', 'x']) await submit(agent, manage(unknown, 'modification'), typed).expect(404)
    expect(await db.document.findFirst()).toMatchObject({ title: 'Lettre corrigée', revision: 2 })
  })

  it('of two editors at once, shows the second what the first has saved, and loses neither', async () => {
    const { id } = await add()
    const path = manage(id, 'modification')
    await submit(agent, path, { ...typed, title: 'De la première', revision: 1 }).expect(303)
    const page = await submit(agent, path, { ...typed, title: 'De la seconde', revision: 1 }).expect(409)
    expect(readable(page.text)).toMatch(/Quelqu’un a modifié ce document .*Titre : De la première/)
    expect(page.text).toMatch(/value="De la seconde"/)
    expect(page.text).toMatch(/name="revision" value="2"/)
    expect(await db.document.findFirst()).toMatchObject({ title: 'De la première' })
    await submit(agent, path, { ...typed, title: 'De la seconde', revision: 2 }).expect(303)
  })

  it('of its file, leads the former address to the new one', async () => {
    const document = await add()
    const path = manage(document.id, 'fichier')
    const replace = (by: typeof agent, revision: number, content = somePdf(10)) => by.post(path).field({ revision: String(revision) }).attach('file', content, 'Lettre v2.pdf')
    expect(await follow(agent, await replace(agent, 1))).toContain('Le fichier est remplacé.')
    const after = await db.document.findFirstOrThrow()
    expect(after).toMatchObject({ fileName: 'Lettre v2.pdf', revision: 2 })
    expect(after.sha256).not.toBe(document.sha256)
    expect((await visitor().get(addressOf(document)).expect(301)).headers['location']).toBe(addressOf(after))
    expect((await visitor().get(addressOf(after)).buffer(true).expect(200)).body).toHaveLength(somePdf(10).length)
    expect([(await replace(agent, 1)).status, (await replace(agent, 2, Buffer.alloc(0))).status, (await replace(await signedIn(await makeHead()), 2)).status]).toEqual([409, 422, 403])
  })
})

describe('withdrawing and deleting', () => {
  it('take it back from the public after a confirmation, once', async () => {
    const document = await add()
    const path = manage(document.id, 'retrait')
    const managed = path.replace('/retrait', '')
    expect((await agent.get(managed)).text).toMatch(/href="\/documents\?annee=[^"]*"[^>]*>Voir sur le site/)
    expect(await open(agent, path)).toContain('Retirer ce document de la publication ?')
    expect(await follow(agent, await submit(agent, path))).toContain('Le document n’est plus publié.')
    await visitor().get(addressOf(document)).expect(404)
    expect(await open(agent, managed)).toMatch(/Retiré .*, par .* Le public ne le lit plus\./)
    await submit(agent, path).expect(409)
    await submit(await signedIn(await makeHead()), path).expect(403)
    expect((await events()).at(-1)).toBe('document.withdrawal')
  })

  it('delete only what the public does not read, as it was shown, with its file', async () => {
    const { id } = await add()
    const path = manage(id, 'suppression')
    await submit(agent, path, { revision: 1 }).expect(409)
    await submit(agent, manage(id, 'retrait')).expect(303)
    await submit(agent, path, { revision: 2 }).expect(409)
    await submit(await signedIn(await makeHead()), path, { revision: 1 }).expect(403)
    expect(await db.documentFile.count()).toBe(1)
    expect(await open(agent, path)).toContain('sans retour possible')
    expect(await follow(agent, await submit(agent, path, { revision: 1 }))).toContain('Le document « Lettre de rentrée » est supprimé.')
    expect([await db.document.count(), await db.documentFile.count()]).toEqual([0, 0])
    expect((await events()).at(-1)).toBe('document.removal')
    const late = await submit(agent, manage(id, 'modification'), { ...typed, revision: 1 }).expect(410)
    expect(readable(late.text)).toMatch(/Ce document a été supprimé par \S+ .*Revenir aux documents/)
    for (const last of ['suppression', 'fichier', 'retrait']) await submit(agent, manage(id, last), { revision: 1 }).expect(410)
  })
})

describe('the review date', () => {
  it('once past, is told to the mission on its dashboard, its list and the page of the document, never to the public', async () => {
    await add({ ...publish, reviewOn: isoDay(yearsAfter(today(), 1)) })
    const { id } = await add({ ...publish, title: 'Guide à relire', reviewOn: isoDay(new Date(today().getTime() + 86_400_000)) })
    expect(await open(agent, '/tableau-de-bord')).not.toContain('à relire')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
    try {
      const later = await signedIn(mission)
      expect(await open(later, '/tableau-de-bord')).toMatch(/Pages et documents à relire \(1\) Guide à relire Document · Depuis le/)
      expect(await open(later, home)).toMatch(/Relecture Guide à relire .*À relire À relire depuis le .*Lettre de rentrée/)
      expect(await open(later, manage(id, 'modification'))).toContain('une fois relu, enregistrez-le avec une nouvelle date')
      expect(await open(visitor(), '/documents')).not.toMatch(/relire depuis/)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('the public library', () => {
  it('lists by school year, newest first, those of no year apart, older ones as archived; filters keep those of a bassin with those of all', async () => {
    const [redon, rennes] = [await makeBassin('Redon'), await makeBassin('Rennes')]
    const past = previousSchoolYear(year)
    await add({ ...publish, title: 'Lettre ancienne', schoolYear: past })
    await add({ ...publish, title: 'Guide sans année', kind: 'guide', schoolYear: '' })
    await add({ ...publish, title: 'Visites de Redon', bassinId: redon.id })
    await add({ ...publish, title: 'Visites de Rennes', bassinId: rennes.id })
    const all = await open(visitor(), '/documents')
    expect(all).toMatch(new RegExp(`4 documents publiés .*Toujours à jour .*Année ${year} Visites de Redon .*Visites de Rennes .*Sans année particulière Guide sans année .*Année ${past} , archivée Lettre ancienne`))
    const redonOnly = await open(visitor(), `/documents?bassin=${redon.slug}`)
    expect([redonOnly.includes('Visites de Redon'), redonOnly.includes('Guide sans année'), redonOnly.includes('Visites de Rennes')]).toEqual([true, true, false])
    expect(await open(visitor(), `/documents?annee=${past}&type=letter`)).toMatch(/1 document publié avec ces critères .*archivée Lettre ancienne/)
    expect(await open(visitor(), '/documents?annee=sans')).toMatch(/1 document publié avec ces critères/)
    for (const query of ['annee=zzz&type=zzz', 'page=-1', 'page=1e9', 'annee=a&annee=b', '__proto__=1', `bassin=${'%25_\'"'.repeat(500)}`, 'type=__proto__']) await visitor().get(`/documents?${query}`).expect(200)
    for (const query of ['annee=1999', 'type=zzz', 'bassin=nulle-part']) expect(await open(visitor(), `/documents?${query}`)).toMatch(/Aucun document publié avec ces critères Aucun document publié ne correspond Cette adresse demande une année, un type ou un bassin que le portail ne connaît pas/)
    for (const path of ['/documents/x/y.pdf', '/documents/0198a0c4-0000-7000-8000-000000000000/y.pdf']) await visitor().get(path).expect(404)
  })

  it('says what to do while it is empty, and to the mission how to begin', async () => {
    expect(await open(visitor(), '/documents')).toMatch(/Toujours à jour Le portail .*Aucun autre document publié .*Poser une question/)
    expect(await open(visitor(), '/documents?type=form')).toContain('Aucun document publié ne correspond')
    expect(await open(agent, home)).toMatch(/Aucun document Ajoutez une circulaire/)
    expect(await open(agent, `${home}?texte=zzz`)).toContain('Aucun document ne correspond')
  })
})
