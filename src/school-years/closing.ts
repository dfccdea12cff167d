import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { isOpenYear } from '../school-year.ts'

type Reader = Tx | typeof db

const isClosed = async (schoolYear: string, tx: Reader) => (await tx.schoolYear.count({ where: { schoolYear, status: 'closed' } })) > 0

/** Whether a school year may still be written: not past (R9), and not closed by the mission. */
export const isWritableYear = async (schoolYear: string, tx: Reader = db) => isOpenYear(schoolYear) && !(await isClosed(schoolYear, tx))

/** Throws 409 for a school year that is past (R9), or that the mission has closed. */
export async function refuseClosedYear(schoolYear: string, tx: Reader = db) {
  if (!isOpenYear(schoolYear)) throw conflict(`L’année scolaire ${schoolYear} est terminée : sa liste se lit, mais ne change plus.`)
  if (await isClosed(schoolYear, tx)) throw conflict(`La mission académique a clos l’année scolaire ${schoolYear} : sa liste se lit, mais ne change plus.`)
}
