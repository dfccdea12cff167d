import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { previousSchoolYear, runningOn, schoolYearBounds, today } from '../school-year.ts'

/** CLEEs that a passage carries; a closed one is only read, a draft is not sent yet. */
export const carriedClees = { status: { notIn: ['draft', 'closed'] } } satisfies Prisma.CleeWhereInput

/** What runs on this day goes on: 1 September, or today for a passage that comes later. */
function passageDay(toYear: string, day = today()) {
  const { first } = schoolYearBounds(toYear)
  return day > first ? day : first
}

const lineSelect = (toYear: string) => {
  const [fromYear, day] = [previousSchoolYear(toYear), passageDay(toYear)]
  return {
    id: true,
    name: true,
    slug: true,
    status: true,
    bassins: { select: { bassin: { select: { name: true } } }, orderBy: { bassin: { searchName: 'asc' } } },
    copilots: { where: { acceptedAt: { not: null }, startsOn: { lte: day } }, select: { endsOn: true } },
    plans: { where: { schoolYear: { in: [fromYear, toYear] } }, select: { schoolYear: true, _count: { select: { actions: true } } } },
    reviews: { where: { schoolYear: fromYear, status: { not: 'draft' } }, select: { id: true } },
    _count: { select: { members: { where: runningOn(day) }, actions: { where: { schoolYear: fromYear, outcome: 'postponed' } } } },
  } satisfies Prisma.CleeSelect
}
type ReadClee = Prisma.CleeGetPayload<{ select: ReturnType<typeof lineSelect> }>

/** `start`: an empty list is begun; `keep`: the CLEE has begun its own; `leave`: it is closed. */
export type Outcome = 'start' | 'keep' | 'leave'

function lineOf(clee: ReadClee, toYear: string) {
  const { id, name, slug, status, copilots, plans, reviews, _count } = clee
  const [fromYear, day] = [previousSchoolYear(toYear), passageDay(toYear)]
  const before = plans.find(({ schoolYear }) => schoolYear === fromYear)
  const outcome: Outcome = status === 'closed' ? 'leave' : plans.some(({ schoolYear }) => schoolYear === toYear) ? 'keep' : 'start'
  return {
    id,
    name,
    slug,
    outcome,
    bassins: clee.bassins.map(({ bassin }) => bassin.name),
    members: _count.members,
    mandates: copilots.filter(({ endsOn }) => endsOn === null || endsOn >= day).length,
    endedMandates: copilots.filter(({ endsOn }) => endsOn !== null && endsOn < day && endsOn >= schoolYearBounds(fromYear).first).length,
    isReviewMissing: before !== undefined && before._count.actions > 0 && reviews.length === 0,
    postponed: _count.actions,
  }
}
export type RolloverLine = ReturnType<typeof lineOf>

/** What the passage to a year does to each of these CLEEs: the rehearsal shows these lines, the passage itself follows them. */
export async function readLines(toYear: string, where: Prisma.CleeWhereInput = {}): Promise<RolloverLine[]> {
  const clees = await db.clee.findMany({ where: { AND: [{ status: { not: 'draft' } }, where] }, select: lineSelect(toYear), orderBy: [{ searchName: 'asc' }, { id: 'asc' }] })
  return clees.map((clee) => lineOf(clee, toYear))
}
