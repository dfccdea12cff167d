import { z } from 'zod'
import { seenField } from '../seen.ts'

/** What the page of confirmation showed. */
export const shownSchema = z.object({ seen: seenField })
