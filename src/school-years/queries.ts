import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { isSchoolYear, nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { yearState, yearStates } from './states.ts'

/** A school year as the mission runs it; null when it was not opened. */
export const findYear = (schoolYear: string) => db.schoolYear.findUnique({ where: { schoolYear } })
export type OpenedYear = NonNullable<Awaited<ReturnType<typeof findYear>>>

/** The same. Throws 404 for a year that was not opened. */
export async function getOpenedYear(schoolYear: string): Promise<OpenedYear> {
  const row = await findYear(schoolYear)
  if (!row) throw notFound('La mission académique n’a pas ouvert cette année scolaire.')
  return row
}

/** The years that the portal knows, newest first: the next, this one, the one before, and those that were opened or have lists of actions. */
async function knownYears() {
  const current = schoolYearOf()
  const [opened, planned] = await Promise.all([
    db.schoolYear.findMany({ select: { schoolYear: true }, orderBy: { schoolYear: 'asc' } }),
    db.actionPlan.groupBy({ by: ['schoolYear'], orderBy: { schoolYear: 'asc' } }),
  ])
  const years = [nextSchoolYear(current), current, previousSchoolYear(current), ...[...opened, ...planned].map(({ schoolYear }) => schoolYear)]
  return [...new Set(years)].filter((schoolYear) => schoolYear <= nextSchoolYear(current)).toSorted().toReversed()
}

/** The years that the portal knows, newest first, with where they stand. */
export async function listYears() {
  const years = await knownYears()
  const rows = await db.schoolYear.findMany({ where: { schoolYear: { in: years } }, orderBy: { schoolYear: 'asc' } })
  return years.map((schoolYear) => {
    const row = rows.find((one) => one.schoolYear === schoolYear) ?? null
    return { schoolYear, row, badge: yearStates[yearState(schoolYear, row)] }
  })
}

/** The school year of an address, opened or not. Throws 404 for one that the portal does not know. */
export async function getYear(schoolYear: string) {
  const isKnown = isSchoolYear(schoolYear) && (await knownYears()).includes(schoolYear)
  if (!isKnown) throw notFound('Cette année scolaire n’existe pas.')
  return { schoolYear, row: await findYear(schoolYear) }
}
