import { invitationHours } from '../auth/invitations.ts'
import type { Message } from '../notifications/notify.ts'

export const resetMessage = (path: string): Message => ({
  subject: 'Choisir un nouveau mot de passe',
  paragraphs: [
    'Quelqu’un, sans doute vous, a demandé à changer le mot de passe de votre compte. Si ce n’est pas vous, ne faites rien : votre mot de passe reste le même.',
    'Pour en choisir un autre, ouvrez ce lien personnel. Il sert une seule fois, pendant une heure :',
  ],
  path,
  isSecret: true,
})

/** For an account whose first password was never chosen. */
export const unopenedMessage = (path: string): Message => ({
  subject: 'Ouvrir votre compte',
  paragraphs: [
    'Vous avez demandé un nouveau mot de passe, mais votre compte n’a pas encore été ouvert.',
    `Pour l’ouvrir, choisissez votre mot de passe par ce lien personnel. Il sert une seule fois, pendant ${invitationHours} heures :`,
  ],
  path,
  isSecret: true,
})

export const changedPasswordMessage: Message = {
  subject: 'Votre mot de passe a changé',
  paragraphs: [
    'Le mot de passe de votre compte vient d’être changé, et vos autres sessions ont été fermées.',
    'Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe, puis prévenez la mission académique :',
  ],
  path: '/mot-de-passe-oublie',
}
