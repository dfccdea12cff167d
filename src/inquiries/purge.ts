import { oldestUnconfirmed } from '../auth/tokens.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { deleteInquiries } from './commands.ts'

const keptMonths = 12
const batchSize = 200

function monthsAgo(months: number) {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() - months)
  return day
}

/** Those that nobody confirmed, and those of which nothing was written for twelve months. */
const outlived = (): Prisma.InquiryWhereInput => ({
  OR: [
    { status: 'unconfirmed', createdAt: { lt: oldestUnconfirmed() } },
    { createdAt: { lt: monthsAgo(keptMonths) }, messages: { none: { createdAt: { gte: monthsAgo(keptMonths) } } } },
  ],
})

/** Deletes the inquiries that have outlived their use; gives how many. */
export async function purgeInquiries(): Promise<number> {
  const inquiries = await db.inquiry.findMany({ where: outlived(), select: { id: true, reference: true }, orderBy: { id: 'asc' }, take: batchSize })
  if (inquiries.length === 0) return 0
  await db.$transaction((tx) => deleteInquiries(tx, inquiries), { timeout: 30_000 })
  return inquiries.length + (inquiries.length === batchSize ? await purgeInquiries() : 0)
}
