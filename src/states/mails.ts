import type { Message } from '../notifications/notify.ts'
import type { ManualMove } from './labels.ts'

type Clee = { name: string; slug: string }

const news: Record<ManualMove, (name: string) => { subject: string; sentence: string }> = {
  dormancy: (name) => ({ subject: `CLEE mis en sommeil : ${name}`, sentence: `« ${name} » est mis en sommeil. Il peut être relancé à tout moment.` }),
  relaunch: (name) => ({ subject: `CLEE relancé : ${name}`, sentence: `« ${name} » est relancé.` }),
  closure: (name) => ({ subject: `CLEE fermé : ${name}`, sentence: `« ${name} » est fermé : il quitte l’annuaire, sa page reste consultable.` }),
  reopening: (name) => ({ subject: `CLEE rouvert : ${name}`, sentence: `« ${name} » est rouvert, en sommeil : il reste à le relancer.` }),
}

export function moveMessage(clee: Clee, move: ManualMove, author: string, reason: string): Message {
  const { subject, sentence } = news[move](clee.name)
  return { subject, paragraphs: [sentence, `Par ${author}.`, ...(reason ? [`Motif :\n${reason}`] : []), 'L’espace du CLEE :'], path: `/clees/${clee.slug}/espace` }
}
