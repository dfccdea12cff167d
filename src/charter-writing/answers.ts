import type { Request } from 'express'
import type { FullCharter } from '../charters/queries.ts'
import { readMarkdown } from '../markdown.ts'
import { oldWords } from '../text.ts'
import { formatClock } from '../web/view-helpers.ts'
import type { Save } from './commands.ts'
import { completenessOf } from './completeness.ts'

/** Whether the page asks by script, to save as it goes. */
export const acceptsJson = (req: Request) => req.accepts(['html', 'json']) === 'json'

/** What a page that saves as it goes shows of what it has saved. */
export function savedAnswer(charter: FullCharter, saves: Save[]) {
  const { sentence, items } = completenessOf(charter.articles)
  const saved = saves.filter(({ outcome }) => outcome !== 'clash').map(({ key, revision, seen }) => {
    const article = charter.articles.find((one) => one.key === key)
    return { key, revision, seen, oldWords: oldWords([article?.body, ...(article?.priorities ?? [])].join('\n')), blocks: readMarkdown(article?.body ?? '') }
  })
  return { savedAt: formatClock(new Date()), articles: saved, completeness: { sentence, states: items.map(({ key, state }) => ({ key, ...state })) } }
}
