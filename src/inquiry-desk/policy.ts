import type { CurrentUser } from '../auth/current-user.ts'
import { canEditClee } from '../clees/policy.ts'
import type { CleeStatus, InquiryKind, Prisma } from '../generated/prisma/client.ts'
import { answeringCoordinators, answeringSeats } from '../inquiries/answering.ts'
import { delays, waitedSince } from './delays.ts'

/** R17: a co-pilot reads those of their CLEEs, a coordinator those of their bassins, the mission all; nobody what is not confirmed. Who reads one may answer it. */
export const visibleInquiries = (user: CurrentUser): Prisma.InquiryWhereInput =>
  user.role === 'mission'
    ? { status: { not: 'unconfirmed' } }
    : { status: { not: 'unconfirmed' }, OR: [{ cleeId: { in: user.cleeIds } }, { cleeId: null, bassinId: { in: user.bassinIds } }, { clee: { bassins: { some: { bassinId: { in: user.bassinIds } } } } }] }

const waited = (days: number): Prisma.InquiryWhereInput => ({ status: 'open', waitingSince: { lt: waitedSince(days) } })
const isLeft = (): Prisma.CleeWhereInput => ({ copilots: { none: answeringSeats() } })
const isUncoordinated = (): Prisma.BassinWhereInput => ({ coordinators: { none: answeringCoordinators() } })

/** Whom it falls to: those asked; at D+10 who follows them, at D+30 the mission (R20), or at once when nobody is left there. */
const fallsTo = (user: CurrentUser): Prisma.InquiryWhereInput[] =>
  user.role === 'mission'
    ? [{ cleeId: null, bassinId: null }, waited(delays.mission), { cleeId: null, bassin: isUncoordinated() }, { clee: { ...isLeft(), bassins: { none: { bassin: { NOT: isUncoordinated() } } } } }]
    : [{ cleeId: { in: user.cleeIds } }, { cleeId: null, bassinId: { in: user.bassinIds } }, { clee: { bassins: { some: { bassinId: { in: user.bassinIds } } } }, OR: [waited(delays.followed), { clee: isLeft() }] }]

export const awaitingInquiries = (user: CurrentUser): Prisma.InquiryWhereInput => ({ status: 'open', OR: fallsTo(user) })

export const baskets = ['a-traiter', 'dix-jours', 'trente-jours', 'sans-clee', 'miennes', 'toutes'] as const
export type Basket = (typeof baskets)[number]

const basketWheres: Record<Basket, (user: CurrentUser) => Prisma.InquiryWhereInput> = {
  'a-traiter': awaitingInquiries,
  'dix-jours': () => waited(delays.followed),
  'trente-jours': () => waited(delays.mission),
  'sans-clee': () => ({ cleeId: null, status: { not: 'closed' } }),
  miennes: ({ id }) => ({ ownerId: id }),
  toutes: () => ({}),
}

/** What a basket of this person holds. */
export const inBasket = (user: CurrentUser, basket: Basket): Prisma.InquiryWhereInput => ({ AND: [visibleInquiries(user), basketWheres[basket](user)] })

const missionOnly: Basket[] = ['trente-jours', 'sans-clee']
export const basketsOf = ({ role }: CurrentUser) => baskets.filter((basket) => role === 'mission' || !missionOnly.includes(basket))

type Proposed = { kind: InquiryKind; clee: { id: string; status: CleeStatus; bassins: { bassinId: string }[] } | null }

/** A proposal becomes a sheet by whoever may write in the list of its CLEE. */
export const canMakeSheet = (user: CurrentUser, { kind, clee }: Proposed) => kind === 'proposal' && clee !== null && canEditClee(user, clee)
