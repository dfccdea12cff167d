import { publishedActionPath } from '../actions/paths.ts'
import { audiences, actionTypes } from '../actions/vocabulary.ts'
import { standingOf, type Standing } from '../agenda/standing.ts'
import { addressOf } from '../web/address.ts'
import { joinWords, theClee } from '../web/view-helpers.ts'
import type { FeedAction } from './queries.ts'

export const pageAddress = (action: { id: string }) => addressOf(publishedActionPath(action))

const wordsOf = (words: Record<string, string>, keys: string[]) => keys.map((key) => words[key] ?? key)
export const typeLabel = ({ type }: { type: string }) => wordsOf(actionTypes, [type]).join()

// Many readers show no state: the title says it.
const prefixes: Partial<Record<Standing, string>> = { cancelled: 'Annulée\u00a0: ', postponed: 'Reportée\u00a0: ' }
export const titleOf = (action: FeedAction) => `${prefixes[standingOf(action)] ?? ''}${action.title}`

/** What a feed says of an action: its CLEE, for whom, what it is about. */
export const paragraphsOf = ({ clee, audiences: keys, publicSummary, objective }: FeedAction) =>
  [`Organisée par ${theClee(clee.name)}.`, keys.length > 0 ? `Public\u00a0: ${joinWords(wordsOf(audiences, keys))}.` : '', publicSummary || objective].filter(Boolean)
