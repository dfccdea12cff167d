import type { Actor } from '../audit/audit.ts'
import { config } from '../config.ts'
import type { Tx } from '../db.ts'
import type { Copilot, School } from '../generated/prisma/client.ts'
import { displayName } from '../text.ts'
import type { Message, Recipient } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, recipientOf } from '../notifications/recipients.ts'
import { today } from '../school-year.ts'
import { formatDay, midSentence } from '../web/view-helpers.ts'
import { sideNames } from './seats.ts'
import { tellSome } from './tell.ts'

type Clee = { id: string; name: string; slug: string }
type Offered = Copilot & { school: School | null }

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** R16 is a warning only: what those who are told of an offered education seat read of an address of elsewhere; nothing otherwise. */
export const addressWarning = ({ side, email }: Pick<Copilot, 'side' | 'email'>) =>
  side === 'education' && !config.academieDomains.includes(domainOf(email)) ? ['Attention : l’adresse à laquelle l’invitation est envoyée n’est pas une adresse de l’académie. Assurez-vous qu’il s’agit bien de cette personne.'] : []

const offerSentence = (actor: Actor, clee: Clee, seat: Offered) =>
  `${actor.name} invite ${displayName(seat)} (${seat.jobTitle}, ${seat.school?.name ?? ''}) à copiloter « ${clee.name} » au titre du ${sideNames[seat.side]}${seat.startsOn > today() ? `, à partir du ${formatDay(seat.startsOn)}` : ''}.`

const insidersMessage = (actor: Actor, clee: Clee, seat: Offered): Message => ({
  subject: `Invitation d’un copilote : ${clee.name}`,
  paragraphs: [offerSentence(actor, clee, seat), ...addressWarning(seat), 'Tant qu’elle n’est pas acceptée, l’invitation peut être annulée depuis la page des copilotes :'],
  path: `/clees/${clee.slug}/copilotes`,
})

const schoolMessage = (actor: Actor, clee: Clee, seat: Offered): Message => ({
  subject: `Copilotage d’un CLEE au nom de votre établissement : ${clee.name}`,
  paragraphs: [
    offerSentence(actor, clee, seat),
    'En acceptant, cette personne aurait sur le portail un compte de direction de votre établissement.',
    ...addressWarning(seat),
    `Si ce n’est pas attendu, écrivez à la ${midSentence(config.missionName)}. L’annuaire des CLEE :`,
  ],
  path: '/clees',
})

/** The heads of a school who have opened their account, and its own mailbox. */
async function schoolRecipients(tx: Tx, { uai, name }: School): Promise<Recipient[]> {
  const heads = await tx.user.findMany({ where: { role: 'school_head', schoolUai: uai, isActive: true, passwordHash: { not: null } }, orderBy: { email: 'asc' } })
  const domain = config.academieDomains[0]
  const mailbox = domain ? [{ email: `ce.${uai.toLowerCase()}@${domain}`, name }] : []
  return [...heads.map(recipientOf), ...mailbox]
}

/** A seat of the education side opens an account in the name of a school: its people learn who invites whom, and so do the mission and the co-pilots, whom a hand-over tells by its own mail. */
export async function tellOffer(tx: Tx, actor: Actor, clee: Clee, seat: Offered) {
  if (!seat.school) return
  const isInvited = ({ email }: Recipient) => email.toLowerCase() === seat.email.toLowerCase()
  const insiders = [...(await missionRecipients(tx)), ...(await copilotRecipients(tx, clee.id))]
  const known = new Set(insiders.map(({ email }) => email.toLowerCase()))
  const school = (await schoolRecipients(tx, seat.school)).filter(({ email }) => !known.has(email.toLowerCase()))
  if (!seat.replacesId) await tellSome(tx, actor, 'copilot.designation', insiders, insidersMessage(actor, clee, seat))
  await tellSome(tx, actor, 'copilot.designation', school.filter((person) => !isInvited(person)), schoolMessage(actor, clee, seat))
}
