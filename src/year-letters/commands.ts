import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { subjectOf } from '../school-years/commands.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { letterMessage } from './mails.ts'
import { letterRecipients } from './recipients.ts'
import type { SendingInput } from './schemas.ts'

/** Sends the letter that the page showed; gives to how many people. Throws FieldError when it was sent already and nobody asked to send it again, 409 when it changed, or was sent, meanwhile. */
export const sendLetter = (actor: Actor, year: OpenedYear, { isAgain, revision, lastSent }: SendingInput) =>
  db.$transaction(async (tx) => {
    const { schoolYear } = year
    if (lastSent && !isAgain) throw new FieldError('isAgain', 'Cette lettre a déjà été envoyée\u00a0: cochez la case pour l’envoyer une seconde fois.')
    const { count } = await tx.schoolYear.updateMany({ where: { schoolYear, status: 'open', revision, letterSentAt: lastSent, letterBody: { not: '' } }, data: { letterSentAt: new Date(), sentTitle: year.letterTitle, sentBody: year.letterBody } })
    if (count === 0) throw conflict('Cette lettre a changé, ou vient d’être envoyée. Rechargez la page.')
    const recipients = await letterRecipients(schoolYear, tx)
    if (recipients.length === 0) throw conflict('Personne ne recevrait cette lettre\u00a0: aucun CLEE n’a de copilote, et aucun bassin de coordonnateur.')
    await audit(tx, actor, 'year.letter', subjectOf(schoolYear), { recipients: recipients.length })
    await notify(tx, 'year.letter', recipients, letterMessage(year))
    return recipients.length
  })
