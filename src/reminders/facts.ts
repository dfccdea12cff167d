import { ofSomebody } from '../clees/states.ts'
import { db } from '../db.ts'
import type { Prisma, SchoolYear } from '../generated/prisma/client.ts'
import { lastMeetings } from '../meetings/queries.ts'
import { notOverOn, previousSchoolYear, schoolYearOf, today } from '../school-year.ts'

const seatSelect = { id: true, userId: true, side: true, firstName: true, lastName: true, jobTitle: true, acceptedAt: true, startsOn: true, endsOn: true } satisfies Prisma.CopilotSelect

const cleeSelect = (day: Date) =>
  ({
    id: true, slug: true, name: true, status: true, declaredAt: true, activatedAt: true,
    bassins: { select: { bassinId: true } },
    copilots: { where: { ...notOverOn(day), AND: ofSomebody }, select: seatSelect, orderBy: [{ side: 'asc' }, { startsOn: 'asc' }, { id: 'asc' }] },
  }) satisfies Prisma.CleeSelect

const charterSelect = { id: true, cleeId: true, version: true, status: true, proposedByName: true, proposedSide: true, remindedAt: true, objection: true, signatories: true } satisfies Prisma.CharterSelect
const reviewSelect = { status: true, educationApprovedAt: true, economyApprovedAt: true, returnReason: true } satisfies Prisma.PlanReviewSelect
const planSelect = { id: true, cleeId: true, schoolYear: true, status: true, hasChanges: true, submittedAt: true, review: { select: reviewSelect }, _count: { select: { actions: true } } } satisfies Prisma.ActionPlanSelect

export type ReminderClee = Prisma.CleeGetPayload<{ select: ReturnType<typeof cleeSelect> }>
export type ReminderCharter = Prisma.CharterGetPayload<{ select: typeof charterSelect }>
export type ReminderPlan = Prisma.ActionPlanGetPayload<{ select: typeof planSelect }>

type Year = { schoolYear: string; opened: SchoolYear | null }

/** The school year under way, and the one before, with what the mission has set for them if it has opened them. */
export type YearFacts = Year & { day: Date; previous: Year }

/**
 * Where a CLEE stands: its charters (newest first), its list and review of the year, the last meeting of its committee.
 * `pastPlan`: the list of the year before, when it had actions and its review may still leave.
 */
export type CleeFacts = YearFacts & { clee: ReminderClee; charters: ReminderCharter[]; plan: ReminderPlan | null; pastPlan: ReminderPlan | null; lastHeldOn: Date | null }

export async function readYear(now: Date): Promise<YearFacts> {
  const schoolYear = schoolYearOf(now)
  const past = previousSchoolYear(schoolYear)
  const years = await db.schoolYear.findMany({ where: { schoolYear: { in: [past, schoolYear] } }, orderBy: { schoolYear: 'asc' } })
  const at = (name: string): Year => ({ schoolYear: name, opened: years.find((year) => year.schoolYear === name) ?? null })
  return { ...at(schoolYear), day: today(now), previous: at(past) }
}

// Their reviews are written until the mission closes the year (src/reviews/years.ts).
const listPastPlans = async (cleeIds: string[], { schoolYear, opened }: Year): Promise<ReminderPlan[]> =>
  opened?.status === 'closed' ? [] : db.actionPlan.findMany({ where: { cleeId: { in: cleeIds }, schoolYear, actions: { some: {} }, OR: [{ review: null }, { review: { status: 'draft' } }] }, select: planSelect, orderBy: { id: 'asc' } })

/** Where these CLEEs stand, by name; as many queries whatever their number. */
export async function readFacts(where: Prisma.CleeWhereInput, year: YearFacts): Promise<CleeFacts[]> {
  const clees = await db.clee.findMany({ where, select: cleeSelect(year.day), orderBy: [{ searchName: 'asc' }, { id: 'asc' }] })
  const ids = clees.map(({ id }) => id)
  const ofThese = { cleeId: { in: ids } }
  const [charters, plans, pastPlans, meetings] = await Promise.all([
    db.charter.findMany({ where: ofThese, select: charterSelect, orderBy: { version: 'desc' } }),
    db.actionPlan.findMany({ where: { ...ofThese, schoolYear: year.schoolYear }, select: planSelect, orderBy: { id: 'asc' } }),
    listPastPlans(ids, year.previous),
    lastMeetings(ids, year.day),
  ])
  const chartersOf = Map.groupBy(charters, ({ cleeId }) => cleeId)
  const [planOf, pastPlanOf] = [plans, pastPlans].map((list) => new Map(list.map((plan) => [plan.cleeId, plan]))) as [Map<string, ReminderPlan>, Map<string, ReminderPlan>]
  return clees.map((clee) => ({ ...year, clee, charters: chartersOf.get(clee.id) ?? [], plan: planOf.get(clee.id) ?? null, pastPlan: pastPlanOf.get(clee.id) ?? null, lastHeldOn: meetings.get(clee.id) ?? null }))
}
