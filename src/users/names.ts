import { config } from '../config.ts'
import type { Role } from '../generated/prisma/client.ts'
import { roleLabels } from './labels.ts'

type Named = { firstName: string; lastName: string }
type Placed = { jobTitle: string; role?: Role; school: { name: string } | null; organisation: { name: string } | null }

export const fullName = ({ firstName, lastName }: Named) => `${firstName} ${lastName}`.trim()

const placeOf = ({ school, organisation, role }: Placed) => school?.name ?? organisation?.name ?? (role === 'mission' ? config.missionName : role ? roleLabels[role] : '')

/** « Proviseure, lycée … »: what history keeps of somebody whose account is deleted. */
export const functionOf = (person: Placed) => [person.jobTitle, placeOf(person)].filter(Boolean).join(', ')

/** How the people of the portal read somebody: their name, or their function once the account is deleted. */
export const displayName = (person: Named & { jobTitle: string }) => fullName(person) || person.jobTitle
