import type { CurrentUser } from '../auth/current-user.ts'
import { canWriteCharter } from '../charters/policy.ts'
import type { CharterStatus, CleeStatus } from '../generated/prisma/client.ts'

type Version = { version: number; status: CharterStatus }

/** A version opened to revise the charter in force, and not sent yet: without it, that charter goes on as it was. What the mission returned is answered. */
export const isAbandonable = (charter: Version, versions: Version[]) =>
  charter.status === 'draft' && versions.some(({ version, status }) => version === charter.version - 1 && status === 'validated')

/** Who writes a charter may give up its new version. */
export const canAbandon = (user: CurrentUser, clee: { id: string; status: CleeStatus }, charter: Version, versions: Version[]) =>
  canWriteCharter(user, clee) && isAbandonable(charter, versions)
