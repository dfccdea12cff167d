import { db } from '../db.ts'
import { today } from '../school-year.ts'
import { forgottenName } from './names.ts'

const keptYears = 1
const noConsent = { consentOn: null, consentMeans: '', consentRecordedBy: '' }

/**
 * Erases the names, and the consents, of members whose participation ended more than a year ago; function, structure
 * and dates stay. A person alone, who has no structure, keeps a line without name. Gives how many were forgotten.
 */
export async function forgetFormerMembers(day = today()): Promise<number> {
  const limit = new Date(day)
  limit.setUTCFullYear(limit.getUTCFullYear() - keptYears)
  const former = { endsOn: { lt: limit } }
  const alone = { schoolUai: null, organisationId: null }
  const named = await db.member.updateMany({ where: { ...former, NOT: alone, lastName: { not: '' } }, data: { firstName: '', lastName: '', ...noConsent } })
  const persons = await db.member.updateMany({ where: { ...former, ...alone, lastName: { not: forgottenName } }, data: { firstName: '', lastName: forgottenName, ...noConsent } })
  return named.count + persons.count
}
