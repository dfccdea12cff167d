import { plural } from '../web/view-helpers.ts'
import { daysSince, delays } from '../inquiry-desk/delays.ts'
import type { Task } from './task.ts'

/** Who else sees in their basket what has waited so long (R20), whoever reads it. */
function alsoSeenBy(days: number, isCopilot: boolean) {
  const readers = [...(isCopilot && days >= delays.followed ? ['la coordination du bassin'] : []), ...(days >= delays.mission ? ['la mission'] : [])]
  return readers.length > 0 ? `\u00a0: ${readers.join(' et ')} la ${readers.length > 1 ? 'voient' : 'voit'} aussi` : ''
}

/** What the public awaits of somebody: `since` is when the oldest of the inquiries began to wait. */
export function inquiryTasks({ count, since }: { count: number; since: Date | null }, { href = '/demandes', isCopilot = false } = {}): Task[] {
  if (count === 0) return []
  const days = since ? daysSince(since) : 0
  const text = days > 0 ? `${count > 1 ? 'La plus ancienne attend' : 'Elle attend'} depuis ${plural(days, 'jour', 'jours')}${alsoSeenBy(days, isCopilot)}.` : ''
  return [{ key: 'inquiries', title: plural(count, 'demande du public attend une réponse', 'demandes du public attendent une réponse'), text, href, label: 'Répondre au public', isUrgent: true }]
}
