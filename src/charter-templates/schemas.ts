import { z } from 'zod'
import { seenField } from '../seen.ts'
import { text } from '../web/fields.ts'

export const publicationSchema = z.object({
  summary: text(2_000, 'Dites aux copilotes ce qui change : ce texte leur est envoyé.'),
  seen: seenField,
})
export type PublicationInput = z.output<typeof publicationSchema>

/** The CLEE whose data fill the preview; what is unreadable is the first. */
export const previewSchema = z.object({ clee: z.string().max(200).catch('') })

/** The article to which the page of the draft comes back; none when it is unreadable. */
export const draftQuerySchema = z.object({ article: z.string().max(100).catch('') })

export const abandonSchema = z.object({ seen: seenField })
