import type { CurrentUser } from '../auth/current-user.ts'
import { isInsider } from '../clees/policy.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'

type Placed = { id: string; status: CleeStatus; bassins: { bassinId: string }[] }

/** The sheet belongs to those who work in the CLEE. */
export const canOpenSheet = (user: CurrentUser | undefined, clee: Placed) => user !== undefined && isInsider(user, clee)

/** What others have learnt of an action is shared among the people of the network, not published. */
export const canReadResults = (user: CurrentUser | undefined) => user !== undefined
