import { z } from 'zod'
import { ReminderPace } from '../generated/prisma/enums.ts'
import { person } from '../users/schemas.ts'

/** What a person corrects of their own account; the school and the role are the mission's to change. */
export const identitySchema = z.object(person)
export type IdentityInput = z.output<typeof identitySchema>

/** How often the mail that groups what awaits somebody comes. */
export const reminderPaceSchema = z.object({ pace: z.enum(ReminderPace, 'Choisissez un rythme dans la liste.') })
