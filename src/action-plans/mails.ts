import { planPath } from '../actions/paths.ts'
import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'

type Named = { name: string; slug: string }
type Sent = { clee: Named; schoolYear: string; author: string; receipt: string }

export const planMessage = ({ clee, schoolYear, author, receipt }: Sent): Message => ({
  subject: `Liste des actions reçue : ${clee.name}, ${schoolYear}`,
  paragraphs: [`${author} a transmis la liste des actions envisagées par « ${clee.name} » pour ${schoolYear} (récépissé ${receipt}).`, 'Pour la lire et en accuser réception :'],
  path: planPath(clee, schoolYear),
})

export const planReceiptMessage = ({ clee, schoolYear, author, receipt }: Sent): Message => ({
  subject: `Accusé de réception ${receipt}, actions ${schoolYear} : ${clee.name}`,
  paragraphs: [`${author} a transmis à la ${config.missionName} la liste des actions de « ${clee.name} » pour ${schoolYear}.`, `Votre récépissé : ${receipt}.`],
  path: planPath(clee, schoolYear),
})

export const planAcknowledgementMessage = (clee: Named, schoolYear: string): Message => ({
  subject: `Liste des actions lue : ${clee.name}, ${schoolYear}`,
  paragraphs: [`La ${config.missionName} a pris connaissance de la liste des actions de « ${clee.name} » pour ${schoolYear}.`],
  path: planPath(clee, schoolYear),
})
