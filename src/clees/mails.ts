import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'

type Named = { name: string; slug: string }

export const acknowledgementMessage = (clee: Named): Message => ({
  subject: `${clee.name} figure dans l’annuaire`,
  paragraphs: [`La ${midSentence(config.missionName)} a pris acte de la mise en place de « ${clee.name} », qui figure maintenant dans l’annuaire :`],
  path: `/clees/${clee.slug}`,
})
