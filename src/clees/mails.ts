import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'

type Named = { name: string; slug: string }

export const acknowledgementMessage = (clee: Named): Message => ({
  subject: `Le CLEE ${clee.name} est publié`,
  paragraphs: [`La ${config.missionName} a pris acte de la mise en place du CLEE « ${clee.name} ». Il figure maintenant dans l’annuaire :`],
  path: `/clees/${clee.slug}`,
})
