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

export const acknowledgementMessage = (clee: Named, schoolYear: string): Message => ({
  subject: `Bilan lu : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${mission} a pris connaissance du bilan ${schoolYear} de « ${clee.name} ».`],
  path: reviewPath(clee, schoolYear),
})

export const returnMessage = (clee: Named, schoolYear: string, reason: string): Message => ({
  subject: `Bilan à compléter : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${mission} vous renvoie le bilan ${schoolYear} de « ${clee.name} » pour complément :`, reason, 'Complétez-le ; il repart dès que les deux côtés l’ont approuvé de nouveau :'],
  path: reviewPath(clee, schoolYear),
})
