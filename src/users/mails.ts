import { invitationHours } from '../auth/invitations.ts'
import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import type { Role } from '../generated/prisma/client.ts'
import { roleLabels } from './labels.ts'
import { midSentence } from '../web/view-helpers.ts'

const portal = `le portail des CLEE de l’académie de ${config.academie}`

export const invitationMessage = (role: Role, path: string): Message => ({
  subject: 'Ouvrez votre compte sur le portail des CLEE',
  paragraphs: [
    `La ${midSentence(config.missionName)} vous ouvre un compte sur ${portal}, avec le rôle « ${roleLabels[role]} ».`,
    `Pour choisir votre mot de passe, ouvrez ce lien personnel. Il sert une seule fois, pendant ${invitationHours} heures :`,
  ],
  path,
  isSecret: true,
})

export const disabledMessage: Message = {
  subject: 'Votre compte est désactivé',
  paragraphs: [`La ${midSentence(config.missionName)} a désactivé votre compte sur ${portal}. Vous ne pouvez plus vous y connecter. Si c’est une erreur, écrivez-lui :`],
  path: '/mentions-legales',
}

export const enabledMessage: Message = {
  subject: 'Votre compte est réactivé',
  paragraphs: [`La ${midSentence(config.missionName)} a réactivé votre compte sur ${portal}. Si vous avez oublié votre mot de passe, la page de connexion vous permet d’en choisir un autre :`],
  path: '/connexion',
}

export const roleMessage = (role: Role): Message => ({
  subject: 'Le rôle de votre compte a changé',
  paragraphs: [`La ${midSentence(config.missionName)} a changé le rôle de votre compte sur ${portal} : il est maintenant « ${roleLabels[role]} ».`],
  path: '/compte',
})
