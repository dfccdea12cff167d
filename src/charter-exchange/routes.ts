import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { CurrentUser } from '../auth/current-user.ts'
import { publishRemarks, writeRemarks } from '../charter-comments/commands.ts'
import { listComments, unansweredArticles } from '../charter-comments/queries.ts'
import { remarksIn, type Remark } from '../charter-comments/remarks.ts'
import { commentsSchema } from '../charter-comments/schemas.ts'
import { authorizeMove, breadcrumbOf, isShownFor } from '../charters/authorize.ts'
import { charterPath } from '../charters/paths.ts'
import { agreeToCharter, objectToCharter, proposeCharter, returnCharter, submitCharter, validateCharter, withdrawCharter, type Along } from '../charters/commands.ts'
import { agreementSentence } from '../charters/expectation.ts'
import { findValidatedCharter, type FullCharter } from '../charters/queries.ts'
import { agreementSchema, objectionSchema, returnSchema } from '../charters/schemas.ts'
import { readCharterSettings } from '../charters/settings.ts'
import { listChanges } from '../charters/standings.ts'
import type { FullClee } from '../clees/queries.ts'
import { mailPromise } from '../notifications/promise.ts'
import { today, yearsAfter } from '../school-year.ts'
import { readPanel } from '../signatures/panel.ts'
import { sideIn } from '../copilots/seats.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { submitForm, type Submission } from '../web/forms.ts'
import { renderLate } from './late.ts'
import { renderCharter } from './page.ts'

/** Private: the moves of a charter between its co-pilots and the mission. */
export const charterExchangeRouter = Router()

const sentSentence = () => `La charte est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`

type Parts = { user: CurrentUser; clee: FullClee; charter: FullCharter }

/** Reads a move with the comments typed on the page, which go with it in the same transaction or come back with it; `act` gives what is said of it, or false when it comes too late. */
function submitMove<Shape extends z.ZodRawShape>(req: Request, { charter }: Parts, schema: z.ZodObject<Shape>, act: (input: z.output<z.ZodObject<Shape>>, remarks: Remark[]) => Promise<string | false>): Promise<Submission<string | false>> {
  const comments = commentsSchema(charter.articles)
  const body: unknown = req.body ?? {}
  return submitForm(comments.extend(schema.shape), body, () => act(schema.parse(body), remarksIn(charter, comments.parse(body))))
}

async function answerMove(req: Request, res: Response, { clee }: Parts, form: Submission<string | false>) {
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  if (!form.result) return renderLate(req, res, clee)
  await redirectWithFlash(req, res, charterPath(clee), form.result)
}

const publishing = ({ user, clee, charter }: Parts, remarks: Remark[]): Along => (tx) => publishRemarks(tx, user, clee, charter, remarks)

/** Codécision or not, as the mission has set; gives the sentence that says what happened, or false when it has happened already. */
async function sendCharter({ user, clee, charter }: Parts, along: Along) {
  const side = sideIn(user, clee)
  if (side && (await readCharterSettings()).needsAgreement) {
    const isSent = await proposeCharter(user, clee, charter, side, along)
    return isSent && `La charte est soumise à l’accord de l’autre copilote. ${agreementSentence(clee, { proposedSide: side })}`
  }
  return (await submitCharter(user, clee, charter, along)) && sentSentence()
}

charterExchangeRouter.post('/clees/:slug/charte/soumission', async (req, res) => {
  const parts = await authorizeMove(req, 'submission')
  await answerMove(req, res, parts, await submitMove(req, parts, z.object({}), (_input, remarks) => sendCharter(parts, publishing(parts, remarks))))
})

charterExchangeRouter.post('/clees/:slug/charte/accord', async (req, res) => {
  const parts = await authorizeMove(req, 'agreement')
  const { user, clee, charter } = parts
  if (!isShownFor(req, 'agreement', charter)) return renderLate(req, res, clee)
  const form = await submitMove(req, parts, agreementSchema, async (_input, remarks) => (await agreeToCharter(user, clee, charter, publishing(parts, remarks))) && sentSentence())
  await answerMove(req, res, parts, form)
})

charterExchangeRouter.post('/clees/:slug/charte/reprise', async (req, res) => {
  const parts = await authorizeMove(req, 'withdrawal')
  const { user, clee, charter } = parts
  const done = 'Vous avez repris la charte : son texte peut de nouveau être modifié.'
  await answerMove(req, res, parts, await submitMove(req, parts, z.object({}), async (_input, remarks) => (await withdrawCharter(user, clee, charter, publishing(parts, remarks))) && done))
})

charterExchangeRouter.post('/clees/:slug/charte/desaccord', async (req, res) => {
  const parts = await authorizeMove(req, 'objection')
  const { user, clee, charter } = parts
  if (!isShownFor(req, 'objection', charter)) return renderLate(req, res, clee)
  const done = 'Votre désaccord est transmis à l’autre copilote ; le texte peut de nouveau être modifié.'
  const form = await submitMove(req, parts, objectionSchema, async ({ reason }, remarks) => (await objectToCharter(user, clee, charter, reason, publishing(parts, remarks))) && done)
  await answerMove(req, res, parts, form)
})

charterExchangeRouter.get('/clees/:slug/charte/validation', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'validation')
  if (charter.status !== 'submitted') return renderLate(req, res, clee, 'Aucune version de cette charte n’attend votre décision.')
  const { validityYears } = await readCharterSettings()
  const unanswered = unansweredArticles(await listComments(charter))
  res.render('charter-exchange/validation', {
    title: `Valider la charte – ${clee.name}`,
    clee,
    charter,
    replaced: await findValidatedCharter(clee.id),
    validUntil: yearsAfter(today(), validityYears),
    unanswered: charter.articles.filter(({ key }) => unanswered.includes(key)),
    changes: await listChanges(clee, charter),
    missingSignatures: (await readPanel(user, clee, charter))?.missing ?? [],
    breadcrumb: breadcrumbOf(clee, 'Valider'),
  })
})

charterExchangeRouter.post('/clees/:slug/charte/validation', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'validation')
  const isValidated = isShownFor(req, 'validation', charter) && (await validateCharter(user, clee, charter))
  if (!isValidated) return renderLate(req, res, clee, 'Votre validation n’est pas enregistrée.')
  await redirectWithFlash(req, res, charterPath(clee), 'La charte est validée et publiée.')
})

charterExchangeRouter.post('/clees/:slug/charte/retour', async (req, res) => {
  const parts = await authorizeMove(req, 'return')
  const { user, clee, charter } = parts
  if (!isShownFor(req, 'return', charter)) return renderLate(req, res, clee)
  const done = 'La charte est renvoyée aux copilotes, avec votre motif.'
  // The mail of the return tells of the comments too.
  const form = await submitMove(req, parts, returnSchema, async ({ reason }, remarks) => (await returnCharter(user, clee, charter, reason, (tx) => writeRemarks(tx, user, clee, charter, remarks))) && done)
  await answerMove(req, res, parts, form)
})
