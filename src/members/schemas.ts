import { z } from 'zod'
import { isNamed } from '../organisations/schemas.ts'
import { checkUai } from '../schools/uai.ts'
import { checkbox, choice, line, optionalLine, withRules } from '../web/fields.ts'

export const worlds = ['education', 'economy', 'employment', 'community'] as const

const optionalUai = optionalLine(20).transform((typed, context) => {
  if (typed === '') return null
  const check = checkUai(typed)
  if (check.ok) return check.uai
  context.addIssue({ code: 'custom', message: check.reason })
  return z.NEVER
})

const fields = z.object({
  world: choice(worlds, 'Choisissez le monde que ce membre représente.'),
  schoolUai: optionalUai,
  organisationName: optionalLine(200).refine((name) => name === '' || isNamed(name), 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'),
  jobTitle: line(120, 'Saisissez la fonction, par exemple « Directeur de site ».'),
  hasSeat: checkbox,
})

const hasStructure = ({ schoolUai, organisationName }: { schoolUai?: string | null; organisationName?: string }) => schoolUai !== null || organisationName !== ''

export const memberSchema = withRules(fields, [
  ['schoolUai', 'Un établissement appartient au monde de l’éducation : changez le monde, ou saisissez une organisation.', ({ schoolUai, world }) => !schoolUai || world === undefined || world === 'education'],
  ['organisationName', 'Choisissez un établissement ou saisissez une organisation, pas les deux.', ({ schoolUai, organisationName }) => !schoolUai || !organisationName],
  ['organisationName', 'Choisissez un établissement, ou saisissez le nom de la structure.', (member) => member.world !== 'education' || hasStructure(member)],
  ['organisationName', 'Saisissez le nom de la structure.', (member) => member.world === 'education' || hasStructure(member)],
])
export type MemberInput = z.output<typeof memberSchema>
