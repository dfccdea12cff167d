import type { Message } from '../notifications/notify.ts'

export const emailChangeHours = 24
const once = `Il sert une seule fois, pendant ${emailChangeHours} heures :`

export const oldAddressMessage = (newEmail: string, path: string): Message => ({
  subject: 'Confirmez le changement d’adresse de votre compte',
  paragraphs: [
    `Vous avez demandé que l’adresse de votre compte devienne ${newEmail}. Si ce n’est pas vous, ne confirmez pas : changez votre mot de passe et prévenez la mission académique.`,
    'Le changement a lieu quand les deux adresses sont confirmées ; un autre lien part à la nouvelle.',
    `Pour confirmer, ouvrez ce lien personnel. ${once}`,
  ],
  path,
  isSecret: true,
})

export const newAddressMessage = (path: string): Message => ({
  subject: 'Confirmez votre nouvelle adresse',
  paragraphs: [
    'Quelqu’un, sans doute vous, a demandé que cette adresse devienne celle de son compte sur le portail des CLEE. Si ce n’est pas vous, ne faites rien.',
    `Pour confirmer que cette adresse est la vôtre, ouvrez ce lien personnel. ${once}`,
  ],
  path,
  isSecret: true,
})

/** For the holder of an address that somebody else asked for. */
export const takenAddressMessage: Message = {
  subject: 'Votre adresse a déjà un compte',
  paragraphs: ['Quelqu’un, peut-être vous depuis un autre compte, a demandé à prendre cette adresse pour le sien. Elle a déjà un compte : rien n’a changé. Pour vous y connecter :'],
  path: '/connexion',
}

export const appliedMessage = (newEmail: string): Message => ({
  subject: 'L’adresse de votre compte a changé',
  paragraphs: [`L’adresse de votre compte est maintenant ${newEmail}. Si ce n’est pas vous, prévenez tout de suite la mission académique :`],
  path: '/mentions-legales',
})
