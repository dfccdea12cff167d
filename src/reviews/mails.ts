import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'
import { reviewPath } from './paths.ts'

type Named = { name: string; slug: string }
type Sent = { clee: Named; schoolYear: string; receipt: string }
const mission = midSentence(config.missionName)

export const approvalMessage = (clee: Named, schoolYear: string, author: string): Message => ({
  subject: `Bilan ${schoolYear} à approuver : ${clee.name}`,
  paragraphs: [`${author} a approuvé le bilan ${schoolYear} de « ${clee.name} ». Il part à la ${mission} dès que votre côté l’approuve aussi.`, 'Pour le lire et l’approuver :'],
  path: reviewPath(clee, schoolYear),
})

export const submissionMessage = ({ clee, schoolYear, receipt }: Sent): Message => ({
  subject: `Bilan reçu : ${clee.name}, ${schoolYear}`,
  paragraphs: [`Les copilotes de « ${clee.name} » ont approuvé et transmis leur bilan ${schoolYear} (récépissé ${receipt}).`, 'Pour le lire et en accuser réception :'],
  path: reviewPath(clee, schoolYear),
})

export const receiptMessage = ({ clee, schoolYear, receipt }: Sent): Message => ({
  subject: `Accusé de transmission ${receipt}, bilan ${schoolYear} : ${clee.name}`,
  paragraphs: [`Le bilan ${schoolYear} de « ${clee.name} », approuvé par les deux côtés, est transmis à la ${mission}.`, `Votre récépissé : ${receipt}.`],
  path: reviewPath(clee, schoolYear),
})

export const acknowledgementMessage = (clee: Named, schoolYear: string, isDeclined: boolean): Message => ({
  subject: `Bilan lu : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${mission} a pris connaissance du bilan ${schoolYear} de « ${clee.name} ».`, ...(isDeclined ? ['Elle ne vous le renvoie pas : il reste tel que vous l’avez transmis.'] : [])],
  path: reviewPath(clee, schoolYear),
})

export const returnMessage = (clee: Named, schoolYear: string, reason: string): Message => ({
  subject: `Bilan à compléter : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${mission} vous renvoie le bilan ${schoolYear} de « ${clee.name} » pour complément :`, reason, 'Complétez-le ; il repart dès que les deux côtés l’ont approuvé de nouveau :'],
  path: reviewPath(clee, schoolYear),
})

type Request = { clee: Named; schoolYear: string; author: string; reason: string }

export const returnRequestMessage = ({ clee, schoolYear, author, reason }: Request): Message => ({
  subject: `Renvoi du bilan ${schoolYear} demandé : ${clee.name}`,
  paragraphs: [`${author} vous demande de renvoyer aux copilotes le bilan ${schoolYear} de « ${clee.name} » :`, reason, 'Pour le renvoyer, ou le garder tel quel :'],
  path: reviewPath(clee, schoolYear),
})
