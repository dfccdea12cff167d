import { Router, type Request } from 'express'
import { keepTyped } from '../charter-exchange/kept.ts'
import { renderLate } from '../charter-exchange/late.ts'
import { renderCharter } from '../charter-exchange/page.ts'
import { authorizeCharter } from '../charters/authorize.ts'
import { charterPath } from '../charters/paths.ts'
import { getLatestCharter } from '../charters/queries.ts'
import { shownSchema } from '../charters/schemas.ts'
import { refuseClosed } from '../clees/authorize.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { submitForm } from '../web/forms.ts'
import { joinList } from '../web/view-helpers.ts'
import { commentArticles } from './commands.ts'
import { canComment } from './policy.ts'
import { pressedArticle, refuseEmpty, remarksIn, type Remark } from './remarks.ts'
import { commentsSchema } from './schemas.ts'

/** Private: what the mission, the coordinators and the co-pilots say of each article. */
export const charterCommentsRouter = Router()

async function authorizeComments(req: Request) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  return { user, clee, charter: await getLatestCharter(clee.id) }
}

function sentSentence(remarks: Remark[]) {
  const titles = remarks.map(({ article }) => `« ${article.title} »`)
  return titles.length > 1 ? `Vos ${titles.length} commentaires, sur les articles ${joinList(titles)}, sont envoyés.` : `Votre commentaire sur l’article ${titles.join()} est envoyé.`
}

charterCommentsRouter.post('/clees/:slug/charte/commentaires', async (req, res) => {
  const { user, clee, charter } = await authorizeComments(req)
  if (shownSchema.parse(req.body ?? {}).version !== charter.version || !canComment(user, clee, charter)) return renderLate(req, res, clee)
  const pressed = pressedArticle(charter, req.body)
  const form = await submitForm(commentsSchema(charter.articles), req.body, async (typed) => {
    const remarks = remarksIn(charter, typed)
    refuseEmpty(remarks, pressed)
    return (await commentArticles(user, clee, charter, remarks)) && remarks
  })
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  if (!form.result) return renderLate(req, res, clee)
  keepTyped(req, clee, ['reason'])
  await redirectWithFlash(req, res, `${charterPath(clee)}#article-${pressed.key}`, sentSentence(form.result))
})
