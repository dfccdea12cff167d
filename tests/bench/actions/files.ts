import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { csvRows } from '../../../src/action-search/export.ts'
import { readSearchBatches } from '../../../src/action-search/queries.ts'
import type { Search } from '../../../src/action-search/sql.ts'
import { importCalendar } from '../../../src/holidays/import.ts'
import { inBatches } from '../../../src/web/csv.ts'
import { memoryOf } from './figures.ts'

const written = (rows: number) => rows.toLocaleString('fr-FR')

/** Runs a work, and says how long it took and how much more memory. */
async function report(label: string, work: () => Promise<unknown>) {
  const start = performance.now()
  const memory = await memoryOf(work)
  console.log(`  ${label.padEnd(62)}${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s, ${memory.toFixed(0).padStart(4)} Mo de plus au plus haut`)
}

export async function measureExport(search: Search, limit: number) {
  const read = async () => {
    let rows = 0
    for await (const row of csvRows(inBatches(await readSearchBatches(search)))) {
      rows += row.length > 0 ? 1 : 0
      if (rows === limit) break
    }
  }
  await report(`Fichier CSV de ${written(limit)} actions`, read)
}

const periods = [['Vacances de la Toussaint', '10-16', '11-01'], ['Vacances de Noël', '12-18', '01-03'], ['Vacances d’hiver', '02-12', '03-01'], ['Vacances de printemps', '04-09', '04-26']] as const
const academies = ['Rennes', 'Nantes', 'Caen', 'Lille', 'Rouen', 'Reims', 'Nancy-Metz', 'Strasbourg', 'Dijon', 'Besançon', 'Lyon', 'Grenoble']

// As the open dataset writes them: the midnight of Paris in UTC, the same holidays for each académie and public.
function rowOf(index: number) {
  const [description, start, end] = periods[index % periods.length] ?? periods[0]
  const first = 2017 + (Math.floor(index / periods.length) % 10)
  const year = (day: string) => (day > '08' ? first : first + 1)
  return {
    description, population: '-', start_date: `${year(start)}-${start}T23:00:00+00:00`, end_date: `${year(end)}-${end}T23:00:00+00:00`,
    location: academies[Math.floor(index / 40) % academies.length] ?? '', zones: 'Zone B', annee_scolaire: `${first}-${first + 1}`,
  }
}

const csvOf = (rows: ReturnType<typeof rowOf>[]) => [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => cells.join(';')).join('\n')

export async function measureImport(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'portail-mesure-'))
  const rows = Array.from({ length: count }, (_, index) => rowOf(index))
  const files = { csv: csvOf(rows), json: JSON.stringify(rows) }
  for (const [kind, text] of Object.entries(files)) writeFileSync(join(folder, `calendrier.${kind}`), text)
  rows.length = 0
  for (const kind of Object.keys(files)) await report(`Calendrier scolaire de ${written(count)} lignes, ${kind.toUpperCase()}`, () => importCalendar(null, join(folder, `calendrier.${kind}`), 'Rennes'))
  rmSync(folder, { recursive: true })
}
