import { purgeAccountLinks } from '../account-requests/purge.ts'
import { purgeThrottles } from '../auth/throttle.ts'
import { remindAgreements } from '../charters/reminders.ts'
import { watchMandates } from '../handovers/vacancy.ts'
import { purgeInquiries } from '../inquiries/purge.ts'
import { forgetFormerMembers } from '../members/forget.ts'
import { sendReminders } from '../reminders/send.ts'
import { watchRollover } from '../rollovers/run.ts'
import type { Job } from './jobs.ts'

/** All that the portal does without anybody's hand, and when, in Paris time. E-mails leave on their own: see notifications/worker.ts. */
export const portalJobs: Job[] = [
  // Soon after midnight, when a mandate ends; then each hour, for what the mission has changed since.
  { name: 'mandates', label: 'Début et fin des mandats', cron: '5 * * * *', run: () => watchMandates(), atStart: true },
  // On 1 September, and for a passage that a process which ended has left in the middle.
  { name: 'rollover', label: 'Bascule d’année scolaire', cron: '*/10 * * * *', run: () => watchRollover(), atStart: true },
  { name: 'former-members', label: 'Effacement des noms des membres partis', cron: '20 3 * * *', run: () => forgetFormerMembers(), atStart: true },
  { name: 'account-links', label: 'Effacement des liens périmés', cron: '30 3 * * *', run: () => purgeAccountLinks(), atStart: true },
  { name: 'inquiries', label: 'Effacement des demandes du public', cron: '40 3 * * *', run: () => purgeInquiries(), atStart: true },
  { name: 'throttles', label: 'Effacement des essais de connexion périmés', cron: '*/15 * * * *', run: () => purgeThrottles(), atStart: true },
  { name: 'agreements', label: 'Rappel des accords attendus sur les chartes', cron: '15 * * * *', run: () => remindAgreements(), atStart: true },
  // Not at each start: who has nothing on Monday is left in peace until the next.
  { name: 'reminders', label: 'Courriel hebdomadaire de rappels', next: 'lundi à 7\u00a0h', cron: '0 7 * * 1', run: () => sendReminders(), isCaughtUp: true },
]
