import { z } from 'zod'
import { choice, choices, codes, optionalDay, line, optionalLine, optionalText, revision } from '../web/fields.ts'
import { actionTypeKeys, audienceKeys, visibilityKeys } from './vocabulary.ts'

const fields = z.object({
  title: line(160, 'Donnez un titre à l’action.'),
  type: choice(actionTypeKeys, 'Choisissez le type de l’action.'),
  audiences: choices(audienceKeys, 'Choisissez des publics de la liste.'),
  startsOn: optionalDay,
  endsOn: optionalDay,
  place: optionalLine(200),
  objective: optionalText(3_000),
  partners: optionalText(2_000),
  schoolUais: codes(/^\d{7}[A-Z]$/, 'Choisissez des établissements de la liste.', 100),
  visibility: choice(visibilityKeys, 'Choisissez à qui montrer cette action.'),
})

/** What an action shown outside its CLEE must say (R13). */
const neededToPublish: [keyof z.output<typeof fields>, string][] = [
  ['audiences', 'Pour diffuser l’action, cochez au moins un public.'],
  ['startsOn', 'Pour diffuser l’action, indiquez sa date, ou le début de sa période.'],
  ['schoolUais', 'Pour diffuser l’action, cochez au moins un établissement.'],
  ['partners', 'Pour diffuser l’action, nommez au moins un partenaire.'],
]

const isEmpty = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0)

const rules = (action: z.output<typeof fields>, context: z.core.$RefinementCtx) => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (action.endsOn && !action.startsOn) refuse('startsOn', 'Indiquez aussi la date de début.')
  if (action.endsOn && action.startsOn && action.endsOn < action.startsOn) refuse('endsOn', 'La fin vient avant le début : corrigez l’une des deux dates.')
  if (action.visibility === 'private') return
  for (const [field, sentence] of neededToPublish) if (isEmpty(action[field])) refuse(field, sentence)
}

/** A new action; `id` is drawn when the form is shown, so that sending it twice records it once. */
export const newActionSchema = fields.extend({ id: z.uuid('Rechargez la page.') }).superRefine(rules)
export const actionSchema = fields.extend({ revision }).superRefine(rules)

/** Which of the lists sent the mission has read; an unreadable receipt is that of none. */
export const receiptSchema = z.object({ receipt: z.string().catch('') })

export type ActionFields = z.output<typeof fields>
export type NewActionInput = z.output<typeof newActionSchema>
export type ActionInput = z.output<typeof actionSchema>
