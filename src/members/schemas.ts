import { z } from 'zod'
import { isNamed } from '../organisations/schemas.ts'
import { checkUai } from '../schools/uai.ts'
import { checkbox, choice, line, optionalLine } from '../web/fields.ts'

export const worlds = ['education', 'economy', 'employment', 'community'] as const

const optionalUai = optionalLine(20).transform((typed, context) => {
  if (typed === '') return null
  const check = checkUai(typed)
  if (check.ok) return check.uai
  context.addIssue({ code: 'custom', message: check.reason })
  return z.NEVER
})

export const memberSchema = z
  .object({
    world: choice(worlds, 'Choisissez le monde que ce membre représente.'),
    schoolUai: optionalUai,
    organisationName: optionalLine(200).refine((name) => name === '' || isNamed(name), 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'),
    jobTitle: line(120, 'Saisissez la fonction, par exemple « Directeur de site ».'),
    hasSeat: checkbox,
  })
  .superRefine(({ world, schoolUai, organisationName }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (schoolUai && organisationName) refuse('organisationName', 'Choisissez un établissement ou saisissez une organisation, pas les deux.')
    if (schoolUai && world !== 'education') refuse('schoolUai', 'Un établissement appartient au monde de l’éducation : changez le monde, ou saisissez une organisation.')
    if (!schoolUai && !organisationName) refuse('organisationName', world === 'education' ? 'Choisissez un établissement, ou saisissez le nom de la structure.' : 'Saisissez le nom de la structure.')
  })
export type MemberInput = z.output<typeof memberSchema>
