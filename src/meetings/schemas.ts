import { z } from 'zod'
import { latestDay } from '../copilots/seats.ts'
import { seenField } from '../seen.ts'
import { choice, optionalDay, optionalLine } from '../web/fields.ts'
import { meetingKindKeys } from './labels.ts'

const firstDay = new Date('1990-01-01T00:00:00Z')
const isPlausible = (day: Date) => day >= firstDay && day <= latestDay()

/** A meeting that was held, or that is planned within eighteen months. */
export const meetingSchema = z.object({
  kind: choice(meetingKindKeys, 'Choisissez le type de la réunion.'),
  heldOn: optionalDay.pipe(z.date('Indiquez le jour de la réunion.').refine(isPlausible, 'Vérifiez cette date : une réunion se tient entre 1990 et dans dix-huit mois au plus.')),
  place: optionalLine(200),
  seen: seenField,
})
export type MeetingInput = z.output<typeof meetingSchema>
