import { z } from 'zod'

/** What was typed in the field of the code, to be read with indulgence and shown again. */
export const typedCodeSchema = z.string().transform((typed) => typed.slice(0, 100)).catch('')
