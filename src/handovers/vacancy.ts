import type { Actor } from '../audit/audit.ts'
import { activateIfReady, bothSidesHeld, heldOn, lockClee, moveClee } from '../clees/states.ts'
import { sideNames, sides } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import type { CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { vacancyMessage } from './mails.ts'
import { tellPeople } from '../copilots/tell.ts'

type Clee = { id: string; name: string; slug: string }
const named = { id: true, name: true, slug: true } as const

/** Moves a CLEE to "copilotage vacant" and tells the mission and the co-pilots who stay. False when it is neither declared nor active. */
export async function vacate(tx: Tx, actor: Actor | null, clee: Clee, emptied: CopilotSide[], where: Prisma.CleeWhereInput = {}) {
  const reason = emptied.map((side) => `Le siège du ${sideNames[side]} n’est plus tenu.`).join(' ')
  if (!(await moveClee(tx, actor, clee, 'vacancy', { reason, where }))) return false
  await tellPeople(tx, actor, clee.id, 'clee.vacancy', vacancyMessage(clee, emptied))
  return true
}

/** A side that somebody held, and that nobody holds today. */
const isEmptied = (side: CopilotSide): Prisma.CleeWhereInput => ({
  AND: [{ copilots: { some: { side, acceptedAt: { not: null }, endsOn: { lt: today() } } } }, { copilots: { none: heldOn(side) } }],
})

const isAbandoned = (): Prisma.CleeWhereInput => ({ status: { in: ['declared', 'active'] }, OR: sides.map(isEmptied) })

/** Sides of which no seat is held today. */
async function emptySides(tx: Tx, { id }: Clee) {
  const seats = await tx.copilot.groupBy({ by: ['side'], where: { cleeId: id, OR: sides.map((side) => heldOn(side)) }, orderBy: { side: 'asc' } })
  return sides.filter((side) => !seats.some((seat) => seat.side === side))
}

/** Somebody has left this side at once: when nobody holds it today, the CLEE is vacant from now on (R2). */
export async function vacateIfLeft(tx: Tx, actor: Actor, clee: Clee, side: CopilotSide) {
  if ((await emptySides(tx, clee)).includes(side)) await vacate(tx, actor, clee, [side])
}

/** R2: CLEEs of which a side is held by nobody any more become vacant, the day after its last mandate ended. Idempotent, in several processes at once too. */
export async function vacateEndedMandates() {
  const clees = await db.clee.findMany({ where: isAbandoned(), select: named, orderBy: { id: 'asc' } })
  for (const clee of clees) {
    await db.$transaction(async (tx) => {
      // Another process that watches too waits here, then finds it moved.
      await lockClee(tx, clee.id)
      await vacate(tx, null, clee, await emptySides(tx, clee), isAbandoned())
    })
  }
}

/** CLEEs that waited for the first day of a mandate become active on it. */
async function activateBegunMandates() {
  const where = { status: { in: ['declared', 'vacant'] }, acknowledgedAt: { not: null }, AND: bothSidesHeld() } satisfies Prisma.CleeWhereInput
  for (const clee of await db.clee.findMany({ where, select: named, orderBy: { id: 'asc' } })) {
    await db.$transaction((tx) => activateIfReady(tx, null, clee))
  }
}

/** What the passing days do to CLEEs, without anybody's hand. */
export async function watchMandates() {
  await vacateEndedMandates()
  await activateBegunMandates()
}
