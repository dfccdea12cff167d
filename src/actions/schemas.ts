import { z } from 'zod'
import { choice, choices, codes, optionalDay, line, optionalLine, optionalText, revision, withRules, type Rule } from '../web/fields.ts'
import { actionTypeKeys, audienceKeys, visibilityKeys } from './vocabulary.ts'

const fields = z.object({
  title: line(160, 'Donnez un titre à l’action.'),
  type: choice(actionTypeKeys, 'Choisissez le type de l’action.'),
  audiences: choices(audienceKeys, 'Choisissez des publics de la liste.'),
  startsOn: optionalDay,
  endsOn: optionalDay,
  place: optionalLine(200),
  schoolUais: codes(/^\d{7}[A-Z]$/, 'Choisissez des établissements de la liste.', 100),
  partners: optionalText(2_000),
  objective: optionalText(3_000),
  visibility: choice(visibilityKeys, 'Choisissez à qui montrer cette action.'),
})

type Fields = z.output<typeof fields>

const isGiven = (value: unknown) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
const neededToPublish = (field: keyof Fields, sentence: string): Rule<Fields> => [
  field,
  `Pour diffuser l’action, ${sentence}`,
  (action) => action.visibility === undefined || action.visibility === 'private' || isGiven(action[field]),
]

const rules: Rule<Fields>[] = [
  ['startsOn', 'Indiquez aussi la date de début.', ({ startsOn, endsOn }) => !endsOn || startsOn !== null],
  ['endsOn', 'La fin vient avant le début : corrigez l’une des deux dates.', ({ startsOn, endsOn }) => !startsOn || !endsOn || endsOn >= startsOn],
  // R13: what an action shown outside its CLEE must say.
  neededToPublish('audiences', 'cochez au moins un public.'),
  neededToPublish('startsOn', 'indiquez sa date, ou le début de sa période.'),
  neededToPublish('schoolUais', 'cochez au moins un établissement.'),
  neededToPublish('partners', 'nommez au moins un partenaire.'),
]

/** A new action; `id` is drawn when the form is shown, so that sending it twice records it once. */
export const newActionSchema = withRules(fields, rules).safeExtend({ id: z.uuid('Rechargez la page.') })
export const actionSchema = withRules(fields, rules).safeExtend({ revision })

export type ActionFields = Fields
export type NewActionInput = z.output<typeof newActionSchema>
export type ActionInput = z.output<typeof actionSchema>
