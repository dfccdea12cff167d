import { ofSomebody } from '../clees/states.ts'
import { db } from '../db.ts'
import type { Prisma, SchoolYear } from '../generated/prisma/client.ts'
import { lastMeetings } from '../meetings/queries.ts'
import { notOverOn, schoolYearOf, today } from '../school-year.ts'

const seatSelect = { id: true, userId: true, side: true, firstName: true, lastName: true, jobTitle: true, acceptedAt: true, startsOn: true, endsOn: true } satisfies Prisma.CopilotSelect

const cleeSelect = (day: Date) =>
  ({
    id: true, slug: true, name: true, status: true, acknowledgedAt: true, activatedAt: true, declaredAt: true,
    bassins: { select: { bassinId: true } },
    copilots: { where: { ...notOverOn(day), AND: ofSomebody }, select: seatSelect, orderBy: [{ side: 'asc' }, { startsOn: 'asc' }, { id: 'asc' }] },
  }) satisfies Prisma.CleeSelect

const charterSelect = { id: true, cleeId: true, version: true, status: true, proposedByName: true, proposedSide: true, remindedAt: true, objection: true, signatories: true } satisfies Prisma.CharterSelect
const reviewSelect = { status: true, educationApprovedAt: true, economyApprovedAt: true, returnReason: true } satisfies Prisma.PlanReviewSelect
const planSelect = { id: true, cleeId: true, schoolYear: true, status: true, hasChanges: true, submittedAt: true, review: { select: reviewSelect } } satisfies Prisma.ActionPlanSelect

export type ReminderClee = Prisma.CleeGetPayload<{ select: ReturnType<typeof cleeSelect> }>
export type ReminderCharter = Prisma.CharterGetPayload<{ select: typeof charterSelect }>
export type ReminderPlan = Prisma.ActionPlanGetPayload<{ select: typeof planSelect }>

/** The school year under way, with what the mission has set for it if it has opened it. */
export type YearFacts = { day: Date; schoolYear: string; opened: SchoolYear | null }

/** Where a CLEE stands: its charters (newest first), its list and review of the year, its last meeting. */
export type CleeFacts = YearFacts & { clee: ReminderClee; charters: ReminderCharter[]; plan: ReminderPlan | null; lastHeldOn: Date | null }

export async function readYear(now: Date): Promise<YearFacts> {
  const schoolYear = schoolYearOf(now)
  return { day: today(now), schoolYear, opened: await db.schoolYear.findUnique({ where: { schoolYear } }) }
}

/** Where these CLEEs stand, by name; as many queries whatever their number. */
export async function readFacts(where: Prisma.CleeWhereInput, year: YearFacts): Promise<CleeFacts[]> {
  const clees = await db.clee.findMany({ where, select: cleeSelect(year.day), orderBy: [{ searchName: 'asc' }, { id: 'asc' }] })
  const ids = clees.map(({ id }) => id)
  const ofThese = { cleeId: { in: ids } }
  const [charters, plans, meetings] = await Promise.all([
    db.charter.findMany({ where: ofThese, select: charterSelect, orderBy: { version: 'desc' } }),
    db.actionPlan.findMany({ where: { ...ofThese, schoolYear: year.schoolYear }, select: planSelect, orderBy: { id: 'asc' } }),
    lastMeetings(ids, year.day),
  ])
  const chartersOf = Map.groupBy(charters, ({ cleeId }) => cleeId)
  const planOf = new Map(plans.map((plan) => [plan.cleeId, plan]))
  return clees.map((clee) => ({ ...year, clee, charters: chartersOf.get(clee.id) ?? [], plan: planOf.get(clee.id) ?? null, lastHeldOn: meetings.get(clee.id) ?? null }))
}
