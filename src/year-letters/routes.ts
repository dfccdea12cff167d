import { Router, type Request, type Response } from 'express'
import { currentUser, requireAllowed } from '../auth/guards.ts'
import { sendPdf } from '../documents/send.ts'
import { conflict, notFound } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { deadlineFields, deadlineLabels } from '../school-years/deadlines.ts'
import { letterPath, yearPath, yearsPath } from '../school-years/paths.ts'
import { canRunYears } from '../school-years/policy.ts'
import { getOpenedYear, type OpenedYear } from '../school-years/queries.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { formatDay, formatInstant, plural } from '../web/view-helpers.ts'
import { sendLetter } from './commands.ts'
import { letterPdf } from './document.ts'
import { isChangedLetter, letterFor, letterStanding, sentLetter } from './letter.ts'
import { letterRecipients } from './recipients.ts'
import { sendingSchema } from './schemas.ts'

/** Private: the letter of a school year and its deadlines. */
export const yearLettersRouter = Router()

const path = `${yearsPath}/:annee/lettre`

const breadcrumbOf = (schoolYear: string, isMission: boolean, last: string) => [
  { href: '/tableau-de-bord', label: 'Tableau de bord' },
  ...(isMission ? [{ href: yearsPath, label: 'Années scolaires' }, { href: yearPath(schoolYear), label: schoolYear }] : []),
  { href: '', label: last },
]

yearLettersRouter.get(path, async (req, res) => {
  const user = currentUser(req)
  const year = await getOpenedYear(req.params.annee)
  const [isMission, letter] = [canRunYears(user), letterFor(user, year)]
  res.render('year-letters/show', {
    title: letter ? letter.title : `Échéances ${year.schoolYear}`,
    year,
    letter,
    standing: !letter ? '' : isMission ? letterStanding(year) : `Envoyée ${formatInstant(year.letterSentAt!)}`,
    sent: isMission && isChangedLetter(year) ? sentLetter(year) : null,
    deadlines: deadlineFields.map((name) => ({ term: deadlineLabels[name], text: year[name] ? formatDay(year[name]) : '', empty: 'Pas d’échéance' })),
    canSend: isMission && letter !== null && year.status === 'open',
    path: letterPath(year.schoolYear),
    back: isMission ? { href: yearPath(year.schoolYear), label: 'Revenir à l’année scolaire' } : { href: '/tableau-de-bord', label: 'Revenir au tableau de bord' },
    breadcrumb: breadcrumbOf(year.schoolYear, isMission, 'Lettre'),
  })
})

yearLettersRouter.get(`${path}/pdf`, async (req, res) => {
  const user = currentUser(req)
  const year = await getOpenedYear(req.params.annee)
  const letter = letterFor(user, year)
  if (!letter) throw notFound('Cette année scolaire n’a pas de lettre.')
  await sendPdf(req, res, letterPdf(year, letter))
})

async function authorizeSending(req: Request) {
  const user = requireAllowed(req, canRunYears)
  const year = await getOpenedYear(String(req.params['annee']))
  if (year.letterBody === '') throw conflict('Cette année scolaire n’a pas de lettre\u00a0: écrivez-la d’abord, en modifiant l’année.')
  if (year.status === 'closed') throw conflict('Cette année scolaire est close\u00a0: sa lettre se lit, mais ne s’envoie plus.')
  return { user, year }
}

const renderSending = async (res: Response, year: OpenedYear, form: Form = blankForm()) =>
  res.render('year-letters/sending', {
    title: `Envoyer la lettre ${year.schoolYear}`,
    year,
    form,
    isChanged: isChangedLetter(year),
    count: (await letterRecipients(year.schoolYear)).length,
    path: letterPath(year.schoolYear),
    hidden: { revision: year.revision, lastSent: year.letterSentAt?.toISOString() ?? '' },
    breadcrumb: breadcrumbOf(year.schoolYear, true, 'Envoyer la lettre'),
  })

yearLettersRouter.get(`${path}/envoi`, async (req, res) => {
  const { year } = await authorizeSending(req)
  await renderSending(res, year)
})

yearLettersRouter.post(path, async (req, res) => {
  const { user, year } = await authorizeSending(req)
  const form = await submitForm(sendingSchema, req.body, (input) => sendLetter(user, year, input))
  if (!form.ok) return renderSending(res.status(422), year, form)
  const to = plural(form.result, 'personne', 'personnes')
  await redirectWithFlash(req, res, yearPath(year.schoolYear), `La lettre est adressée à ${to}${mailPromise(', par courriel')}.`)
})
