import { db } from '../db.ts'

/** The states that a CLEE went through, newest first. */
export const listStateChanges = (cleeId: string) =>
  db.cleeStateChange.findMany({ where: { cleeId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 200 })

/** When the CLEE came to the state it is in; null when nothing says so. */
export async function findStateDate(cleeId: string) {
  const change = await db.cleeStateChange.findFirst({ where: { cleeId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], select: { at: true } })
  return change?.at ?? null
}
