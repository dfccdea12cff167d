import type { Message } from '../notifications/notify.ts'

export const acceptanceMessage = (name: string, clee: { name: string; slug: string }): Message => ({
  subject: `${name} a pris son siège de copilote : ${clee.name}`,
  paragraphs: [`${name} a accepté de copiloter « ${clee.name} » au titre du monde économique.`, 'L’espace du CLEE :'],
  path: `/clees/${clee.slug}/espace`,
})
