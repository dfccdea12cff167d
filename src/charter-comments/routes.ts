import { Router, type Request } from 'express'
import { renderCharter } from '../charter-exchange/page.ts'
import { authorizeCharter, chartersPath } from '../charters/authorize.ts'
import { getArticle, getLatestCharter } from '../charters/queries.ts'
import { shownSchema } from '../charters/schemas.ts'
import { refuseClosed } from '../clees/authorize.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { submitForm, type FailedForm } from '../web/forms.ts'
import { commentArticle } from './commands.ts'
import { canComment } from './policy.ts'
import { commentSchema } from './schemas.ts'

/** Private: what the mission, the coordinators and the co-pilots say of each article. */
export const charterCommentsRouter = Router()

async function authorizeArticle(req: Request) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  const charter = await getLatestCharter(clee.id)
  return { user, clee, charter, article: getArticle(charter, String(req.params['key'])) }
}

/** Several articles are commented on one page: the field of each has a name of its own. */
const named = (key: string, { values, errors, ...form }: FailedForm): FailedForm => ({ ...form, values: { [`commentaire-${key}`]: values['body'] }, errors: { [`commentaire-${key}`]: errors['body'] ?? '' } })

charterCommentsRouter.post('/clees/:slug/charte/articles/:key/commentaires', async (req, res) => {
  const { user, clee, charter, article } = await authorizeArticle(req)
  const isShown = shownSchema.parse(req.body ?? {}).version === charter.version && canComment(user, clee, charter)
  const form = await submitForm(commentSchema, req.body, async ({ body }) => isShown && (await commentArticle(user, clee, charter, article, body)))
  if (!form.ok) return renderCharter(req, res.status(422), clee, named(article.key, form))
  if (!form.result) return renderCharter(req, res.status(409), clee, undefined, { article: article.title, body: String(req.body.body) })
  await redirectWithFlash(req, res, `${chartersPath(clee)}#article-${article.key}`, `Votre commentaire sur l’article « ${article.title} » est publié dans l’espace du CLEE.`)
})
