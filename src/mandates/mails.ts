import { config } from '../config.ts'
import { dayAfter, sideNames } from '../copilots/seats.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { displayName } from '../text.ts'
import type { Message } from '../notifications/notify.ts'
import { formatDay, midSentence } from '../web/view-helpers.ts'

type Clee = { name: string; slug: string }
type Holder = { firstName: string; lastName: string; jobTitle: string; side: CopilotSide; endsOn: Date | null }

const path = ({ slug }: Clee) => `/clees/${slug}/copilotes`
const vacancyOn = (side: CopilotSide, endsOn: Date) =>
  `Personne ne prend sa suite pour l’instant : le siège du ${sideNames[side]} serait vacant à partir du ${formatDay(dayAfter(endsOn))}. Les copilotes et la ${midSentence(config.missionName)} peuvent inviter quelqu’un dès maintenant.`

function newEnd(holder: Holder, endsOn: Date | null) {
  const instead = holder.endsOn ? `, et non plus le ${formatDay(holder.endsOn)}` : ''
  return endsOn ? `se termine le ${formatDay(endsOn)}${instead}` : `ne se termine plus${holder.endsOn ? ` le ${formatDay(holder.endsOn)}` : ''} : ${displayName(holder)} garde son siège, sans date de fin`
}

/** Somebody moved the last day of a mandate, or took it back. */
export const newEndMessage = (clee: Clee, holder: Holder, author: string, endsOn: Date | null, isLast: boolean): Message => ({
  subject: `${endsOn ? 'Fin d’un mandat de copilote déplacée' : 'Fin d’un mandat de copilote retirée'} : ${clee.name}`,
  paragraphs: [
    `Le mandat de ${displayName(holder)}, copilote de « ${clee.name} » au titre du ${sideNames[holder.side]}, ${newEnd(holder, endsOn)}.`,
    ...(endsOn && isLast ? [vacancyOn(holder.side, endsOn)] : []),
    `Par ${author}.`,
    'Les copilotes du CLEE :',
  ],
  path: path(clee),
})

/** Somebody else corrected the published function of a co-pilot. */
export const functionMessage = (clee: Clee, holder: Holder, author: string, jobTitle: string): Message => ({
  subject: `Votre fonction publiée a changé : ${clee.name}`,
  paragraphs: [
    `${author} a corrigé la fonction publiée avec votre siège de copilote de « ${clee.name} » : « ${jobTitle} », et non plus « ${holder.jobTitle} ».`,
    'Si ce n’est pas juste, corrigez-la depuis la page des copilotes :',
  ],
  path: path(clee),
})
