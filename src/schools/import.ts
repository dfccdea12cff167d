import type { Readable } from 'node:stream'
import { audit } from '../audit/audit.ts'
import { config } from '../config.ts'
import { db } from '../db.ts'
import { createRowReader } from './annuaire.ts'
import type { Reading, SchoolRow } from './annuaire.ts'
import { openAnnuaire } from './annuaire-file.ts'
import { addOne, addWrong, emptyReport } from './import-report.ts'
import type { ImportReport } from './import-report.ts'
import { closeSchools, countWithoutCommune, saveSchools } from './import-save.ts'
import { mergeSites } from './sites.ts'

export type ImportOptions = {
  academie?: string
  /** Called every 10,000 rows. */
  onProgress?: (rows: number) => void
}

type Progress = {
  report: ImportReport
  batch: SchoolRow[]
  /** Rows that the Annuaire marks as one of several of the same UAI, kept until the end of the file. */
  sites: SchoolRow[]
  seen: Set<string>
  closed: Set<string>
}

const batchSize = 500
const progressStep = 10_000

/**
 * Reads the Annuaire de l'éducation, from a path or a stream, into the schools of one académie.
 * Throws a FieldError, with nothing written, when the file is not the Annuaire; a wrong row is only reported.
 */
export async function importSchools(input: string | Readable, options: ImportOptions = {}): Promise<ImportReport> {
  const academie = options.academie ?? config.academie
  const file = await openAnnuaire(input)
  const readRow = createRowReader(file.columns, file.width, academie)
  const progress: Progress = { report: emptyReport(academie), batch: [], sites: [], seen: new Set(), closed: new Set() }
  for await (const record of file.records) {
    const rows = ++progress.report.rows
    const reading: Reading = 'fields' in record ? readRow(record.fields) : { outcome: 'wrong', reason: record.problem }
    take(progress, record.line, reading)
    // Batches rather than one transaction: a run cut short is simply run again, and no lock lasts the whole file.
    if (progress.batch.length >= batchSize) await saveBatch(progress)
    if (rows % progressStep === 0) options.onProgress?.(rows)
  }
  await finish(progress)
  await recordImport(progress.report)
  return progress.report
}

function take(progress: Progress, line: number, reading: Reading) {
  const { report, seen, closed } = progress
  if (reading.outcome === 'wrong') return addWrong(report, line, reading.reason)
  if (reading.outcome === 'setAside') return addOne(report.setAside, reading.reason)
  if (reading.outcome === 'closed') return void closed.add(reading.uai)
  if (reading.isOneOfSeveral) progress.sites.push(reading.school)
  else if (seen.has(reading.school.uai)) return addOne(report.setAside, 'duplicate')
  else queue(progress, reading.school)
  report.kept[reading.school.kind][reading.school.sector]++
  for (const remark of reading.remarks) addOne(report.remarks, remark)
}

function queue({ seen, batch }: Progress, school: SchoolRow) {
  seen.add(school.uai)
  batch.push(school)
}

async function saveBatch({ report, batch }: Progress) {
  const schools = batch.splice(0)
  const { created, updated } = await saveSchools(schools)
  report.created += created
  report.updated += updated
  report.unchanged += schools.length - created - updated
}

async function finish(progress: Progress) {
  const { report, seen, closed, sites } = progress
  const merged = mergeSites(sites).filter((school) => !seen.has(school.uai))
  report.furtherSites = sites.length - merged.length
  for (const school of merged) queue(progress, school)
  while (progress.batch.length > 0) await saveBatch(progress)
  const uais = [...closed].filter((uai) => !seen.has(uai))
  const { known, changed } = await closeSchools(uais)
  report.closed = changed
  if (uais.length > known) report.setAside.closed = uais.length - known
  report.remarks.commune = await countWithoutCommune([...seen])
}

function recordImport({ academie, rows, created, updated, unchanged, closed, wrongCount }: ImportReport) {
  const subject = { id: 'annuaire', name: `Annuaire de l’éducation, académie de ${academie}` }
  return audit(db, null, 'schools.import', subject, { rows, created, updated, unchanged, closed, wrong: wrongCount })
}
