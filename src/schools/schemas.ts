import { z } from 'zod'
import { readSort } from '../web/sorting.ts'

/** Filters of the list of schools, as its address carries them; what is unreadable filters nothing. */
export const schoolFiltersSchema = z.object({
  recherche: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  type: z.enum(['college', 'lycee', 'erea', 'cio', 'mfr']).or(z.literal('')).catch(''),
  secteur: z.enum(['public', 'private']).or(z.literal('')).catch(''),
})
export type SchoolFilters = z.output<typeof schoolFiltersSchema>

const orders = ['nom', 'commune', 'type'] as const

/** What the address of the list asks for: its filters, its order, and both as the queries take them. */
export function readSchoolList(query: Record<string, unknown>) {
  const filters = schoolFiltersSchema.parse(query)
  const sort = readSort(query['tri'], orders)
  return { filters, sort, criteria: { search: filters.recherche, kind: filters.type, sector: filters.secteur, tri: sort } }
}
