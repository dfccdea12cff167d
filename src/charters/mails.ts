import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { formatDay, midSentence, plural, withDe } from '../web/view-helpers.ts'
import { charterPath } from './paths.ts'

type Named = { name: string; slug: string }
type Version = { version: number }
/** Who sent a version, who agreed for the other side, and its receipt. */
export type Sending = { author: string; agreed: string | null; receipt: string }
const mission = midSentence(config.missionName)

const withAgreement = (agreed: string | null) => (agreed ? `, avec l’accord ${withDe(agreed)}` : '')

export const submissionMessage = (clee: Named, { version }: Version, { author, agreed, receipt }: Sending, returnedAt: Date | null): Message => ({
  subject: `Charte à examiner : ${clee.name}, version ${version}`,
  paragraphs: [
    `${author}${agreed ? `${withAgreement(agreed)},` : ''} a transmis la version ${version} de la charte de « ${clee.name} » (récépissé ${receipt}).`,
    ...(returnedAt ? [`C’est une nouvelle transmission, version ${version}, après votre renvoi du ${formatDay(returnedAt)}.`] : []),
    'Pour la lire, la valider ou la renvoyer :',
  ],
  path: charterPath(clee),
})

function sentTo(clee: Named, { version }: Version, { author, agreed }: Sending, reader: string) {
  const text = `la version ${version} de la charte de « ${clee.name} »`
  if (reader === author) return `Vous avez transmis ${text} à la ${mission}${withAgreement(agreed)}.`
  if (reader === agreed) return `Vous avez donné votre accord à ${text}, que ${author} vous avait soumise : elle est transmise à la ${mission}.`
  return `${author} a transmis ${text} à la ${mission}${withAgreement(agreed)}.`
}

export const submissionReceiptMessage = (clee: Named, charter: Version, sending: Sending, reader: string): Message => ({
  subject: `Accusé de réception ${sending.receipt}, charte : ${clee.name}`,
  paragraphs: [sentTo(clee, charter, sending, reader), `Votre récépissé : ${sending.receipt}. Attendre la réponse n’empêche rien : les actions et le comité peuvent avancer.`],
  path: charterPath(clee),
})

export const validationMessage = (clee: Named, { version, signatories }: Version & { signatories: string[] }, validUntil: Date): Message => ({
  subject: `Charte validée : ${clee.name}`,
  paragraphs: [
    `La ${mission} a validé la version ${version} de la charte de « ${clee.name} ». Elle est publiée, et valable jusqu’au ${formatDay(validUntil)}.`,
    signatories.some((signatory) => signatory !== 'mission') ? 'Elle peut être signée. Pour la lire, et la signer si ce n’est pas déjà fait :' : 'Pour la lire :',
  ],
  path: `${charterPath(clee)}#signatures`,
})

export const returnMessage = (clee: Named, reason: string, commented: number): Message => ({
  subject: `Charte à compléter : ${clee.name}`,
  paragraphs: [
    `La ${mission} vous renvoie la charte de « ${clee.name} » pour complément.`,
    `Motif :\n${reason}`,
    ...(commented > 0 ? [`${plural(commented, 'article porte', 'articles portent')} des commentaires, à lire sur la page de la charte.`] : []),
    'Une nouvelle version, qui reprend votre texte, vous attend pour être corrigée puis transmise :',
  ],
  path: charterPath(clee),
})

export const proposalMessage = (clee: Named, author: string): Message => ({
  subject: `Votre accord est attendu sur la charte : ${clee.name}`,
  paragraphs: [
    `${author} a relu la charte de « ${clee.name} » et vous la soumet. Elle partira à la ${mission} dès que vous aurez donné votre accord.`,
    'Pour la lire, donner votre accord ou dire ce qui ne convient pas :',
  ],
  path: charterPath(clee),
})

export const proposalReminderMessage = (clee: Named, author: string, days: number): Message => ({
  subject: `Rappel : votre accord est attendu sur la charte : ${clee.name}`,
  paragraphs: [`Depuis plus de ${days} jours, la charte de « ${clee.name} », que ${author} vous a soumise, attend votre accord pour partir à la ${mission}.`, 'Pour la lire et répondre :'],
  path: charterPath(clee),
})

export const withdrawalMessage = (clee: Named, author: string): Message => ({
  subject: `La charte est reprise : ${clee.name}`,
  paragraphs: [`${author} a repris la charte de « ${clee.name} » pour la retoucher. Votre accord sera de nouveau demandé ensuite.`],
  path: charterPath(clee),
})

export const objectionMessage = (clee: Named, author: string, reason: string): Message => ({
  subject: `La charte n’est pas encore partie : ${clee.name}`,
  paragraphs: [`${author} n’a pas donné son accord à la charte de « ${clee.name} » :`, reason, 'Le texte peut de nouveau être modifié :'],
  path: charterPath(clee),
})
