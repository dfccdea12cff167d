import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { midSentence } from '../web/view-helpers.ts'
import { addressOf } from '../web/address.ts'

export const requestHours = 24
const portal = `le portail des CLEE de l’académie de ${config.academie}`

export const confirmationMessage = (path: string): Message => ({
  subject: 'Confirmez votre demande de compte',
  paragraphs: [
    `Quelqu’un, sans doute vous, a demandé un compte sur ${portal} avec cette adresse. Si ce n’est pas vous, ne faites rien : rien ne sera ouvert.`,
    `Pour confirmer que cette adresse est la vôtre, ouvrez ce lien personnel. Il sert une seule fois, pendant ${requestHours} heures :`,
  ],
  path,
  isSecret: true,
})

export const knownAccountMessage: Message = {
  subject: 'Vous avez déjà un compte',
  paragraphs: [
    `Quelqu’un, sans doute vous, a demandé un compte sur ${portal} avec cette adresse. Elle en a déjà un : rien n’a changé.`,
    `Pour vous connecter : ${addressOf('/connexion')}`,
    'Si vous avez oublié votre mot de passe, ou ne l’avez jamais choisi :',
  ],
  path: '/mot-de-passe-oublie',
}

export const disabledAccountMessage: Message = {
  subject: 'Votre compte est désactivé',
  paragraphs: [`Quelqu’un, sans doute vous, a demandé un compte sur ${portal} avec cette adresse. Elle en a un, que la ${midSentence(config.missionName)} a désactivé. Pour le retrouver, écrivez-lui :`],
  path: '/mentions-legales',
}

export const alreadyWaitingMessage: Message = {
  subject: 'Votre demande de compte attend déjà une réponse',
  paragraphs: [`Votre demande de compte sur ${portal} est confirmée, et attend la réponse de la ${midSentence(config.missionName)} : il n’est pas nécessaire d’en faire une autre. En attendant, l’annuaire se consulte sans compte :`],
  path: '/clees',
}

export const waitingMessage = (name: string, id: string): Message => ({
  subject: `Demande de compte à examiner : ${name}`,
  paragraphs: [`${name} demande un compte, et a confirmé son adresse.`, 'Pour accepter ou refuser :'],
  path: `/comptes/demandes/${id}`,
})

export const openedMessage = (who: string, school: string, path: string): Message => ({
  subject: `Compte ouvert : ${school}`,
  paragraphs: [
    `${who} a ouvert un compte de direction pour « ${school} », après avoir confirmé une adresse de l’académie.`,
    `Si cette personne ne dirige pas cet établissement, prévenez la ${midSentence(config.missionName)}, qui peut désactiver le compte :`,
  ],
  path,
})

export const refusalMessage = (reason: string): Message => ({
  subject: 'Votre demande de compte n’est pas acceptée',
  paragraphs: [`La ${midSentence(config.missionName)} n’a pas accepté votre demande de compte sur ${portal}, pour ce motif :`, reason, 'Vous pouvez la joindre ou faire une autre demande ; l’annuaire se consulte sans compte :'],
  path: '/clees',
})
