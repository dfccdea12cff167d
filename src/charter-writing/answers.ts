import type { Request } from 'express'
import type { FullCharter } from '../charters/queries.ts'
import { readMarkdown } from '../markdown.ts'
import { formatClock, fr } from '../web/view-helpers.ts'
import type { Save } from './commands.ts'
import { completenessOf } from './completeness.ts'
import { noticesOf } from './notices.ts'

/** Whether the page asks by script, to save as it goes. */
export const acceptsJson = (req: Request) => req.accepts(['html', 'json']) === 'json'

/** What a page that saves as it goes shows of what it has saved. */
export function savedAnswer(charter: FullCharter, saves: Save[]) {
  const { sentence, items } = completenessOf(charter.articles)
  const saved = saves.filter(({ outcome }) => outcome !== 'clash').map(({ key, revision, seen }) => {
    const { body, axes, priorities } = charter.articles.find((one) => one.key === key) ?? { body: '', axes: [], priorities: [] }
    return { key, revision, seen, notices: noticesOf({ body, priorities }), blocks: readMarkdown(body), axes: axes.map(fr), priorities: priorities.map(fr) }
  })
  return { savedAt: formatClock(new Date()), articles: saved, completeness: { sentence, states: items.map(({ key, state }) => ({ key, ...state })) } }
}
