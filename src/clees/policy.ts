import type { CurrentUser } from '../auth/current-user.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'

/** CLEEs whose page the public may open: those of which the mission has taken note. */
export const publishedClees = { acknowledgedAt: { not: null } } satisfies Prisma.CleeWhereInput

/** Those that lists, searches and figures count: a closed CLEE keeps its page, not its place. */
export const listedClees = { ...publishedClees, status: { not: 'closed' } } satisfies Prisma.CleeWhereInput

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

/** The CLEE of this address, or that had it before. */
export const atAddress = (slug: string): Prisma.CleeWhereInput => ({ OR: [{ slug }, { oldSlugs: { some: { slug } } }] })

type Placed = { id: string; status: CleeStatus; bassins: { bassinId: string }[] }

/** Its people: the mission everywhere, a coordinator in their bassins of the year, a co-pilot in their CLEE (R17). */
export const isInsider = (user: CurrentUser, clee: Placed) =>
  user.role === 'mission' || user.cleeIds.includes(clee.id) || clee.bassins.some(({ bassinId }) => user.bassinIds.includes(bassinId))

export const isOpen = ({ status }: { status: CleeStatus }) => status !== 'closed'

/** R17; a closed CLEE is only read, until the mission reopens it. */
export const canEditClee = (user: CurrentUser, clee: Placed) => isOpen(clee) && isInsider(user, clee)

export const isCopilotOf = (user: CurrentUser, clee: { id: string }) => user.cleeIds.includes(clee.id)

export const canAcknowledge = (user: CurrentUser) => user.role === 'mission'
