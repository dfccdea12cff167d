import type { CurrentUser } from '../auth/current-user.ts'
import { canEditClee } from '../clees/policy.ts'

type Seat = { side: 'education' | 'economy'; acceptedAt: Date | null }

/** The economic seat is named by those who may edit the CLEE, as long as nobody has taken it up. */
export const canDesignateEconomicCopilot = (user: CurrentUser, clee: Parameters<typeof canEditClee>[1] & { copilots: Seat[] }) =>
  canEditClee(user, clee) && !clee.copilots.some((copilot) => copilot.side === 'economy' && copilot.acceptedAt)
