import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { isOpenYear } from '../school-year.ts'
import { formatInstant } from '../web/view-helpers.ts'

type Reader = Tx | typeof db

// Within a transaction its row is shared, which a closing waits for: what is written under an open year is written before it closes.
const lockStatus = (schoolYear: string, tx: Tx) => tx.$queryRaw<{ status: string }[]>`SELECT status::text AS status FROM school_years WHERE school_year = ${schoolYear} FOR SHARE`
const readStatus = (schoolYear: string) => db.schoolYear.findMany({ where: { schoolYear }, select: { status: true }, orderBy: { schoolYear: 'asc' } })

/** Whether the mission has closed a school year; within a transaction, it stays so until its end. */
export async function isClosedYear(schoolYear: string, reader: Reader = db) {
  const [year] = await (reader === db ? readStatus(schoolYear) : lockStatus(schoolYear, reader))
  return year?.status === 'closed'
}

/** Whether a school year may still be written: not past (R9), and not closed by the mission. */
export const isWritableYear = async (schoolYear: string) => isOpenYear(schoolYear) && !(await isClosedYear(schoolYear))

/** Why a school year is only read, with who closed it and when. */
export async function readOnlySentence(schoolYear: string) {
  const year = await db.schoolYear.findUnique({ where: { schoolYear }, select: { status: true, closedAt: true, closedByName: true } })
  if (year?.status !== 'closed' || !year.closedAt) return `L’année scolaire ${schoolYear} est terminée.`
  return `La mission académique a clos l’année scolaire ${schoolYear} ${formatInstant(year.closedAt)}${year.closedByName ? ` (${year.closedByName})` : ''}.`
}

/** Throws 409 for a school year that is past (R9), or that the mission has closed. */
export async function refuseClosedYear(schoolYear: string, reader: Reader = db) {
  if (!isOpenYear(schoolYear)) throw conflict(`L’année scolaire ${schoolYear} est terminée : sa liste se lit, mais ne change plus.`)
  if (await isClosedYear(schoolYear, reader)) throw conflict(`La mission académique a clos l’année scolaire ${schoolYear} : sa liste se lit, mais ne change plus.`)
}
