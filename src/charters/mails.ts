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
