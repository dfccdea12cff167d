import { z } from 'zod'
import { isSchoolYear } from '../school-year.ts'
import { uuid } from '../web/fields.ts'

/** Taking an action up: where to, and when; `id` is drawn when the form is shown, so that sending it twice copies once. */
export const reuseSchema = z.object({
  cleeId: z.uuid('Choisissez le CLEE qui reprend l’action.'),
  schoolYear: z.string('Choisissez une année scolaire.').refine(isSchoolYear, 'Choisissez une année scolaire.'),
  id: z.uuid('Rechargez la page.'),
})

const toArray = (value: unknown) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value])

export const repeatSchema = z.object({
  ids: z
    .preprocess(toArray, z.array(uuid, 'Choisissez des actions de la liste.').min(1, 'Cochez au moins une action à reconduire.').max(500, 'Cochez 500 actions au plus à la fois.'))
    .transform((ids) => [...new Set(ids)]),
})
