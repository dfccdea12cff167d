import { charterPath } from '../charters/paths.ts'
import type { Message } from '../notifications/notify.ts'
import { joinList } from '../web/view-helpers.ts'
import { authorLabels } from './labels.ts'
import type { Actor } from '../audit/audit.ts'

export const commentMessage = (clee: { name: string; slug: string }, author: Actor, articles: string[]): Message => ({
  subject: `Commentaire sur la charte\u00a0: ${clee.name}`,
  paragraphs: [
    `${author.name}, ${authorLabels[author.role]}, a commenté ${articles.length > 1 ? 'les articles' : 'l’article'} ${joinList(articles.map((title) => `«\u00a0${title}\u00a0»`))} de la charte de «\u00a0${clee.name}\u00a0».`,
    'D’autres commentaires ont pu suivre\u00a0: le portail en avertit une fois par heure au plus. Pour les lire et y répondre\u00a0:',
  ],
  path: charterPath(clee),
})
