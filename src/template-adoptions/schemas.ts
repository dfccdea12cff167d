import { z } from 'zod'

/** Which version of the template the page showed; an unreadable number is that of none. */
export const adoptionSchema = z.object({ version: z.coerce.number().int().catch(0) })
