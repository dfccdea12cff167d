import { z } from 'zod'
import { economyFields, educationFields, isDate } from '../copilots/schemas.ts'
import { dayAfter, latestDay } from '../copilots/seats.ts'
import { checkbox, optionalDay, withRules, type Rule } from '../web/fields.ts'
import { formatDay } from '../web/view-helpers.ts'

const required = (sentence: string) =>
  optionalDay.transform((day, context) => {
    if (day) return day
    context.addIssue({ code: 'custom', message: sentence })
    return z.NEVER
  })

const lastDay = required('Indiquez le dernier jour du mandat.')

const lastDayRules = <T extends { endsOn: Date }>(earliest: Date): Rule<T>[] => [
  ['endsOn', `Le dernier jour est le ${formatDay(earliest)} au plus tôt.`, ({ endsOn }) => !isDate(endsOn) || endsOn >= earliest],
  ['endsOn', 'Le dernier jour est dans les dix-huit mois qui viennent.', ({ endsOn }) => !isDate(endsOn) || endsOn <= latestDay()],
]

const dates = { endsOn: lastDay, startsOn: required('Indiquez le premier jour du successeur.') }
type Dates = { endsOn: Date; startsOn: Date }

const handoverRules = (earliest: Date, today: Date): Rule<Dates>[] => [
  ...lastDayRules<Dates>(earliest),
  ['startsOn', 'Le successeur commence aujourd’hui ou plus tard.', ({ startsOn }) => !isDate(startsOn) || startsOn >= today],
  ['startsOn', 'Le siège resterait vide entre les deux : le successeur commence au plus tard le lendemain du dernier jour.', ({ startsOn, endsOn }) => !isDate(startsOn) || !isDate(endsOn) || startsOn <= dayAfter(endsOn)],
]

/** Who takes over a seat and when, by side; the leaver's last day is `earliest` or later. */
export const handoverSchemas = {
  education: (earliest: Date, today: Date) => withRules(z.object({ ...dates, ...educationFields }), handoverRules(earliest, today)),
  economy: (earliest: Date, today: Date) => withRules(z.object({ ...dates, ...economyFields }), handoverRules(earliest, today)),
}

/** The last day of a mandate that nobody takes over. */
export const departureSchema = (earliest: Date) => withRules(z.object({ endsOn: lastDay, isVacancyDeclared: checkbox }), lastDayRules<{ endsOn: Date; isVacancyDeclared: boolean }>(earliest))
export type DepartureInput = z.output<ReturnType<typeof departureSchema>>
