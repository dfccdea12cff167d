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

/** What falls to the mission: what is addressed to it, what waits at D+30 (R20), what nobody is left to answer. */
const missionsOwn = (): Prisma.InquiryWhereInput[] => [{ cleeId: null, bassinId: null }, waited(delays.mission), { cleeId: null, bassin: isUncoordinated() }, { clee: { ...isLeft(), bassins: { none: { bassin: { NOT: isUncoordinated() } } } } }]

/** What falls to the coordinators of the `followed` bassins, of all when none is named: what is addressed to them, and of their CLEEs what waits at D+10 (R20), or has no co-pilot. */
const followersOwn = (followed?: string[]): Prisma.InquiryWhereInput[] => [
  { cleeId: null, bassinId: followed ? { in: followed } : { not: null } },
  { clee: { bassins: { some: followed ? { bassinId: { in: followed } } : {} } }, OR: [waited(delays.followed), { clee: isLeft() }] },
]

/** What awaits the mission. */
export const awaitingMission = (): Prisma.InquiryWhereInput => ({ status: 'open', OR: missionsOwn() })

/** What awaits coordinators, whoever they are. */
export const awaitingFollowers = (): Prisma.InquiryWhereInput => ({ status: 'open', OR: followersOwn() })

/** What awaits this person. */
export const awaitingInquiries = (user: CurrentUser): Prisma.InquiryWhereInput =>
  user.role === 'mission' ? awaitingMission() : { status: 'open', OR: [{ cleeId: { in: user.cleeIds } }, ...followersOwn(user.bassinIds)] }

export const baskets = ['a-traiter', 'dix-jours', 'trente-jours', 'sans-clee', 'miennes', 'transmises', 'toutes'] as const
export type Basket = (typeof baskets)[number]

const basketWheres: Record<Basket, (user: CurrentUser, transferred: string[]) => Prisma.InquiryWhereInput> = {
  'a-traiter': awaitingInquiries,
  'dix-jours': () => waited(delays.followed),
  'trente-jours': () => waited(delays.mission),
  'sans-clee': () => ({ cleeId: null, status: { not: 'closed' } }),
  miennes: ({ id }) => ({ ownerId: id }),
  transmises: (_user, transferred) => ({ id: { in: transferred } }),
  toutes: () => ({}),
}

/** What a basket of this person holds; `transferred` are the inquiries that they gave to others. */
export const inBasket = (user: CurrentUser, basket: Basket, transferred: string[]): Prisma.InquiryWhereInput => ({ AND: [visibleInquiries(user), basketWheres[basket](user, transferred)] })

const missionOnly: Basket[] = ['trente-jours', 'sans-clee']

/** Who reads more than their own CLEEs goes on reading what they gave to others. */
export const keepsTransferred = ({ role }: CurrentUser) => role === 'mission' || role === 'coordinator'

export const basketsOf = (user: CurrentUser) =>
  baskets.filter((basket) => (user.role === 'mission' || !missionOnly.includes(basket)) && (basket !== 'transmises' || keepsTransferred(user)))

type Proposed = { kind: InquiryKind; clee: { id: string; status: CleeStatus; bassins: { bassinId: string }[] } | null }

/** A proposal becomes a sheet by whoever may write in the list of its CLEE. */
export const canMakeSheet = (user: CurrentUser, { kind, clee }: Proposed) => kind === 'proposal' && clee !== null && canEditClee(user, clee)
