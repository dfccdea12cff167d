import { db } from '../db.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)

/** Deletes what has served: links and unconfirmed requests 30 days past their date, decided requests after 12 months. */
export async function purgeAccountLinks() {
  const expired = { expiresAt: { lt: daysAgo(30) } }
  await db.accountRequest.deleteMany({ where: { status: 'unconfirmed', ...expired } })
  await db.accountRequest.deleteMany({ where: { status: { in: ['accepted', 'refused'] }, decidedAt: { lt: daysAgo(365) } } })
  await db.passwordReset.deleteMany({ where: expired })
  await db.emailChange.deleteMany({ where: expired })
}
