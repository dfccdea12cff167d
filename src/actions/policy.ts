import type { CurrentUser } from '../auth/current-user.ts'
import { canEditClee, isCopilotOf, isOpen, publishedClees, workspaceClees } from '../clees/policy.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'
import { transitions, type ActionMove } from './workflow.ts'

// What was never retained is the CLEE's own affair, whatever its sheet says of its diffusion.
const shared = { retainedAt: { not: null }, clee: publishedClees } satisfies Prisma.PlannedActionWhereInput

/** What the public sees: public actions of published CLEEs, once they are retained. */
export const publishedActions = { ...shared, visibility: 'public' } satisfies Prisma.PlannedActionWhereInput

/** What a signed-in person sees besides: those that published CLEEs share with the network. */
export const visibleActions = (user: CurrentUser | undefined): Prisma.PlannedActionWhereInput =>
  user ? { ...shared, visibility: { in: ['network', 'public'] } } : publishedActions

/** Those whose page this person may open: what is visible to them, and all those of the CLEEs where they work or take part. */
export const readableActions = (user: CurrentUser | undefined): Prisma.PlannedActionWhereInput =>
  user ? { OR: [visibleActions(user), { clee: workspaceClees(user) }, { clees: { some: { clee: workspaceClees(user) } } }] } : publishedActions

/** The CLEEs whose list this person may add an action to: neither drafts nor closed (R17). */
export const writableClees = (user: CurrentUser) => ({ status: { notIn: ['draft', 'closed'] }, AND: workspaceClees(user) }) satisfies Prisma.CleeWhereInput

/** A coordinator writes in the school year of their designation alone (R17); years that are over are refused to everybody by src/school-years/closing.ts. */
export const canWriteYear = ({ role }: Pick<CurrentUser, 'role'>, schoolYear: string) => role !== 'coordinator' || schoolYear <= schoolYearOf()

type Placed = { id: string; status: CleeStatus; bassins: { bassinId: string }[] }

/** Whether this person makes that move on the actions of this CLEE; the state is checked by the command. */
export const canMoveAction = (user: CurrentUser, clee: Placed, move: ActionMove) =>
  transitions[move].by === 'editors' ? canEditClee(user, clee) : isOpen(clee) && isCopilotOf(user, clee)
