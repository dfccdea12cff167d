/** The order of a list, as its address carries it: `tri=nom`, or `tri=-nom` the other way round. */
export type Sort<Key extends string = string> = { key: Key; isDescending: boolean }

/** Reads an order; what is unreadable is the first key, upwards. */
export function readSort<const Keys extends readonly [string, ...string[]]>(value: unknown, keys: Keys): Sort<Keys[number]> {
  const text = typeof value === 'string' ? value : ''
  const key = keys.find((name) => name === text.replace(/^-/, ''))
  return { key: key ?? keys[0], isDescending: key !== undefined && text.startsWith('-') }
}

/** What the address carries of an order; nothing for the usual one. */
export const writeSort = ({ key, isDescending }: Sort, usual: string) => (isDescending ? `-${key}` : key === usual ? '' : key)

/** The direction as Prisma takes it. */
export const direction = ({ isDescending }: Sort): 'asc' | 'desc' => (isDescending ? 'desc' : 'asc')

/** An address with these parameters, empty ones left out. */
export function addressWith(path: string, query: Record<string, string>) {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
  return parameters.size > 0 ? `${path}?${parameters.toString()}` : path
}

export type Column = { label: string; sortKey?: string; isNumeric?: boolean }

/** Columns of a table with, for those that sort, the address that sorts by them and the order that they show. */
export const sortableColumns = (path: string, query: Record<string, string>, sort: Sort, columns: Column[]) =>
  columns.map(({ sortKey, ...column }) => {
    if (!sortKey) return column
    const isCurrent = sort.key === sortKey
    const tri = isCurrent && !sort.isDescending ? `-${sortKey}` : sortKey
    return { ...column, href: addressWith(path, { ...query, tri, page: '' }), order: isCurrent ? (sort.isDescending ? 'descending' : 'ascending') : 'none' }
  })

const french = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' })

/** Rows in the order asked for, that of `keyOf[sort.key]`; equal ones stay as they come, empty texts are last both ways. */
export function sortRows<Row, Key extends string>(rows: Row[], sort: Sort<Key>, keyOf: Record<Key, (row: Row) => string | number>): Row[] {
  const sign = sort.isDescending ? -1 : 1
  const compare = (one: string | number, other: string | number) => (typeof one === 'number' && typeof other === 'number' ? one - other : french.compare(String(one), String(other)))
  const isEmpty = (value: string | number) => value === ''
  return rows
    .map((row) => ({ row, key: keyOf[sort.key](row) }))
    .toSorted((one, other) => Number(isEmpty(one.key)) - Number(isEmpty(other.key)) || sign * compare(one.key, other.key))
    .map(({ row }) => row)
}
