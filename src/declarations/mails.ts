import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'

type Named = { name: string; slug: string }

export const declarationMessage = (clee: Named, receipt: string): Message => ({
  subject: `Nouveau CLEE à prendre en compte : ${clee.name}`,
  paragraphs: [`La mise en place de « ${clee.name} » vient d’être déclarée.`, `Récépissé : ${receipt}.`, 'Pour en prendre acte :'],
  path: `/clees/${clee.slug}/espace`,
})

export const declarationReceiptMessage = (clee: Named, receipt: string): Message => ({
  subject: `Accusé de réception ${receipt}, mise en place : ${clee.name}`,
  paragraphs: [
    `La ${midSentence(config.missionName)} a été informée de la mise en place de « ${clee.name} ».`,
    `Votre récépissé : ${receipt}.`,
    'Vous pouvez dès maintenant écrire la charte et la liste des actions, sans attendre la réponse de la mission :',
  ],
  path: `/clees/${clee.slug}/espace`,
})
