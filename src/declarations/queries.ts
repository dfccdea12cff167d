import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'

/** The draft that this head has begun, or null. */
export const findOwnDraft = (user: CurrentUser) =>
  db.clee.findFirst({ where: { status: 'draft', draftedById: user.id }, orderBy: { createdAt: 'asc' } })
