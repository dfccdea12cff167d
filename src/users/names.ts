import { config } from '../config.ts'
import type { Role } from '../generated/prisma/client.ts'
import { roleLabels } from './labels.ts'

type Placed = { jobTitle: string; role?: Role; school: { name: string } | null; organisation: { name: string } | null }

const placeOf = ({ school, organisation, role }: Placed) => school?.name ?? organisation?.name ?? (role === 'mission' ? config.missionName : role ? roleLabels[role] : '')

/** « Proviseure, lycée … »: what history keeps of somebody whose account is deleted. */
export const functionOf = (person: Placed) => [person.jobTitle, placeOf(person)].filter(Boolean).join(', ')
