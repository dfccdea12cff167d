import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { importCalendar } from '../src/holidays/import.ts'
import { autumn, csvOf, importRows, importText, year } from './support/calendar.ts'

const header = csvOf([])
const tenMegabytes = 10_000_000
const row = csvOf([{ ...autumn, start_date: 'x' }]).slice(header.length)

/** A file that costs more than it says: what it holds, and the sentence that refuses it. */
const costly: [string, () => string, string][] = [
  ['lists without end', () => '['.repeat(tenMegabytes), 'emboîte trop de listes'],
  ['objects without end', () => '{"a":'.repeat(tenMegabytes / 5), 'emboîte trop de listes'],
  ['a list 30,000 deep in a record', () => JSON.stringify([autumn]).replace('"Rennes"', `${'['.repeat(30_000)}1${']'.repeat(30_000)}`), 'emboîte trop de listes'],
  ['a record of 9 MB', () => JSON.stringify([{ ...autumn, description: 'x'.repeat(9_000_000) }]), 'Un enregistrement de ce fichier dépasse'],
  ['a key of 9 MB outside of the records', () => `{"${'x'.repeat(9_000_000)}":1,"results":[]}`, 'Un enregistrement de ce fichier dépasse'],
  ['three million records', () => `[${'{},'.repeat(tenMegabytes / 3)}{}]`, 'il y manque'],
  ['three million records elsewhere', () => `{"a":[${'{},'.repeat(tenMegabytes / 3)}{}]}`, 'plus de 200'],
  ['a field of 9 MB in quotes', () => `${header}"${'x""'.repeat(3_000_000)}"`, 'La ligne 2 de ce fichier dépasse'],
  ['a field of 9 MB left open', () => `${header}"${'x'.repeat(9_000_000)}`, 'La ligne 2 de ce fichier dépasse'],
  ['ten million empty lines', () => '\n'.repeat(tenMegabytes), 'Ce fichier est vide'],
  ['a header and ten million empty lines', () => header + '\n'.repeat(tenMegabytes), 'plus de 200'],
  ['600,000 wrong rows', () => header + ';;;;;;\r\n'.repeat(10) + 'a;b;c;d;e;f;g\r\n'.repeat(600_000), 'plus de 200'],
]

it.each(costly)('%s: refused with its sentence, the others served meanwhile', async (what, fileOf, sentence) => {
  const file = Buffer.from(fileOf())
  const before = process.memoryUsage().rss
  let [last, longest] = [performance.now(), 0]
  const watch = setInterval(() => ([last, longest] = [performance.now(), Math.max(longest, performance.now() - last)]), 5)
  await expect(importCalendar(null, Readable.from([file]), 'Rennes')).rejects.toThrow(sentence)
  clearInterval(watch)
  console.log(`${what} : ${Math.round((process.memoryUsage().rss - before) / 1_048_576)} Mo de plus, ${Math.round(longest)} ms au plus sans servir`)
  expect(await db.schoolHoliday.count()).toBe(0)
})

it.each<[string, string, string]>([
  ['a header alone', header, 'Ce fichier ne contient aucune ligne.'],
  ['a header and empty lines', `${header}\n\n\n`, 'Ce fichier ne contient aucune ligne.'],
  ['wrong rows alone', header + row, 'Aucune ligne de ce fichier ne peut être lue (ligne 2\u00a0: date de début'],
  ['rows for teachers alone', csvOf([{ ...autumn, population: 'Enseignants' }]), 'Ce fichier ne donne aucune période sans cours aux élèves de l’académie de Rennes.'],
])('%s is an error, and changes nothing', async (_what, text, sentence) => {
  await importRows(year)
  await expect(importText(text)).rejects.toThrow(sentence)
  expect(await db.schoolHoliday.count()).toBe(3)
})

it('a field that is too long costs its row', async () => {
  expect(await importRows([{ ...autumn, zones: 'x'.repeat(2_001) }, ...year.slice(1)])).toMatchObject({ added: 2, wrong: [{ place: 'ligne 2', reason: expect.stringContaining('une colonne dépasse') }] })
})
