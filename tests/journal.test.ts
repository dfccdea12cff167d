import { beforeEach, describe, expect, test } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { acknowledgeClee } from '../src/clees/commands.ts'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeClee, makeMission, reloadClee } from './support/factories.ts'
import { readable } from './support/features.ts'

let mission: TestAgent

const line = (subjectName: string, entry: Partial<Prisma.AuditEntryUncheckedCreateInput> = {}) =>
  db.auditEntry.create({ data: { event: 'clee.identity', actorName: 'Anne Tanguy', actorRole: 'mission', subjectId: 'x', subjectName, ...entry } })

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

/** The subjects among these that the page or the file shows. */
const shown = (text: string, ...subjects: string[]) => subjects.filter((subject) => text.includes(subject))
/** The lines of the page, without its filters. */
const read = async (query: string) => (await mission.get(`/journal?${query}`).expect(200)).text.split('role="status"')[1] ?? ''

describe('the journal', () => {
  test('tells who did what, newest first, with the day and hour of Paris', async () => {
    await line('Premier', { at: new Date('2026-11-01T09:05:00Z') })
    await line('Second', { at: new Date('2026-11-02T09:05:00Z') })
    const text = await read('')
    expect(text).toContain('Identité modifiée')
    expect(text).toContain('Anne Tanguy')
    expect(text).toMatch(/10\s*h\s*05/)
    expect(text.indexOf('Second')).toBeLessThan(text.indexOf('Premier'))
  })

  test('keeps what a command did, under the name of who did it', async () => {
    const { clee, mission: person } = await makeClee('declared')
    await acknowledgeClee(await asActor(person), await reloadClee(clee.id))
    const text = await read('evenement=clee.acknowledgement')
    expect(shown(text, person.lastName, clee.name, 'Prise d’acte')).toHaveLength(3)
  })

  test('says of a role that changed from what to what', async () => {
    await line('Anne Le Bihan', { event: 'account.role', details: { from: 'coordinator', to: 'mission' } })
    await line('Zoé Kervella', { event: 'account.role', details: { from: '<script>' } })
    expect(readable(await read('evenement=account.role'))).toContain('Anne Le Bihan De « Coordination de bassin » à « Mission académique »')
  })

  test('filters by event, by author or object whatever the case, and takes wildcards literally', async () => {
    await line('Pays de Fougères')
    await line('Taux de 100 %', { event: 'charter.validation', actorName: 'Yann Le Goff' })
    const names = ['Pays de Fougères', 'Taux de 100']
    expect(shown(await read('evenement=charter.validation'), ...names)).toEqual(['Taux de 100'])
    expect(shown(await read('texte=pays+DE'), ...names)).toEqual(['Pays de Fougères'])
    expect(shown(await read('texte=le+goff'), ...names)).toEqual(['Taux de 100'])
    expect(shown(await read('texte=100+%25'), ...names)).toEqual(['Taux de 100'])
    expect(shown(await read('texte=%25'), ...names)).toEqual(['Taux de 100'])
    expect(shown(await read('texte=p_ys'), ...names)).toEqual([])
    expect(await read('texte=introuvable')).toContain('Aucune ligne')
  })

  test('finds the whole history of a CLEE by its name, and nothing of it by a sign', async () => {
    const { clee, company } = await makeClee('active', 'CLEE de Fougères')
    const text = await read('texte=fougeres')
    expect(shown(text, 'Invitation acceptée', 'Copilote désigné', company!.lastName)).toHaveLength(3)
    expect(shown(await read('texte=%25'), clee.name)).toEqual([])
  })

  test('counts days as Paris does: 23:30 UTC in summer belongs to the next day, in winter 22:59 to the same', async () => {
    await line('Veille', { at: new Date('2026-07-01T21:59:59Z') })
    await line('Nuit', { at: new Date('2026-07-01T23:30:00Z') })
    await line('Soir', { at: new Date('2026-07-02T21:59:59Z') })
    await line('Lendemain', { at: new Date('2026-07-02T22:00:00Z') })
    await line('Hiver', { at: new Date('2026-12-31T22:59:59Z') })
    const names = ['Veille', 'Nuit', 'Soir', 'Lendemain', 'Hiver']
    expect(shown(await read('du=2026-07-02&au=2026-07-02'), ...names)).toEqual(['Nuit', 'Soir'])
    expect(shown(await read('du=02/07/2026&au=02/07/2026'), ...names)).toEqual(['Nuit', 'Soir'])
    expect(shown(await read('au=2026-07-01'), ...names)).toEqual(['Veille'])
    expect(shown(await read('du=2026-07-03'), ...names)).toEqual(['Lendemain', 'Hiver'])
    expect(shown(await read('du=2026-12-31&au=2026-12-31'), ...names)).toEqual(['Hiver'])
  })

  test('the days when the clock changes are whole', async () => {
    await line('Passage', { at: new Date('2026-10-25T22:30:00Z') })
    await line('Avant', { at: new Date('2026-10-24T22:00:00Z') })
    expect(shown(await read('du=2026-10-25&au=2026-10-25'), 'Passage', 'Avant')).toEqual(['Passage', 'Avant'])
    expect(shown(await read('du=2026-10-26'), 'Passage', 'Avant')).toEqual([])
  })

  test('comes in pages, whose links keep the filters', async () => {
    await db.auditEntry.createMany({
      data: Array.from({ length: 51 }, (_, index) => ({ event: 'clee.identity', actorName: 'Série', subjectId: 'x', subjectName: `Objet-${String(index).padStart(2, '0')}.`, at: new Date(Date.UTC(2026, 0, 1, 0, index)) })),
    })
    const first = await read('texte=s%C3%A9rie')
    expect([first.includes('Objet-50.'), first.includes('Objet-00.')]).toEqual([true, false])
    const next = /href="(\/journal\?[^"]*page=2)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(new URLSearchParams(next.split('?')[1]).get('texte')).toBe('série')
    expect(shown((await mission.get(next).expect(200)).text, 'Objet-50.', 'Objet-00.')).toEqual(['Objet-00.'])
    expect(shown(await read('texte=s%C3%A9rie&page=999'), 'Objet-00.')).toEqual(['Objet-00.'])
  })

  test('goes by date both ways, and its pages and its file keep the order', async () => {
    await line('Premier', { at: new Date('2026-11-01T09:05:00Z') })
    await line('Second', { at: new Date('2026-11-02T09:05:00Z') })
    const text = await read('tri=date')
    expect(text.indexOf('Premier')).toBeLessThan(text.indexOf('Second'))
    expect(text).toContain('href="/journal?tri=-date"')
    const file = (await mission.get('/journal.csv?tri=date').expect(200)).text
    expect(file.indexOf('Premier')).toBeLessThan(file.indexOf('Second'))
  })

  test('filters by the role of the author and by CLEE', async () => {
    const { clee, company } = await makeClee('active', 'CLEE de Fougères')
    await makeClee('declared', 'CLEE de Redon')
    await line('Par la mission')
    await line('Par un programme', { actorRole: null, actorName: 'Administration technique' })
    const names = ['Par la mission', 'Par un programme', company!.lastName]
    expect(shown(await read('role=mission'), ...names)).toEqual(['Par la mission'])
    expect(shown(await read('role=technique'), ...names)).toEqual(['Par un programme'])
    expect(shown(await read(`clee=${clee.slug}`), 'CLEE de Fougères', 'CLEE de Redon')).toEqual(['CLEE de Fougères'])
    expect(await read('clee=inconnu')).toContain('Aucune ligne')
    expect(shown(await read('role=chef'), ...names)).toEqual(names)
  })

  test('is a CSV that spreadsheets open, with the same filters and no formula', async () => {
    await line('=1+1;"x"', { at: new Date('2026-07-01T23:30:00Z'), actorName: '@SUM(A1)' })
    await line('Autre', { event: 'charter.return' })
    const answer = await mission.get('/journal.csv?evenement=clee.identity').expect(200)
    expect(answer.headers['content-type']).toContain('text/csv')
    expect(answer.headers['content-disposition']).toContain('journal.csv')
    const lines = answer.text.split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFDate;/)
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain("'@SUM(A1)")
    expect(lines[1]).toContain('"\'=1+1;""x"""')
    expect(lines[1]).toMatch(/^2026-07-02 01:30;/)
  })

  test('can’t be rewritten, even in SQL', async () => {
    const { id } = await line('Gravé')
    await expect(db.auditEntry.update({ where: { id }, data: { subjectName: 'Autre' } })).rejects.toThrow()
    await expect(db.auditEntry.delete({ where: { id } })).rejects.toThrow()
    await expect(db.$executeRaw`UPDATE audit_entries SET actor_name = ''`).rejects.toThrow()
    await expect(db.$executeRaw`DELETE FROM audit_entries`).rejects.toThrow()
    expect(await db.auditEntry.findUniqueOrThrow({ where: { id } })).toMatchObject({ subjectName: 'Gravé' })
  })

  test('writes instants that SQL reads as they are, whatever the zone of the database', async () => {
    const at = new Date('2027-03-28T01:30:00Z')
    const { id } = await line('Heure d’été', { at })
    const [row] = await db.$queryRaw<{ seconds: number }[]>`SELECT extract(epoch FROM at)::float AS seconds FROM audit_entries WHERE id = ${id}::uuid`
    expect(row?.seconds).toBe(at.getTime() / 1_000)
    expect((await db.auditEntry.findUniqueOrThrow({ where: { id } })).at).toEqual(at)
  })
})
