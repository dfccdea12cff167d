import { once } from 'node:events'
import type { Response } from 'express'

const isNumber = (value: string) => /^-?\d+(\.\d+)?$/.test(value)

const cell = (value: string) => {
  // A spreadsheet would run a cell that starts so as a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (row: string[]) => `${row.map(cell).join(';')}\r\n`
// A longitude is no formula, and whoever computes with it wants no apostrophe.
const plainLine = (row: string[]) => `${row.map((value) => (isNumber(value) ? value : cell(value))).join(';')}\r\n`

/** The lines of a CSV that programs read, as its rows come: numbers are left as they are, also below zero. */
export async function* csvLines(header: string[], rows: AsyncIterable<string[]>) {
  yield `\uFEFF${line(header)}`
  for await (const row of rows) yield plainLine(row)
}

/** A CSV that French spreadsheets open: UTF-8 with BOM, `;`, CRLF, formulas neutralised. */
export const toCsv = (rows: string[][]) => `\uFEFF${rows.map(line).join('')}`

/**
 * Sends a CSV as its rows come, in constant memory: what the reader has not taken yet is not read. `fileName` without its
 * extension. A failure once the first row has left cuts the answer short, which the browser reports.
 */
export async function sendCsvRows(res: Response, fileName: string, header: string[], rows: AsyncIterable<string[]>) {
  const iterator = rows[Symbol.asyncIterator]()
  // Read before the first byte leaves: what fails at once is an error page.
  let next = await iterator.next()
  res.attachment(`${fileName}.csv`).type('text/csv; charset=utf-8')
  res.write(`\uFEFF${line(header)}`)
  while (!next.done && !res.destroyed) {
    if (!res.write(line(next.value))) await Promise.race([once(res, 'drain'), once(res, 'close')])
    next = await iterator.next()
  }
  await iterator.return?.()
  res.end()
}

/** Rows read batch by batch: `read` gives those that follow the last of the batch before, none at the end. */
export async function* inBatches<Row>(read: (after: Row | null) => Promise<Row[]>): AsyncGenerator<Row> {
  let rows = await read(null)
  while (rows.length > 0) {
    yield* rows
    rows = await read(rows.at(-1) ?? null)
  }
}

const instantFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

/** « 2026-07-02 01:30 », in Paris: sorts as it reads. */
export const csvInstant = (instant: Date) => instantFormat.format(instant)
