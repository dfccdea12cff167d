import { paginate } from './pagination.ts'
import { addressWith, sortableColumns, type Column, type Sort } from './sorting.ts'

type List = { path: string; query: Record<string, string>; sort: Sort; columns: Column[]; page: number; total: number; size: number }

/** What a page of a list shows around its rows: columns that sort, the address of its CSV, the links to its other pages. */
export const listPage = ({ path, query, sort, columns, page, total, size }: List) => ({
  columns: sortableColumns(path, query, sort, columns),
  exportHref: addressWith(`${path}.csv`, query),
  pagination: paginate(path, query, page, total, size),
})
