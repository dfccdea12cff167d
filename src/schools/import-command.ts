import { ensureCommunes } from '../communes/import.ts'
import { config } from '../config.ts'
import { withDatabase } from '../database/lifecycle.ts'
import { FieldError } from '../errors.ts'
import { importSchools } from './import.ts'
import { describeReport } from './import-report.ts'

async function run(path: string) {
  await ensureCommunes(config.departements)
  const report = await importSchools(path, {
    onProgress: (rows) => console.log(`${rows.toLocaleString('fr-FR')} lignes lues…`),
  })
  console.log(describeReport(report).join('\n'))
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
else fail('Indiquez le fichier à lire : npm run import:schools -- annuaire.csv')
