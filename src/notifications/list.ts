import type { Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { pageNumber } from '../web/pagination.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { canReadMails } from './policy.ts'
import { mailSorts } from './queries.ts'
import { mailFiltersSchema } from './schemas.ts'

const home = '/courriels'

function readQuery(from: Record<string, unknown>) {
  const filters = mailFiltersSchema.parse(from)
  // Newest first, unless asked otherwise.
  const sort = readSort(from['tri'] || '-date', mailSorts)
  return { filters, sort, page: pageNumber(from['page']), query: { ...filters, tri: writeSort(sort, '') } }
}

/** The list that an address asks for. */
export function readList(req: Request, from: Record<string, unknown> = req.query) {
  const user = requireAllowed(req, canReadMails)
  return { user, ...readQuery(from) }
}

/** What an address or a form carries of the list that one comes from (`liste`), as a text; "" when it carries none. */
export function originOf({ query, page }: Pick<ReturnType<typeof readQuery>, 'query' | 'page'>) {
  return addressWith('', { ...query, page: page > 1 ? String(page) : '' }).slice(1)
}

const readOrigin = (value: unknown) => (typeof value === 'string' && value.length <= 1_000 ? value : '')

/** The list to read again, from what was carried; what is unreadable in it filters nothing. */
export const listFrom = (carried: unknown) => Object.fromEntries(new URLSearchParams(readOrigin(carried)))

/** Its address; without anything carried, that of the mails still to pass on. */
export function backToList(carried: unknown) {
  if (readOrigin(carried) === '') return `${home}?etat=pending`
  return `${home}?${originOf(readQuery(listFrom(carried)))}`
}

/** An address under the list that carries it along. */
export const carrying = (path: string, carried: unknown) => addressWith(path, { liste: readOrigin(carried) })
