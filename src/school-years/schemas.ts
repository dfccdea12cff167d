import { z } from 'zod'
import { hasTooManyParts, maxListDepth, nestsTooDeep, tooManyParts } from '../markdown.ts'
import { deadlineFields, isOutside, otherYearSentence } from './deadlines.ts'
import { optionalDay, optionalLine, optionalNote, revision, withRules } from '../web/fields.ts'

const letterBody = optionalNote(10_000)
  .refine((text) => !hasTooManyParts(text), tooManyParts)
  .refine((text) => !nestsTooDeep(text), `Ce texte emboîte trop de listes les unes dans les autres\u00a0: gardez ${maxListDepth} niveaux au plus.`)

const fields = z.object({ charterDueOn: optionalDay, planDueOn: optionalDay, reviewDueOn: optionalDay, letterTitle: optionalLine(150), letterBody })

/** The deadlines and the letter of a school year. A deadline of another year is told with what can't be read. */
export const yearSchema = (schoolYear: string) => withRules(fields, [
  ...deadlineFields.map((name): Parameters<typeof withRules<typeof fields.shape>>[1][number] => [name, otherYearSentence(schoolYear), (typed) => !isOutside(schoolYear, typed[name])]),
  ['letterTitle', 'Donnez un titre à la lettre.', ({ letterTitle, letterBody: body }) => !body || letterTitle !== ''],
  ['letterBody', 'Écrivez la lettre, ou retirez son titre.', ({ letterTitle, letterBody: body }) => !letterTitle || body !== ''],
])
export type YearInput = z.output<typeof fields>

/** The revision that the form read; one that no row has when it says none. */
export const revisionSchema = z.object({ revision: revision.catch(0) })

/** Whether the form only asks to see what the letter looks like. */
export const isPreview = (body: unknown) => z.object({ etape: z.literal('apercu') }).safeParse(body ?? {}).success
