import { withDatabase } from '../database/lifecycle.ts'
import { FieldError } from '../errors.ts'
import { importCalendar } from './import.ts'
import { describeReport } from './report.ts'

async function run(path: string) {
  console.log(describeReport(await importCalendar(null, path)).join('\n'))
}

function refuse(error: unknown) {
  if (!(error instanceof FieldError)) throw error
  fail(error.message)
}

function fail(sentence: string) {
  console.error(sentence)
  process.exitCode = 1
}

const [path] = process.argv.slice(2)
if (path) await withDatabase(() => run(path).catch(refuse))
else fail('Indiquez le fichier à lire : npm run import:calendar -- fr-en-calendrier-scolaire.csv')
