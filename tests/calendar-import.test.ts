import { execFile } from 'node:child_process'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { readDay } from '../src/holidays/dates.ts'
import { importCalendar } from '../src/holidays/import.ts'
import { describeReport } from '../src/holidays/report.ts'
import { autumn, christmas, csvOf, french, importRows, importText, keptHolidays, summer, technical, year, type CalendarRow } from './support/calendar.ts'

const expected = ['Vacances de la Toussaint 2026-10-17 2026-11-01', 'Vacances de Noël 2026-12-19 2027-01-03', 'Vacances d’Été 2027-07-03 2027-08-31']

describe('a date of the open dataset', () => {
  it.each([
    ['2026-10-16T22:00:00+00:00', '2026-10-17'],
    ['2026-12-18T23:00:00+00:00', '2026-12-19'],
    ['2026-12-18T23:00:00.000Z', '2026-12-19'],
    ['2026-10-17T00:00:00+02:00', '2026-10-17'],
    ['2026-10-17T00:00:00', '2026-10-17'],
    ['2026-10-17', '2026-10-17'],
    ['17/10/2026', '2026-10-17'],
  ])('%s is the day that it is in Paris', (text, day) => {
    expect(readDay(text)?.toISOString().slice(0, 10)).toBe(day)
  })

  it.each(['', 'demain', '2026-02-30', '31/06/2026', '2026-02-30T22:00:00+00:00', '2026-10-17T25:00:00Z', '2026'])('« %s » is none', (text) => expect(readDay(text)).toBeNull())
})

describe('the calendar is read', () => {
  it.each<[string, string]>([
    ['CSV with technical headers', csvOf(year)],
    ['CSV with French headers, commas and a BOM', csvOf(year, { header: french, delimiter: ',', mark: '\uFEFF' })],
    ['JSON, an array', JSON.stringify(year)],
    ['JSON, an array with a BOM and spaces', `\uFEFF\n ${JSON.stringify(year, null, 2)}`],
    ['JSON, results', JSON.stringify({ total_count: 3, results: year })],
    ['JSON, version 1', JSON.stringify(year.map((fields) => ({ datasetid: 'fr-en-calendrier-scolaire', recordid: 'x', fields })))],
    ['JSON, zones and académies as lists', JSON.stringify(year.map((row) => ({ ...row, location: ['Nantes', 'Rennes'], zones: ['Zone B'] })))],
  ])('from %s', async (_format, text) => {
    const report = await importText(text)
    expect(await keptHolidays()).toEqual(expected)
    expect(report).toMatchObject({ rows: 3, added: 3, wrongCount: 0 })
    expect(await db.schoolHoliday.findFirstOrThrow()).toMatchObject({ schoolYear: '2026-2027', zone: 'Zone B' })
  })

  it('in pieces of any size, accents cut in two', async () => {
    for (const text of [csvOf(year), JSON.stringify(year)]) {
      await db.schoolHoliday.deleteMany()
      await importCalendar(null, Readable.from([...Buffer.from(text)].map((byte) => Buffer.from([byte]))), 'Rennes')
      expect(await keptHolidays()).toEqual(expected)
    }
  })

  it('keeps the rows of the académie, whatever its case and accents, and those for pupils', async () => {
    const rows = [
      { ...autumn, location: 'ORLEANS-TOURS' }, { ...christmas, location: 'Nantes, Orléans-Tours' }, { ...summer, location: 'Orléans-Tours', population: 'Élèves' },
      { ...autumn, description: 'Prérentrée', location: 'Orléans-Tours', population: 'Enseignants' }, { ...autumn, description: 'Ailleurs', location: 'Rennes' },
    ]
    const report = await importText(csvOf(rows), 'Orléans-Tours')
    expect(await keptHolidays()).toEqual(expected)
    expect(report).toMatchObject({ teachers: 1, elsewhere: 1 })
  })

  it('takes the year of the dates when the file does not say it, and the rest of the summer when its end is not known', async () => {
    await importRows([{ ...autumn, annee_scolaire: '' }, { ...summer, description: "Début des vacances d'été", end_date: summer.start_date }])
    expect(await keptHolidays()).toEqual(['Vacances de la Toussaint 2026-10-17 2026-11-01', "Début des vacances d'été 2027-07-03 2027-08-31"])
  })

  it('writes who imported it', async () => {
    await importRows(year)
    expect(await db.auditEntry.findFirstOrThrow({ where: { event: 'calendar.import' } })).toMatchObject({ actorName: 'Administration technique', details: { rows: 3, added: 3, changed: 0, removed: 0, wrong: 0 } })
  })
})

