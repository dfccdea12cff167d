import { addMeeting } from '../../src/meetings/commands.ts'
import { meetingSchema } from '../../src/meetings/schemas.ts'
import type { MeetingKind } from '../../src/generated/prisma/client.ts'
import { dayAfter } from '../../src/copilots/seats.ts'
import { parisDay, today } from '../../src/school-year.ts'
import { enter } from './steps.ts'
import type { Step, Who } from './story.ts'

/** A meeting: its kind, how many days ago it was held (ahead, when negative), where. */
type MeetingFact = [kind: MeetingKind, daysAgo: number, place: string]

// A meeting is not held on a weekend: the Friday before stands for it.
function workday(daysAgo: number) {
  const day = dayAfter(today(), -daysAgo)
  return dayAfter(day, { 0: -2, 6: -1 }[day.getUTCDay()] ?? 0)
}

/** Records that the CLEE met, or will. */
export const meets = (who: Who, ...meetings: MeetingFact[]): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  for (const [kind, daysAgo, place] of meetings) await addMeeting(actor, clee, meetingSchema.parse({ kind, heldOn: parisDay(workday(daysAgo)), place }))
}
