import { ensureCommunes } from '../communes/import.ts'
import { config } from '../config.ts'
import { importNamedFile } from '../database/file-command.ts'
import { describeReport } from './import-report.ts'
import { importSchools } from './import.ts'

await importNamedFile('Indiquez le fichier à lire\u00a0: npm run import:schools -- annuaire.csv', async (path) => {
  await ensureCommunes(config.departements)
  return describeReport(await importSchools(path, { onProgress: (rows) => console.log(`${rows.toLocaleString('fr-FR')} lignes lues…`) }))
})
