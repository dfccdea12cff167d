import type { Request, Response } from 'express'
import { fieldOf } from '../charter-comments/schemas.ts'
import { getLatestCharter } from '../charters/queries.ts'
import { shownSchema } from '../charters/schemas.ts'
import type { FullClee } from '../clees/queries.ts'
import { lastMoveSentence } from './queries.ts'
import { renderCharter, type Late } from './page.ts'

const written = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '')

/** What was typed on the page, comments first; each with what it was about. */
function typedTexts(body: Record<string, unknown>, articles: { key: string; title: string }[]): Late['texts'] {
  const titles = new Map(articles.map((article) => [fieldOf(article), `Votre commentaire sur l’article « ${article.title} »`]))
  const names = Object.keys(body).filter((name) => name.startsWith('commentaire-') || name === 'reason')
  return names.map((name) => ({ label: name === 'reason' ? 'Votre motif' : (titles.get(name) ?? 'Votre commentaire'), text: written(body[name]) })).filter(({ text }) => text !== '')
}

/** A move or a comment that comes after that of somebody else: the page as it is now, who moved the charter and when, and all that was typed, to be taken back. */
export async function renderLate(req: Request, res: Response, clee: FullClee, lead = '') {
  const { articles, version } = await getLatestCharter(clee.id)
  const shown = shownSchema.parse(req.body ?? {}).version || version
  const moved = (await lastMoveSentence(clee.id, shown)) || (lead ? '' : 'La charte a changé depuis que vous avez ouvert la page.')
  const sentence = [lead, moved].filter(Boolean).join(' ')
  await renderCharter(req, res.status(409), clee, undefined, { sentence, texts: typedTexts(req.body ?? {}, articles) })
}
