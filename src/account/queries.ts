import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { schoolYearOf } from '../school-year.ts'

/** The account of a person as they see it: structure, coordinations of the year, change of address under way. */
export async function getOwnAccount(id: string) {
  const account = await db.user.findUnique({
    where: { id },
    include: {
      school: true,
      organisation: true,
      coordinations: { where: { schoolYear: schoolYearOf() }, include: { bassin: true }, orderBy: { bassin: { name: 'asc' } } },
      emailChanges: { where: { appliedAt: null, expiresAt: { gt: new Date() } }, orderBy: { createdAt: 'desc' } },
    },
  })
  return account ?? Promise.reject(notFound())
}
export type OwnAccount = Awaited<ReturnType<typeof getOwnAccount>>
