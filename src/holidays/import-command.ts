import { importNamedFile } from '../database/file-command.ts'
import { importCalendar } from './import.ts'
import { describeReport } from './report.ts'

await importNamedFile('Indiquez le fichier à lire\u00a0: npm run import:calendar -- fr-en-calendrier-scolaire.csv', async (path) => describeReport(await importCalendar(null, path)))
