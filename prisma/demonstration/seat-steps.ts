import { giveNameConsent } from '../../src/account/commands.ts'
import { getSeat } from '../../src/copilots/queries.ts'
import { dayAfter } from '../../src/copilots/seats.ts'
import { db } from '../../src/db.ts'
import { endMandate, handOver } from '../../src/handovers/commands.ts'
import { departureSchema, handoverSchemas } from '../../src/handovers/schemas.ts'
import { inviteToSeat } from '../../src/mandates/commands.ts'
import { economyInvitationSchema } from '../../src/mandates/schemas.ts'
import { parisDay, previousSchoolYear, schoolYearBounds, schoolYearOf, today } from '../../src/school-year.ts'
import { changeState } from '../../src/states/commands.ts'
import { reasonSchema } from '../../src/states/schemas.ts'
import { isoDay } from './days.ts'
import { siretOf } from './organisations.ts'
import { enter, opensInvitation } from './steps.ts'
import type { EconomicCopilotFact, HeadFact, Stage, Step, Who } from './story.ts'

/** The seat of who acts, in the CLEE. */
async function enterSeat(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  const { id } = await db.copilot.findFirstOrThrow({ where: { cleeId: clee.id, userId: actor.id } })
  return { actor, clee, seat: await getSeat(clee.id, id) }
}

/** The economic co-pilot names who will come after them, who has not answered yet. */
export const preparesHandover = (successor: EconomicCopilotFact): Step => async (stage) => {
  const { actor, clee, seat } = await enterSeat(stage, 'economy')
  const dates = { startsOn: isoDay(15), endsOn: isoDay(30) }
  const input = handoverSchemas.economy(today(), today()).parse({ ...successor, siret: siretOf(successor.organisationName), ...dates })
  await handOver(actor, clee, seat, { side: 'economy', ...input })
}

/** The head hands over to a successor who begins at once; both are there for three weeks. */
export const handsOver = (successor: HeadFact): Step => async (stage) => {
  const { actor, clee, seat } = await enterSeat(stage, 'education')
  const dates = { startsOn: parisDay(today()), endsOn: isoDay(21) }
  await handOver(actor, clee, seat, { side: 'education', ...handoverSchemas.education(today(), today()).parse({ ...successor, ...dates }) })
  await opensInvitation(stage.slug, successor.email)
}

/** One more co-pilot of the economic side. */
export const isJoinedBy = (copilot: EconomicCopilotFact): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  const input = economyInvitationSchema.parse({ ...copilot, siret: siretOf(copilot.organisationName) })
  await inviteToSeat(actor, clee, { side: 'economy', ...input })
  await opensInvitation(stage.slug, copilot.email)
}

/** The economic co-pilot, there since last school year, left yesterday: the mission notes it and declares the seat vacant. */
export const leaves: Step = async (stage) => {
  const { seat: { id } } = await enterSeat(stage, 'economy')
  // By hand, because the commands rightly refuse a mandate that would begin in the past.
  await db.copilot.update({ where: { id }, data: { startsOn: schoolYearBounds(previousSchoolYear(schoolYearOf())).first } })
  const { actor, clee } = await enter(stage, 'mission')
  const endsOn = parisDay(dayAfter(today(), -1))
  const seat = await getSeat(clee.id, id)
  await endMandate(actor, clee, seat, departureSchema(seat.startsOn).parse({ endsOn, isVacancyDeclared: 'oui' }))
}

const moves = (who: Who, move: 'dormancy' | 'closure') => (reason: string): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  await changeState(actor, clee, move, reasonSchema(move).parse({ reason }).reason)
}

export const fallsAsleep = moves('education', 'dormancy')
export const isClosed = moves('mission', 'closure')

/** Agrees that their name be published beside their function. */
export const agreesToBeNamed = (who: Who): Step => async (stage) => {
  await giveNameConsent((await enter(stage, who)).actor)
}
