import type { CurrentUser } from '../auth/current-user.ts'
import { worksStatuses } from '../charters/workflow.ts'
import { isInsider, isOpen } from '../clees/policy.ts'
import type { CharterStatus, CleeStatus } from '../generated/prisma/client.ts'

type Placed = { id: string; status: CleeStatus; bassins: { bassinId: string }[] }

/** The mission, the coordinators of its bassins and its co-pilots remark on a version until it is decided; commenting gives no part in the decision (R17). */
export const canComment = (user: CurrentUser, clee: Placed, charter: { status: CharterStatus } | null) =>
  charter !== null && worksStatuses.includes(charter.status) && isOpen(clee) && isInsider(user, clee)
