import { addressWith } from './sorting.ts'

export type Pagination = { page: number; pages: number; total: number; previous: string | null; next: string | null; links: { label: string; href: string; isCurrent: boolean }[] }

/** The page asked for, 1 when it is not a positive number; bounded so that an offset stays one that PostgreSQL accepts. */
export function pageNumber(value: unknown): number {
  const page = Number(value)
  return Number.isInteger(page) && page >= 1 ? Math.min(page, 100_000) : 1
}

const pageCount = (total: number, size: number) => Math.max(1, Math.ceil(total / size))

/** Which rows a page holds, as Prisma takes them; a page past the end counts as the last. */
export const pageSlice = (asked: number, total: number, size: number) => ({ skip: (Math.min(asked, pageCount(total, size)) - 1) * size, take: size })

/** Links of a list cut in pages; keeps the other parameters of the address. A page past the end counts as the last. */
export function paginate(path: string, query: Record<string, string>, asked: number, total: number, size: number): Pagination {
  const pages = pageCount(total, size)
  const page = Math.min(asked, pages)
  const href = (number: number) => {
    return addressWith(path, { ...query, page: number > 1 ? String(number) : '' })
  }
  const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages)
  return {
    page,
    pages,
    total,
    previous: page > 1 ? href(page - 1) : null,
    next: page < pages ? href(page + 1) : null,
    links: numbers.map((number) => ({ label: String(number), href: href(number), isCurrent: number === page })),
  }
}
