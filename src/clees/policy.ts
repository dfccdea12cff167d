import type { CurrentUser } from '../auth/current-user.ts'
import type { Prisma } from '../generated/prisma/client.ts'

/** What the public sees: CLEEs of which the mission has taken note. */
export const publishedClees = { acknowledgedAt: { not: null } } satisfies Prisma.CleeWhereInput

/** CLEEs whose workspace this person may open (R17). A draft is its co-pilot's alone until it is sent. `in` fails closed: without a CLEE or a bassin, none. */
export const workspaceClees = (user: CurrentUser): Prisma.CleeWhereInput =>
  user.role === 'mission'
    ? { status: { not: 'draft' } }
    : {
        OR: [
          { id: { in: user.cleeIds } },
          { status: { not: 'draft' }, bassins: { some: { bassinId: { in: user.bassinIds } } } },
        ],
      }

export const visibleClees = (user: CurrentUser | undefined): Prisma.CleeWhereInput =>
  user ? { OR: [publishedClees, workspaceClees(user)] } : publishedClees

type Placed = { id: string; bassins: { bassinId: string }[] }

/** R17: the mission everywhere, a coordinator in their bassins of the year, a co-pilot in their CLEE. */
export const canEditClee = (user: CurrentUser, clee: Placed) =>
  user.role === 'mission' || user.cleeIds.includes(clee.id) || clee.bassins.some(({ bassinId }) => user.bassinIds.includes(bassinId))

export const isCopilotOf = (user: CurrentUser, clee: { id: string }) => user.cleeIds.includes(clee.id)

export const canAcknowledge = (user: CurrentUser) => user.role === 'mission'
