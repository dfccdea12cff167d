import type { CurrentUser } from '../auth/current-user.ts'
import type { Prisma } from '../generated/prisma/client.ts'

export const canManageOrganisations = (user: CurrentUser) => user.role === 'mission'

/** Those who may edit a CLEE name organisations in its forms. */
export const canPickOrganisation = (user: CurrentUser) => user.role === 'mission' || user.cleeIds.length > 0 || user.bassinIds.length > 0

const usedBy = (clee: Prisma.CleeWhereInput): Prisma.OrganisationWhereInput[] => [
  { users: { some: {} } },
  { copilots: { some: { clee } } },
  { members: { some: { clee } } },
  { carriedClees: { some: clee } },
]

/** What a draft names is its author's alone until it is sent. */
export const suggestedOrganisations = (user: CurrentUser): Prisma.OrganisationWhereInput => ({
  OR: usedBy({ OR: [{ status: { not: 'draft' } }, { id: { in: user.cleeIds } }] }),
})

/** The mission's list: those, and the ones that nothing uses any more. */
export const managedOrganisations: Prisma.OrganisationWhereInput = {
  OR: [...usedBy({ status: { not: 'draft' } }), { users: { none: {} }, copilots: { none: {} }, members: { none: {} }, carriedClees: { none: {} } }],
}
