import { config } from '../config.ts'
import { addressWarning } from '../copilots/offer.ts'
import { sideNames } from '../copilots/seats.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { displayName } from '../text.ts'
import type { Message } from '../notifications/notify.ts'
import { formatDay, midSentence } from '../web/view-helpers.ts'

type Clee = { name: string; slug: string }
type Leaver = { firstName: string; lastName: string; jobTitle: string; side: CopilotSide }
type Successor = Leaver & { startsOn: Date; email: string }

const seatsPath = (clee: Clee) => `/clees/${clee.slug}/copilotes`
const mission = midSentence(config.missionName)

export const handoverMessage = (author: string, clee: Clee, leaver: Leaver, successor: Successor, lastDay: Date): Message => ({
  subject: `Passation du copilotage : ${clee.name}`,
  paragraphs: [
    `${displayName(leaver)}, copilote de « ${clee.name} » au titre du ${sideNames[leaver.side]}, passe la main à ${displayName(successor)}.`,
    `Dernier jour : ${formatDay(lastDay)}. Premier jour de son successeur, dès qu’il aura accepté son invitation : ${formatDay(successor.startsOn)}.`,
    `Successeur désigné par ${author}.`,
    ...addressWarning(successor),
    'Les copilotes du CLEE :',
  ],
  path: seatsPath(clee),
})

export const withdrawalMessage = (clee: Clee, leaver: Leaver, successor: Leaver): Message => ({
  subject: `Passation retirée : ${clee.name}`,
  paragraphs: [`La passation de ${displayName(leaver)} à ${displayName(successor)}, pour « ${clee.name} », est retirée. ${displayName(leaver)} garde son siège de copilote.`, 'Les copilotes du CLEE :'],
  path: seatsPath(clee),
})

export const departureMessage = (clee: Clee, leaver: Leaver, lastDay: Date, isVacant: boolean): Message => ({
  subject: `${isVacant ? 'Copilotage bientôt vacant' : 'Fin d’un mandat de copilote'} : ${clee.name}`,
  paragraphs: [
    `Le mandat de ${displayName(leaver)}, copilote de « ${clee.name} » au titre du ${sideNames[leaver.side]}, se termine le ${formatDay(lastDay)}.`,
    isVacant ? `Personne ne prend sa suite : le siège sera vacant. Les copilotes et la ${mission} peuvent inviter quelqu’un dès maintenant :` : 'Les copilotes du CLEE :',
  ],
  path: seatsPath(clee),
})

export const vacancyMessage = (clee: Clee, sides: CopilotSide[]): Message => ({
  subject: `Copilotage vacant : ${clee.name}`,
  paragraphs: [
    `Plus personne ne tient le siège du ${sides.map((side) => sideNames[side]).join(' ni celui du ')} de « ${clee.name} ».`,
    `Sa page publique indique que le copilotage est vacant. Le CLEE redevient actif dès que quelqu’un prend ce siège ; les copilotes et la ${mission} peuvent l’inviter :`,
  ],
  path: seatsPath(clee),
})
