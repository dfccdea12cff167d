import { Router } from 'express'
import { z } from 'zod'
import type { CurrentUser } from '../auth/current-user.ts'
import { listComments, unansweredArticles } from '../charter-comments/queries.ts'
import { authorizeMove, authorizeShown, breadcrumbOf, chartersPath } from '../charters/authorize.ts'
import { agreeToCharter, objectToCharter, proposeCharter, returnCharter, submitCharter, validateCharter, withdrawCharter } from '../charters/commands.ts'
import { agreementSentence } from '../charters/expectation.ts'
import { sideIn } from '../charters/policy.ts'
import { findValidatedCharter, type FullCharter } from '../charters/queries.ts'
import { objectionSchema, returnSchema } from '../charters/schemas.ts'
import { readCharterSettings } from '../charters/settings.ts'
import type { FullClee } from '../clees/queries.ts'
import { conflict } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { today, yearsAfter } from '../school-year.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { submitForm } from '../web/forms.ts'
import { renderCharter } from './page.ts'

/** Private: the moves of a charter between its co-pilots and the mission. */
export const charterExchangeRouter = Router()

const sentSentence = () => `La charte est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`

/** Codécision or not, as the mission has set; gives the sentence that says what happened. */
async function sendCharter(user: CurrentUser, clee: FullClee, charter: FullCharter) {
  const side = sideIn(user, clee)
  if (side && (await readCharterSettings()).needsAgreement) {
    await proposeCharter(user, clee, charter, side)
    return `La charte est soumise à l’accord de l’autre copilote. ${agreementSentence(clee, { proposedSide: side })}`
  }
  await submitCharter(user, clee, charter)
  return sentSentence()
}

charterExchangeRouter.post('/clees/:slug/charte/soumission', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'submission')
  const form = await submitForm(z.object({}), req.body, () => sendCharter(user, clee, charter))
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, chartersPath(clee), form.result)
})

charterExchangeRouter.post('/clees/:slug/charte/accord', async (req, res) => {
  const { user, clee, charter } = await authorizeShown(req, 'agreement')
  await agreeToCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), sentSentence())
})

charterExchangeRouter.post('/clees/:slug/charte/reprise', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'withdrawal')
  await withdrawCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), 'Vous avez repris la charte : son texte peut de nouveau être modifié.')
})

charterExchangeRouter.post('/clees/:slug/charte/desaccord', async (req, res) => {
  const { user, clee, charter } = await authorizeShown(req, 'objection')
  const form = await submitForm(objectionSchema, req.body, ({ reason }) => objectToCharter(user, clee, charter, reason))
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, chartersPath(clee), 'Votre désaccord est transmis à l’autre copilote ; le texte peut de nouveau être modifié.')
})

charterExchangeRouter.get('/clees/:slug/charte/validation', async (req, res) => {
  const { clee, charter } = await authorizeMove(req, 'validation')
  if (charter.status !== 'submitted') throw conflict('Aucune version de cette charte n’attend votre décision. Revenez à la charte pour voir où elle en est.')
  const { validityYears } = await readCharterSettings()
  const unanswered = unansweredArticles(await listComments(charter))
  res.render('charter-exchange/validation', {
    title: `Valider la charte – ${clee.name}`,
    clee,
    charter,
    replaced: await findValidatedCharter(clee.id),
    validUntil: yearsAfter(today(), validityYears),
    unanswered: charter.articles.filter(({ key }) => unanswered.includes(key)),
    breadcrumb: breadcrumbOf(clee, 'Valider'),
  })
})

charterExchangeRouter.post('/clees/:slug/charte/validation', async (req, res) => {
  const { user, clee, charter } = await authorizeShown(req, 'validation')
  await validateCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), 'La charte est validée et publiée.')
})

charterExchangeRouter.post('/clees/:slug/charte/retour', async (req, res) => {
  const { user, clee, charter } = await authorizeShown(req, 'return')
  const form = await submitForm(returnSchema, req.body, ({ reason }) => returnCharter(user, clee, charter, reason))
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, chartersPath(clee), 'La charte est renvoyée aux copilotes, avec votre motif.')
})
