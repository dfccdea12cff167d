import { plural } from '../web/view-helpers.ts'
import { daysSince } from '../inquiry-desk/delays.ts'
import type { Task } from './task.ts'

/** What the public awaits of somebody: `since` is when the oldest of the inquiries began to wait. */
export function inquiryTasks({ count, since }: { count: number; since: Date | null }, href = '/demandes'): Task[] {
  if (count === 0) return []
  const days = since ? daysSince(since) : 0
  const text = days > 0 ? `${count > 1 ? 'La plus ancienne attend' : 'Elle attend'} depuis ${plural(days, 'jour', 'jours')}.` : ''
  return [{ key: 'inquiries', title: plural(count, 'demande du public attend une réponse', 'demandes du public attendent une réponse'), text, href, label: 'Lire et répondre', isUrgent: true }]
}
