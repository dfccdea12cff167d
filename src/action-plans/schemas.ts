import { z } from 'zod'

/** Which of the lists sent the mission has read; an unreadable receipt is that of none. */
export const receiptSchema = z.object({ receipt: z.string().catch('') })
