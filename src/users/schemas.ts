import { z } from 'zod'
import { checkUai } from '../schools/uai.ts'
import { choice, email, line, personName } from '../web/fields.ts'
import { roleLabels } from './labels.ts'

const roles = ['mission', 'school_head', 'coordinator'] as const

/** An account to open from the command line; `place` is a head's school (UAI) or a coordinator's bassin (name). */
export const newAccountSchema = z
  .object({
    role: choice(roles, `Le rôle est l’un de : ${roles.map((role) => `${role} (${roleLabels[role]})`).join(', ')}.`),
    email,
    firstName: personName('Donnez le prénom.'),
    lastName: personName('Donnez le nom.'),
    jobTitle: line(120, 'Donnez la fonction, par exemple « Proviseure ».'),
    place: z.string().default(''),
  })
  .superRefine(({ role, place }, context) => {
    const check = role === 'school_head' ? checkUai(place) : { ok: true as const }
    if (!check.ok) context.addIssue({ code: 'custom', path: ['place'], message: check.reason })
    if (role === 'coordinator' && place === '') context.addIssue({ code: 'custom', path: ['place'], message: 'Donnez le nom de son bassin.' })
  })
export type NewAccount = z.output<typeof newAccountSchema>
