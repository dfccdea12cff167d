import { charterPath } from '../charters/paths.ts'
import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'

export const missionWritingMessage = (clee: { name: string; slug: string }, author: string, article: string): Message => ({
  subject: `La mission a modifié votre charte\u00a0: ${clee.name}`,
  paragraphs: [
    `${author}, pour la ${midSentence(config.missionName)}, a modifié l’article «\u00a0${article}\u00a0» du projet de charte de «\u00a0${clee.name}\u00a0».`,
    'D’autres modifications ont pu suivre\u00a0: le portail en avertit une fois par heure au plus. Vous pouvez reprendre le texte. Pour le lire\u00a0:',
  ],
  path: charterPath(clee),
})
