import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'

type Named = { name: string; slug: string }
const charterPath = (clee: Named) => `/clees/${clee.slug}/charte`

export const submissionMessage = (clee: Named, author: string, receipt: string): Message => ({
  subject: `Charte à examiner : ${clee.name}`,
  paragraphs: [`${author} a transmis la charte de « ${clee.name} » (récépissé ${receipt}).`, 'Pour la lire, la valider ou la renvoyer :'],
  path: charterPath(clee),
})

export const submissionReceiptMessage = (clee: Named, author: string, receipt: string): Message => ({
  subject: `Accusé de réception ${receipt}, charte : ${clee.name}`,
  paragraphs: [
    `${author} a transmis la charte de « ${clee.name} » à la ${config.missionName}.`,
    `Votre récépissé : ${receipt}. Attendre la réponse n’empêche rien : les actions et le comité peuvent avancer.`,
  ],
  path: charterPath(clee),
})

export const validationMessage = (clee: Named): Message => ({
  subject: `Charte validée : ${clee.name}`,
  paragraphs: [`La ${config.missionName} a validé la charte de « ${clee.name} ». Elle est publiée :`],
  path: `/clees/${clee.slug}`,
})

export const returnMessage = (clee: Named, reason: string): Message => ({
  subject: `Charte à compléter : ${clee.name}`,
  paragraphs: [
    `La ${config.missionName} vous renvoie la charte de « ${clee.name} » pour complément.`,
    `Motif :\n${reason}`,
    'Une nouvelle version, qui reprend votre texte, vous attend pour être corrigée puis transmise :',
  ],
  path: charterPath(clee),
})

export const proposalMessage = (clee: Named, author: string): Message => ({
  subject: `Votre accord est attendu sur la charte : ${clee.name}`,
  paragraphs: [
    `${author} a relu la charte de « ${clee.name} » et vous la soumet. Elle partira à la ${config.missionName} dès que vous aurez donné votre accord.`,
    'Pour la lire, donner votre accord ou dire ce qui ne convient pas :',
  ],
  path: charterPath(clee),
})

export const proposalReminderMessage = (clee: Named, author: string, days: number): Message => ({
  subject: `Rappel : votre accord est attendu sur la charte : ${clee.name}`,
  paragraphs: [`Depuis plus de ${days} jours, la charte de « ${clee.name} », que ${author} vous a soumise, attend votre accord pour partir à la ${config.missionName}.`, 'Pour la lire et répondre :'],
  path: charterPath(clee),
})

export const withdrawalMessage = (clee: Named, author: string): Message => ({
  subject: `La charte est reprise : ${clee.name}`,
  paragraphs: [`${author} a repris la charte de « ${clee.name} » pour la retoucher. Votre accord sera de nouveau demandé ensuite.`],
  path: charterPath(clee),
})

export const objectionMessage = (clee: Named, author: string, reason: string): Message => ({
  subject: `La charte n’est pas encore partie : ${clee.name}`,
  paragraphs: [`${author} n’a pas donné son accord à la charte de « ${clee.name} » :`, reason, 'Le texte peut de nouveau être modifié :'],
  path: charterPath(clee),
})
