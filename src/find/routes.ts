import { Router } from 'express'
import { listBassins } from '../bassins/queries.ts'
import { maxQueryLength } from './reading.ts'
import { find } from './search.ts'
import { findSuggestions, suggest } from './suggestions.ts'

/** Public: the one search box. */
export const findRouter = Router()

/** What was typed; of a parameter repeated, the first. */
function typedIn({ q }: Record<string, unknown>) {
  const typed: unknown = Array.isArray(q) ? q[0] : q
  return typeof typed === 'string' ? typed.slice(0, maxQueryLength).trim() : ''
}

findRouter.get('/trouver', async (req, res) => {
  const q = typedIn(req.query)
  const { hasKey, ...findings } = await find(q)
  // « CLEE » alone is explained, then sent on like nothing typed.
  const isStart = q === '' || (!hasKey && findings.notices.length > 0)
  res.render('find/index', {
    title: q === '' ? 'Trouver un CLEE' : `${q} – Recherche`,
    breadcrumb: [{ href: '/trouver', label: 'Trouver un CLEE' }],
    q,
    ...findings,
    isVain: !isStart && findings.main === null && findings.groups.length === 0,
    isStart,
    bassins: isStart ? await listBassins() : [],
  })
})

findRouter.get(findSuggestions, async (req, res) => {
  res.json(await suggest(typedIn(req.query)))
})
