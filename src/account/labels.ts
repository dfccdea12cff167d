import type { ReminderPace } from '../generated/prisma/client.ts'

const paces: Record<ReminderPace, { label: string; hint: string }> = {
  weekly: { label: 'Chaque semaine', hint: 'Le lundi matin, s’il y a quelque chose.' },
  monthly: { label: 'Chaque mois', hint: 'Le premier lundi du mois, s’il y a quelque chose.' },
  none: { label: 'Jamais', hint: 'Le tableau de bord continue de tout montrer.' },
}

export const paceOptions = Object.entries(paces).map(([value, pace]) => ({ value, ...pace }))
