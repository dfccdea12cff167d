import type { School, SchoolKind } from '../generated/prisma/client.ts'
import { schoolKindLabels } from './labels.ts'

const coPilotKinds: SchoolKind[] = ['college', 'lycee']

/** Why this school's head can't be the education co-pilot, or null when they can (R1: a public collège or lycée). */
export function educationSeatRefusal(school: Pick<School, 'name' | 'kind' | 'sector' | 'isOpen'> | null): string | null {
  const rule = 'Le copilote du monde éducatif dirige un collège ou un lycée public'
  if (!school) return `${rule} : votre compte n’est rattaché à aucun établissement. Demandez-le à la mission académique.`
  if (school.sector !== 'public') return `${rule} : ${school.name} est un établissement privé. Proposez le copilotage au chef d’un établissement public du territoire.`
  if (!coPilotKinds.includes(school.kind)) return `${rule} : ${school.name} est un établissement d’un autre type (${schoolKindLabels[school.kind]}).`
  return null
}
