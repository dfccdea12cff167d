import { withDatabase } from '../database/lifecycle.ts'
import { addBassins } from './commands.ts'

const names = process.argv.slice(2).map((name) => name.trim()).filter(Boolean)

if (names.length > 0) {
  const count = await withDatabase(() => addBassins(names))
  console.log(`Bassins ajoutés : ${count} ; déjà là : ${names.length - count}.`)
} else {
  console.error('Nommez les bassins à ajouter : npm run bassin -- "Rennes" "Fougères-Vitré"')
  process.exitCode = 1
}
