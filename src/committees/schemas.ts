import { z } from 'zod'
import { codes } from '../web/fields.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const reload = 'Rechargez la page, puis cochez à nouveau.'

/** Who is ticked, and who sat when the page was shown (ids with spaces between): only what changed in between is saved. */
export const compositionSchema = z.object({
  memberIds: codes(uuidPattern, reload, 500),
  before: z.string(reload).max(40_000, reload).catch('').transform((text) => text.split(' ').filter((id) => uuidPattern.test(id))),
})
export type CompositionInput = z.output<typeof compositionSchema>
