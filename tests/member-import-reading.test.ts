import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { readPasted } from '../src/member-imports/lines.ts'
import { readSeat } from '../src/member-imports/reading.ts'
import { importSchema } from '../src/member-imports/schemas.ts'
import { searchKey } from '../src/text.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeSchool } from './support/factories.ts'
import { readable, submit } from './support/features.ts'

const siret = '73282932000074'

async function setUp() {
  const made = await makeClee('active')
  const agent = await signedIn(made.head)
  const path = `/clees/${made.clee.slug}/membres/import`
  const preview = async (lines: string) => readable((await submit(agent, path, { lines, etape: 'apercu' }).expect(200)).text)
  return { ...made, agent, path, preview }
}

describe('what is pasted', () => {
  it('may be the CSV of the portal itself: every line is known again, and adds the same members elsewhere', async () => {
    const { clee, agent, path, preview } = await setUp()
    await makeSchool({ uai: '0350122T', name: 'Lycée ; « Guéhenno »' })
    const lines = ['éducation\t0350122T\t\tProviseure\t\t\toui\t01/09/2025\t', `économie\tLe Goff, Fils ; Cie\t${siret}\tGérante\tZoé\tKervella\tnon\t01/09/2025\t31/08/2027`, 'collectivités et parents\t\t\tParent d’élève\tYann\tGuivarch\t\t\t']
    await submit(agent, path, { lines: lines.join('\n'), etape: 'import' }).expect(303)
    const csv = (await agent.get(`/clees/${clee.slug}/membres.csv`).expect(200)).text
    expect(await preview(csv)).toContain('0 ligne sera ajoutée, 3 lignes seront ignorées, 0 ligne est à corriger')
    const first = await db.member.findMany({ orderBy: { jobTitle: 'asc' }, omit: { id: true, createdAt: true } })
    await db.member.deleteMany()
    await submit(agent, path, { lines: csv, etape: 'import' }).expect(303)
    expect(await db.member.findMany({ orderBy: { jobTitle: 'asc' }, omit: { id: true, createdAt: true } })).toEqual(first)
  })

  it('is split by semicolons without header, whatever commas and stray tabs it holds', async () => {
    const { preview } = await setUp()
    const page = await preview('économie;Le Goff, père et fils;;Gérante, associée;Zoé;Kervella;oui;;\ncollectivités et parents;;;Parent,\télu;Yann;Guivarch;;;')
    expect(page).toContain('2 lignes seront ajoutées')
    expect(page).toContain('Zoé Kervella – Gérante, associée, Le Goff, père et fils – Économie, avec un siège')
  })

  it.each(['\t', ';', ','])('may begin with a line that holds no separator (%j)', (separator) => {
    const text = ['Membres du comité', ['économie', 'Atelier', '', 'Gérant'].join(separator), ['économie', 'Usine', '', 'Directrice'].join(separator)].join('\n')
    expect(readPasted(text).lines[2]?.cells).toMatchObject({ structure: 'Usine', jobTitle: 'Directrice' })
  })

  it('says yes, no, or nothing of a seat; anything else is an error of its line', async () => {
    expect(['oui', 'X', '✓', 'non', '-', '', 'sans siège', 'peut-être'].map((text) => readSeat(text))).toEqual([true, true, true, false, false, false, false, null])
    const { preview } = await setUp()
    expect(await preview('économie;Atelier;;Gérant;;;peut-être\néconomie;Atelier;;Comptable;;;')).toMatch(/1 ligne sera ajoutée.*Écrivez « oui » ou « non » pour le siège/)
  })

  it('has days with dots, hyphens or slashes, and years of four digits', async () => {
    const { agent, path, preview } = await setUp()
    const line = (startsOn: string, endsOn = '') => `économie;Atelier;;Gérant;;;;${startsOn};${endsOn}`
    for (const day of ['1/9/26', '01.09.26', '01-09-26']) expect(await preview(line(day))).toMatch(/0 ligne sera ajoutée.*Écrivez l’année sur quatre chiffres, par exemple 01\/09\/2026/)
    expect(await preview(line('31/02/2026'))).toContain('Saisissez une date qui existe')
    await submit(agent, path, { lines: line('01.09.2025', '1-9-2026'), etape: 'import' }).expect(303)
    expect(await db.member.findFirstOrThrow()).toMatchObject({ startsOn: new Date('2025-09-01'), endsOn: new Date('2026-09-01') })
  })

  it('tells that there are more schools than it names', async () => {
    for (const index of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await makeSchool({ name: `Collège Jean Moulin ${index}` })
    const { preview } = await setUp()
    expect(await preview('éducation;Collège Jean Moulin;;Principal')).toMatch(/choisissez le bon.*Moulin 8[^;]* et d’autres\./)
    await db.school.delete({ where: { uai: (await db.school.findFirstOrThrow({ where: { name: 'Collège Jean Moulin 9' } })).uai } })
    expect(await preview('éducation;Collège Jean Moulin;;Principal')).not.toContain('et d’autres')
  })

  it('names a SIRET that is registered under another name', async () => {
    await db.organisation.create({ data: { name: 'Menuiserie « Le Goff »', searchName: searchKey('Menuiserie Le Goff'), world: 'economy', siret } })
    const { preview } = await setUp()
    expect(await preview(`économie;Ateliers Kervella;${siret};Gérant`)).toContain('enregistré au nom de « Menuiserie “Le Goff” »')
  })
})

describe('what is too long', () => {
  const long = 'a'.repeat(60_000)

  it.each([
    ['two cells of 60,000 letters', `économie;${long};;${long}`, 'La ligne 1 dépasse 5 000 caractères'],
    ['a long line among others', `économie;Atelier;;Gérant\n${long}`, 'La ligne 2 dépasse 5 000 caractères'],
    ['2 MB of one letter', 'a'.repeat(1_999_000), 'La ligne 1 dépasse 5 000 caractères'],
  ])('is refused before it is split: %s', async (_what, lines, sentence) => {
    const { agent, path } = await setUp()
    expect(readable((await submit(agent, path, { lines, etape: 'apercu' }).expect(422)).text)).toContain(sentence.replace('5 000', (5_000).toLocaleString('fr-FR').replace(/\s/g, ' ')))
  })

  it('in a cell, is an error of its line alone', async () => {
    const { preview } = await setUp()
    const page = await preview(`économie;Atelier;;Gérant\néconomie;${'a'.repeat(1_001)};;Gérant\néconomie;"b\n${'cccccccccccccccccccc\n'.repeat(300)}";;Gérant`)
    expect(page).toMatch(/1 ligne sera ajoutée.*2 lignes sont à corriger/)
    expect(page).toMatch(/Une case de cette ligne dépasse 1.000 caractères/)
  })

  it('answers at once, even to empty lines by the hundred thousand', () => {
    const before = performance.now()
    for (const lines of ['a'.repeat(2_000_000), `a${'\n'.repeat(1_999_000)}a`, `"${'\n'.repeat(1_999_000)}b`]) {
      const parsed = importSchema.safeParse({ lines })
      expect(() => readPasted(parsed.data?.lines ?? '')).toThrow(/dépasse|presque toutes vides/)
    }
    expect(performance.now() - before).toBeLessThan(1_500)
  })
})
