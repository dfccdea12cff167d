import { config } from '../config.ts'
import type { CharterStatus } from '../generated/prisma/client.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'

type Told = { name: string; slug: string; charters: { status: CharterStatus }[] }

/** What becomes of the text of a CLEE: only a charter in force is valid. */
const keptText = ({ name, charters }: Told) =>
  charters.some(({ status }) => status === 'validated') ? `La charte en vigueur de « ${name} » garde son texte et reste valable.` : `La charte de « ${name} » garde son texte.`

const reading = 'Pour voir dès maintenant ce qui la distingue du nouveau modèle :'
const adoption = 'Pour voir ce qui la distingue du nouveau modèle et, si vous le souhaitez, l’adopter :'

/** What may be done about it, by the state of the newest version. */
const invitations: Record<CharterStatus, string> = {
  draft: adoption,
  proposed: `La version en cours attend l’accord de l’autre copilote : le nouveau modèle pourra être adopté ensuite. ${reading}`,
  submitted: `La version en cours est transmise à la mission : le nouveau modèle pourra être adopté après sa réponse. ${reading}`,
  returned: adoption,
  validated: adoption,
  replaced: adoption,
}

/** `charters`: the versions of the CLEE, newest first. */
export const publicationMessage = (clee: Told, version: number, summary: string): Message => ({
  subject: `Nouveau modèle de charte : ${clee.name}`,
  paragraphs: [
    `La ${midSentence(config.missionName)} a publié la version ${version} du modèle de charte. Ce qui change :`,
    summary,
    `${keptText(clee)} ${invitations[clee.charters[0]?.status ?? 'draft']}`,
  ],
  path: `/clees/${clee.slug}/charte/modele`,
})
