import { withDatabase } from '../database/lifecycle.ts'
import { submitForm } from '../web/forms.ts'
import { openAccountByCommand } from './commands.ts'
import { newAccountSchema } from './schemas.ts'
import { addressOf } from '../web/address.ts'

const usage = 'Usage : npm run account -- mission|school_head|coordinator ADRESSE PRÉNOM NOM FONCTION [UAI d’un chef d’établissement | bassin d’un coordonnateur]'

const [role, email, firstName, lastName, jobTitle, place] = process.argv.slice(2)

if (role) {
  const form = await withDatabase(() => submitForm(newAccountSchema, { role, email, firstName, lastName, jobTitle, place }, openAccountByCommand))
  if (form.ok) console.log(`Compte prêt. Lien personnel, valable 72 heures, à transmettre à la personne :\n${addressOf(form.result)}`)
  else fail([...Object.values(form.errors), usage].join('\n'))
} else fail(usage)

function fail(sentence: string) {
  console.error(sentence)
  process.exitCode = 1
}