describe('importing again', () => {
  it('the same file changes nothing', async () => {
    await importRows(year)
    const before = await db.schoolHoliday.findMany({ orderBy: { id: 'asc' } })
    const report = await importRows(year)
    expect(describeReport(report)).toContain('Rien n’a changé.')
    expect(await db.schoolHoliday.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })

  it('replaces the years of the file, and keeps the others', async () => {
    const nextAutumn = { ...autumn, start_date: '2027-10-22', end_date: '2027-11-08', annee_scolaire: '2027-2028' }
    await importRows([...year, nextAutumn])
    const report = await importRows([{ ...autumn, end_date: '2026-11-03' }, christmas])
    expect(report).toMatchObject({ added: 0, changed: 1, removed: 1, unchanged: 1 })
    expect(await keptHolidays()).toEqual(['Vacances de la Toussaint 2026-10-17 2026-11-02', 'Vacances de Noël 2026-12-19 2027-01-03', 'Vacances de la Toussaint 2027-10-22 2027-11-07'])
  })

  it('removes nothing from a year of which a row cannot be read', async () => {
    await importRows(year)
    const report = await importRows([autumn, { ...christmas, start_date: 'Noël' }, { ...autumn, start_date: '?' , annee_scolaire: '?' }])
    expect(report).toMatchObject({ removed: 0, wrongCount: 2 })
    expect(await keptHolidays()).toEqual(expected)
  })

  it('twice at once writes each period once', async () => {
    await Promise.all([importRows(year), importRows(year)])
    expect(await keptHolidays()).toEqual(expected)
  })
})

describe('a row that cannot be used is told with its line, and stops nothing', () => {
  it.each<[string, Partial<CalendarRow>]>([
    ['date de début «\u00a031/06/2026\u00a0» illisible', { start_date: '31/06/2026' }],
    ['date de fin «\u00a0\u00a0» illisible', { end_date: '' }],
    ['les cours reprendraient avant la fin ou le jour même', { end_date: '2026-10-10' }],
    ['les cours reprendraient avant la fin ou le jour même', { end_date: autumn.start_date }],
    ['ces vacances dureraient plus de 120 jours', { end_date: '2027-10-10' }],
    ['année scolaire «\u00a02026\u00a0» illisible, ou qui n’est pas celle des dates', { annee_scolaire: '2026' }],
    ['année scolaire «\u00a02020-2021\u00a0» illisible, ou qui n’est pas celle des dates', { annee_scolaire: '2020-2021' }],
    ['académie absente', { location: '' }],
    ['description absente, trop longue ou illisible', { description: '' }],
  ])('%s', async (reason, change) => {
    const report = await importRows([{ ...autumn, ...change }, christmas])
    expect(report).toMatchObject({ added: 1, wrongCount: 1, wrong: [{ place: 'ligne 2', reason }] })
    expect(describeReport(report).join('\n')).toContain(`ligne 2\u00a0: ${reason}`)
  })

  it('in JSON too, by its place', async () => {
    const report = await importText(JSON.stringify([christmas, 'x', { ...autumn, end_date: null }, { description: 'y' }]))
    expect(report.wrong.map(({ place }) => place)).toEqual(['élément 2', 'élément 3', 'élément 4'])
    expect(report.added).toBe(1)
  })
})

describe('a file that is not the calendar is refused whole', () => {
  it.each<[string, string]>([
    ['est vide', ''],
    ['est vide', ' \n '],
    ['est un PDF', '%PDF-1.7'],
    ['est un classeur ou une archive', 'PK\u0003\u0004'],
    ['n’est pas un fichier de texte', 'a\0b'],
    ['il y manque les colonnes « description », « date de début », « date de fin », « académies »', 'nom;prenom\nDupont;Jeanne\n'],
    ['il y manque la colonne « académies »', csvOf(year, { header: technical.map((name) => (name === 'location' ? 'x' : name)) })],
    ['il y manque les colonnes', '[{"nom":"Dupont"}]'],
    ['incomplet ou abîmé', JSON.stringify(year).slice(0, -20)],
    ['incomplet ou abîmé', '[{"description": nope}]'],
    ['ne contient aucun enregistrement', '[]'],
    ['ne contient aucun enregistrement', '{"error":"x"}'],
    ['Aucune ligne de ce fichier ne concerne l’académie de Rennes. Académies trouvées : Lyon et Nantes.', csvOf([{ ...autumn, location: 'Nantes' }, { ...autumn, location: 'Lyon' }])],
  ])('%s', async (sentence, text) => {
    await expect(importText(text)).rejects.toThrow(new RegExp(sentence.replaceAll(' ', '[ \u00a0]').replaceAll('.', '\\.')))
    expect(await db.schoolHoliday.count()).toBe(0)
    expect(await db.auditEntry.count({ where: { event: 'calendar.import' } })).toBe(0)
  })

  it('a path that leads nowhere too', async () => {
    await expect(importCalendar(null, '/nulle/part.csv')).rejects.toThrow('n’existe pas')
    await expect(importCalendar(null, config.root)).rejects.toThrow('est un dossier')
  })

  it('the command says so without a file', async () => {
    const { code, stderr } = await promisify(execFile)(process.execPath, ['src/holidays/import-command.ts'], { cwd: config.root }).then(() => ({ code: 0, stderr: '' }), (error: { code: number; stderr: string }) => error)
    expect(code).toBe(1)
    expect(stderr).toContain('npm run import:calendar -- ')
  })
})

/** 50,000 rows as they come, of which one in a thousand is of the académie. */
function* manyRows(isJson: boolean) {
  yield isJson ? '[' : csvOf([])
  for (let index = 0; index < 50_000; index += 1) {
    const row = { ...autumn, description: `Période ${index}`, location: index % 1_000 === 0 ? 'Rennes' : 'Nantes' }
    yield isJson ? `${index > 0 ? ',' : ''}${JSON.stringify(row)}` : csvOf([row]).split('\r\n')[1] + '\r\n'
  }
  if (isJson) yield ']'
}

it.each([['CSV', false], ['JSON', true]])('50,000 rows in %s are read as they come, without keeping them', async (format, isJson) => {
  const before = process.memoryUsage().heapUsed
  let most = 0
  function* watched() {
    let count = 0
    for (const piece of manyRows(isJson)) {
      if ((count += 1) % 5_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before)
      yield Buffer.from(piece)
    }
  }
  const report = await importCalendar(null, Readable.from(watched()), 'Rennes')
  console.log(`${format}, 50 000 lignes : ${Math.round(most / 1_048_576)} Mo de plus au plus`)
  expect(report).toMatchObject({ rows: 50_000, added: 50, elsewhere: 49_950 })
}, 60_000)
