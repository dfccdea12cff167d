import type { CopilotSide } from '../generated/prisma/client.ts'
import type { Message } from '../notifications/notify.ts'
import { today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'
import { sideNames } from './seats.ts'

type Offer = { side: CopilotSide; startsOn: Date }

export const acceptanceMessage = (name: string, clee: { name: string; slug: string }, { side, startsOn }: Offer, inviter: string): Message => ({
  subject: `${name} a pris son siège de copilote : ${clee.name}`,
  paragraphs: [
    `${name} a accepté de copiloter « ${clee.name} » au titre du ${sideNames[side]}${startsOn > today() ? `, à partir du ${formatDay(startsOn)}` : ''}.`,
    ...(inviter ? [`Son invitation a été envoyée par ${inviter}.`] : []),
    'L’espace du CLEE :',
  ],
  path: `/clees/${clee.slug}/espace`,
})
