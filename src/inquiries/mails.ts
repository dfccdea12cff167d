import { confirmationDays } from '../auth/tokens.ts'
import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { ways } from './labels.ts'
import type { InquiryKind } from '../generated/prisma/client.ts'

type Named = { reference: string; subject: string }

// Whoever asks may write in somebody else's name: until an address is confirmed, no text of theirs leaves for it.
/** Each mail about an inquiry names its reference in its subject: by it they are deleted with the inquiry. */
const about = (sentence: string, { reference }: Pick<Named, 'reference'>) => `${sentence} (${reference})`
const portal = `le portail des CLEE de l’académie de ${config.academie}`

export const confirmationMessage = (inquiry: Pick<Named, 'reference'>, words: string, path: string): Message => ({
  subject: about('Confirmez votre message', inquiry),
  paragraphs: [
    `Quelqu’un, sans doute vous, a écrit ${words} sur ${portal}, avec cette adresse. Si ce n’est pas vous, ne faites rien : personne ne lira ce message, qui s’effacera dans ${confirmationDays} jours.`,
    'Pour que votre message parte, ouvrez ce lien personnel et confirmez. Le même lien vous mènera ensuite à la réponse :',
  ],
  path,
  isSecret: true,
})

export const alreadySentMessage = (inquiry: Pick<Named, 'reference'>, path: string): Message => ({
  subject: about('Votre message est déjà parti', inquiry),
  paragraphs: [`Vous avez envoyé deux fois le même message sur ${portal}. Le premier est déjà confirmé et transmis ; il suffit. Vous pouvez le suivre par ce lien personnel :`],
  path,
  isSecret: true,
})

export const arrivalMessage = (inquiry: Named & { id: string; kind: InquiryKind }): Message => ({
  subject: about(`${ways[inquiry.kind].label} du public à lire`, inquiry),
  paragraphs: [`Le public vous écrit sur le portail : « ${inquiry.subject} ».`, 'Une réponse est attendue dans les dix jours. Pour lire le message, le prendre en charge et répondre :'],
  path: `/demandes/${inquiry.id}`,
})

export const replyMessage = (inquiry: Named & { id: string }): Message => ({
  subject: about('Nouveau message du public', inquiry),
  paragraphs: [`La personne qui vous avait écrit a ajouté un message : « ${inquiry.subject} ».`, 'Pour le lire et répondre :'],
  path: `/demandes/${inquiry.id}`,
})

export const transferMessage = (inquiry: Named & { id: string }, author: string, word: string): Message => ({
  subject: about('Une demande du public vous est transmise', inquiry),
  paragraphs: [`${author} vous transmet une demande du public : « ${inquiry.subject} ».`, ...(word ? [word] : []), 'Pour la lire, la prendre en charge et répondre :'],
  path: `/demandes/${inquiry.id}`,
})

export const answerMessage = (inquiry: Named, author: string, body: string, path: string): Message => ({
  subject: about('Réponse à votre message', inquiry),
  paragraphs: [`${author}, répond à votre message « ${inquiry.subject} » :`, body, 'Pour lire tout l’échange, répondre à votre tour ou dire que vous avez votre réponse, ouvrez votre lien personnel :'],
  path,
  isSecret: true,
})

export const forwardedMessage = (inquiry: Named, words: string, path: string): Message => ({
  subject: about('Votre message est transmis', inquiry),
  paragraphs: [`Votre message « ${inquiry.subject} » a été transmis ${words}, mieux à même de vous répondre. Vous n’avez rien à faire. Pour le suivre :`],
  path,
  isSecret: true,
})

export const closedMessage = (inquiry: Named, path: string): Message => ({
  subject: about('Votre demande est close', inquiry),
  paragraphs: [`L’échange « ${inquiry.subject} » est clos. S’il vous manque une réponse, écrivez de nouveau depuis votre lien personnel : il se rouvrira.`],
  path,
  isSecret: true,
})
