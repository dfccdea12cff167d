import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'

export const publicationMessage = (clee: { name: string; slug: string }, version: number, summary: string): Message => ({
  subject: `Nouveau modèle de charte : ${clee.name}`,
  paragraphs: [
    `La ${config.missionName} a publié la version ${version} du modèle de charte. Ce qui change :`,
    summary,
    `La charte de « ${clee.name} » garde son texte et reste valable. Pour voir ce qui la distingue du nouveau modèle et, si vous le souhaitez, l’adopter :`,
  ],
  path: `/clees/${clee.slug}/charte/modele`,
})
