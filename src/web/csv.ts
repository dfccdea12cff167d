const cell = (value: string) => {
  // A spreadsheet would run a cell that starts so as a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A CSV that French spreadsheets open: UTF-8 with BOM, `;`, CRLF, formulas neutralised. */
export const toCsv = (rows: string[][]) => `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`

const instantFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

/** « 2026-07-02 01:30 », in Paris: sorts as it reads. */
export const csvInstant = (instant: Date) => instantFormat.format(instant)
