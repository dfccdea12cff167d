import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { isOpenYear, previousSchoolYear, schoolYearOf, today } from '../school-year.ts'
import { isClosedYear } from '../school-years/closing.ts'

type Reader = Tx | typeof db

/** The years whose review is written: this one, and the one before, which the autumn plenary presents. */
const isRecent = (schoolYear: string) => [schoolYearOf(), previousSchoolYear(schoolYearOf())].includes(schoolYear)

/** Whether the review of a school year may still be written and approved; its sheets, for their part, are frozen after 31 August (R9). */
export const isReviewOpen = async (schoolYear: string) => isRecent(schoolYear) && !(await isClosedYear(schoolYear))

/**
 * Throws 409 for a school year whose review is no longer written, or not yet: only this year's and the previous one's are
 * (domain.md §7: the autumn plenary presents last year's), as long as the mission has not closed that year.
 */
export async function refuseClosedReview(schoolYear: string, reader: Reader = db) {
  if (schoolYear > schoolYearOf()) throw conflict(`L’année scolaire ${schoolYear} n’a pas commencé : son bilan s’écrit à partir du 1er septembre.`)
  if (!isRecent(schoolYear)) throw conflict(`L’année scolaire ${schoolYear} est trop ancienne : son bilan se lit, mais ne change plus.`)
  if (await isClosedYear(schoolYear, reader)) throw conflict(`La mission académique a clos l’année scolaire ${schoolYear} : son bilan se lit, mais ne change plus.`)
}

/** Sheets that may no longer receive their figures (R9). */
export const hasFrozenSheets = (schoolYear: string) => !isOpenYear(schoolYear)

/** A review is expected, and usually approved, from 1 June of its year. */
export const seasonStart = (schoolYear: string) => new Date(`${schoolYear.slice(5)}-06-01T00:00:00Z`)
export const isReviewSeason = (schoolYear: string, day = today()) => day >= seasonStart(schoolYear)

/** The day by which the mission expects the reviews of a year, if it has said one. */
export async function findReviewDeadline(schoolYear: string) {
  const year = await db.schoolYear.findUnique({ where: { schoolYear }, select: { reviewDueOn: true } })
  return year?.reviewDueOn ?? null
}
