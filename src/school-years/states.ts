import type { YearStatus } from '../generated/prisma/client.ts'
import { previousSchoolYear, schoolYearOf } from '../school-year.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }
type Row = { status: YearStatus } | null

export type YearState = 'awaited' | 'next' | 'open' | 'over' | 'closed'

export const yearStates: Record<YearState, Badge> = {
  awaited: { label: 'À ouvrir', kind: 'warning' },
  next: { label: 'Pas encore ouverte', kind: 'new' },
  open: { label: 'Ouverte', kind: 'success' },
  over: { label: 'Terminée', kind: 'info' },
  closed: { label: 'Close', kind: 'info' },
}

/** Where a school year stands: as the mission runs it, and by date (R9). */
export function yearState(schoolYear: string, row: Row, current = schoolYearOf()): YearState {
  if (row?.status === 'closed') return 'closed'
  if (schoolYear < current) return 'over'
  if (row) return 'open'
  return schoolYear === current ? 'awaited' : 'next'
}

type Year = { schoolYear: string; row: Row }

export const canOpen = ({ schoolYear, row }: Year) => row === null && schoolYear >= schoolYearOf()
export const canChange = ({ schoolYear, row }: Year) => row?.status === 'open' && schoolYear >= schoolYearOf()
/** A year that has not begun has nothing to close. */
export const canClose = ({ schoolYear, row }: Year) => row?.status === 'open' && schoolYear <= schoolYearOf()
export const canReopen = ({ schoolYear, row }: Year) => row?.status === 'closed' && schoolYear >= previousSchoolYear(schoolYearOf())
