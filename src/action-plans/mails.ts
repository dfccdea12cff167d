import { planPath } from '../actions/paths.ts'
import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'

type Named = { name: string; slug: string }
type Sent = { clee: Named; schoolYear: string; author: string; receipt: string }
type Written = { clee: Named; schoolYear: string; author: string; body: string }

export const planMessage = ({ clee, schoolYear, author, receipt }: Sent): Message => ({
  subject: `Liste des actions reçue : ${clee.name}, ${schoolYear}`,
  paragraphs: [`${author} a transmis la liste des actions envisagées par « ${clee.name} » pour ${schoolYear} (récépissé ${receipt}).`, 'Pour la lire et en accuser réception :'],
  path: planPath(clee, schoolYear),
})

export const planReceiptMessage = ({ clee, schoolYear, author, receipt }: Sent): Message => ({
  subject: `Accusé de réception ${receipt}, actions ${schoolYear} : ${clee.name}`,
  paragraphs: [`${author} a transmis à la ${midSentence(config.missionName)} la liste des actions de « ${clee.name} » pour ${schoolYear}.`, `Votre récépissé : ${receipt}.`],
  path: planPath(clee, schoolYear),
})

export const planAcknowledgementMessage = (clee: Named, schoolYear: string): Message => ({
  subject: `Liste des actions lue : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${midSentence(config.missionName)} a pris connaissance de la liste des actions de « ${clee.name} » pour ${schoolYear}.`],
  path: planPath(clee, schoolYear),
})

const exchangePath = (clee: Named, schoolYear: string) => `${planPath(clee, schoolYear)}#echanges`

export const planQuestionMessage = ({ clee, schoolYear, author, body }: Written): Message => ({
  subject: `Question sur vos actions ${schoolYear} : ${clee.name}`,
  paragraphs: [`${author}, de la ${midSentence(config.missionName)}, a une question sur la liste des actions de « ${clee.name} » pour ${schoolYear} :`, body, 'Pour y répondre, ou corriger la liste et la transmettre de nouveau :'],
  path: exchangePath(clee, schoolYear),
})

export const planAnswerMessage = ({ clee, schoolYear, author, body }: Written): Message => ({
  subject: `Réponse sur les actions ${schoolYear} : ${clee.name}`,
  paragraphs: [`${author} répond à votre question sur la liste des actions de « ${clee.name} » pour ${schoolYear} :`, body, 'Pour relire la liste et en accuser réception :'],
  path: exchangePath(clee, schoolYear),
})
