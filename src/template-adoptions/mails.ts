import { charterPath } from '../charters/paths.ts'
import type { Message } from '../notifications/notify.ts'

export const adoptionMessage = (clee: { name: string; slug: string }, author: string, version: number): Message => ({
  subject: `La charte suit le nouveau modèle : ${clee.name}`,
  paragraphs: [
    `${author} a fait passer la charte de « ${clee.name} » à la version ${version} du modèle de l’académie. Ce que vous aviez écrit est gardé en entier.`,
    'Les articles ajoutés par ce modèle sont à relire :',
  ],
  path: charterPath(clee),
})
