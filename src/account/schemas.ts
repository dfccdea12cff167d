import { z } from 'zod'
import { person } from '../users/schemas.ts'

/** What a person corrects of their own account; the school and the role are the mission's to change. */
export const identitySchema = z.object(person)
export type IdentityInput = z.output<typeof identitySchema>
