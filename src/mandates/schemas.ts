import { z } from 'zod'
import { economyFields, educationFields, isDate } from '../copilots/schemas.ts'
import { latestDay } from '../copilots/seats.ts'
import { today } from '../school-year.ts'
import { line, optionalDay, withRules, type Rule } from '../web/fields.ts'

const dates = { startsOn: optionalDay, endsOn: optionalDay }
type Dates = { startsOn: Date | null; endsOn: Date | null }

const rules: Rule<Dates>[] = [
  ['startsOn', 'Le mandat commence aujourd’hui ou plus tard.', ({ startsOn }) => !isDate(startsOn) || startsOn >= today()],
  ['startsOn', 'Le mandat commence dans les dix-huit mois qui viennent.', ({ startsOn }) => !isDate(startsOn) || startsOn <= latestDay()],
  ['endsOn', 'La fin du mandat ne peut pas précéder son début.', ({ startsOn, endsOn }) => !isDate(endsOn) || endsOn >= (isDate(startsOn) ? startsOn : today())],
]

const usualStart = <T extends Dates>({ startsOn, ...typed }: T) => ({ ...typed, startsOn: startsOn ?? today() })

/** Who is invited to a seat of each side, and for when; today when nothing is said. */
export const educationInvitationSchema = withRules(z.object({ ...educationFields, ...dates }), rules).transform(usualStart)
export const economyInvitationSchema = withRules(z.object({ ...economyFields, ...dates }), rules).transform(usualStart)

/** What is corrected of a mandate. */
export const mandateSchema = z.object({
  jobTitle: line(120, 'Saisissez la fonction, par exemple « Proviseure ».'),
  endsOn: optionalDay,
})
export type MandateInput = z.output<typeof mandateSchema>
