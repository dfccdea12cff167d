import { searchKey } from '../text.ts'
import { listLookalikes } from './typos.ts'

/** What a list that a text empties offers instead: the names that resemble it, and what was typed for the search of the whole portal; null without a text. */
export const elsewhere = async (typed: string) => (typed === '' ? null : { typed, lookalikes: await listLookalikes(searchKey(typed)) })
