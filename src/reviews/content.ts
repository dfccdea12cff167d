import { z } from 'zod'
import type { PlannedAction } from '../generated/prisma/client.ts'
import { ActionOutcome } from '../generated/prisma/enums.ts'
import { printOf } from '../seen.ts'
import { today } from '../school-year.ts'
import { isoDay } from '../web/view-helpers.ts'

const count = z.number()
const tally = z.object({ done: count, partly: count, cancelled: count, postponed: count, awaited: count, proposed: count, pupils: count, girls: count, adults: count, classes: count })
const day = z.string().nullable()

const sheetSchema = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  startsOn: day,
  endsOn: day,
  outcome: z.enum(ActionOutcome).nullable(),
  reason: z.string(),
  pupils: count.nullable(),
  girls: count.nullable(),
  adults: count.nullable(),
  classes: count.nullable(),
})
export type Sheet = z.output<typeof sheetSchema>

/** What a review says of the sheets, days as "AAAA-MM-JJ": what is read, what an approval covers, and what is kept once it is sent. */
const contentSchema = z.object({
  total: tally.extend({ schools: count, organisations: count, worlds: z.object({ education: count, economy: count, employment: count, community: count }) }),
  types: z.array(tally.extend({ type: z.string() })),
  /** Done, entirely or in part. */
  achieved: z.array(sheetSchema),
  /** Done in part, cancelled or postponed, each with its reason. */
  missed: z.array(sheetSchema),
  /** Retained or planned, still without their outcome. */
  awaited: z.array(sheetSchema),
})
export type ReviewContent = z.output<typeof contentSchema>

/** The same as it was sent, with who approved it by their function and structure. */
export const sentSchema = contentSchema.extend({ approvers: z.array(z.object({ side: z.string(), label: z.string() })) })
export type SentReview = z.output<typeof sentSchema>

const dayOf = (date: Date | null) => (date ? isoDay(date) : null)

export const sheetOf = (action: PlannedAction): Sheet => ({
  id: action.id,
  title: action.title,
  type: action.type,
  startsOn: dayOf(action.startsOn),
  endsOn: dayOf(action.endsOn),
  outcome: action.outcome,
  reason: action.outcomeReason,
  pupils: action.pupilsReached,
  girls: action.girlsReached,
  adults: action.adultsReached,
  classes: action.classesReached,
})

/** Whether the outcome of an action is due: its last day is past, or it has none. */
export const isDue = ({ startsOn, endsOn }: Sheet, now = today()) => startsOn === null || (endsOn ?? startsOn) < isoDay(now)

export const dueSheets = ({ awaited }: ReviewContent) => awaited.filter((sheet) => isDue(sheet))

/** By what an approval says what it covers: the print of the text, then that of the figures and lists. */
export const printsOf = (text: string, content: ReviewContent) => ({ text: printOf({ text }), content: printOf(content) })
export const changedReview = 'Le texte ou les chiffres ont changé depuis que vous avez ouvert ce bilan. Relisez-le, puis approuvez-le.'
export const reviewPrint = (text: string, content: ReviewContent) => Object.values(printsOf(text, content)).join('.')
