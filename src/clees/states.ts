import { audit, type Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { CleeStatus, CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { heldOnDay, lastingBeyond, today } from '../school-year.ts'
import { transitions, type CleeMove } from './workflow.ts'

type Named = { id: string; name: string }
type Move = { reason?: string; to?: CleeStatus; where?: Prisma.CleeWhereInput; data?: Prisma.CleeUncheckedUpdateManyInput; details?: Prisma.InputJsonObject }

export const subjectOf = (clee: Named) => ({ id: clee.id, name: clee.name, cleeId: clee.id })

/** Dates the CLEE's page ("dernière mise à jour") after a change of what it shows; locks its row, so that writers wait for each other. */
export const touchClee = (tx: Tx, id: string) => tx.clee.update({ where: { id }, data: { updatedAt: new Date() } })

/** A closed CLEE is only read: 409. */
export function refuseClosed({ status }: { status: string }) {
  if (status === 'closed') throw conflict('Ce CLEE est fermé : il se lit, mais ne se modifie plus. La mission académique peut le rouvrir.')
}

/** Makes other writers of a CLEE wait for the end of this transaction. */
export const lockClee = (tx: Tx, id: string) => tx.$queryRaw`SELECT 1 FROM clees WHERE id = ${id}::uuid FOR UPDATE`

/**
 * Moves a CLEE to another state, dated in its history and in the journal. False when it is not in a state that this move
 * leaves, or not as `where` says. `to` replaces the state that the move leads to; a null actor is the portal, on a date.
 */
export async function moveClee(tx: Tx, actor: Actor | null, clee: Named, move: CleeMove, { reason = '', to, where = {}, data = {}, details = {} }: Move = {}) {
  const transition = transitions[move]
  const target = to ?? transition.to
  await lockClee(tx, clee.id)
  const before = await tx.clee.findUnique({ where: { id: clee.id }, select: { status: true } })
  const { count } = await tx.clee.updateMany({ where: { id: clee.id, status: { in: [...transition.from] }, AND: where }, data: { ...data, status: target } })
  if (count === 0 || !before) return false
  await tx.cleeStateChange.create({ data: { cleeId: clee.id, from: before.status, to: target, actorName: actor?.name ?? '', reason } })
  await audit(tx, actor, `clee.${move}`, subjectOf(clee), { ...details, ...(reason && { reason }) })
  return true
}

/** Seats of a side that are held from today on: accepted, begun, and not about to end tonight. */
export const heldSeats = (side: CopilotSide, day = today()) =>
  ({ side, acceptedAt: { not: null }, startsOn: { lte: day }, ...lastingBeyond(day) }) satisfies Prisma.CopilotWhereInput

/** Not the seat of a deleted account, which may have to end today: it is nobody's any more. */
export const ofSomebody = { OR: [{ userId: null }, { user: { deletedAt: null } }] } satisfies Prisma.CopilotWhereInput

/** Seats of a side held on a day, its last included: the rights of who leaves end after it. */
export const heldOn = (side: CopilotSide, day = today()) =>
  ({ side, ...heldOnDay(day), AND: ofSomebody }) satisfies Prisma.CopilotWhereInput

/** Both sides hold a seat (R2): beyond today, or `heldOn`, its last day included. */
export const bothSidesHeld = (held: (side: CopilotSide) => Prisma.CopilotWhereInput = heldSeats): Prisma.CleeWhereInput => ({ AND: [{ copilots: { some: held('education') } }, { copilots: { some: held('economy') } }] })

/** A declared or vacant CLEE becomes active once the mission has taken note and both sides hold a seat (R2). True when it just became so. */
export async function activateIfReady(tx: Tx, actor: Actor | null, clee: Named) {
  return moveClee(tx, actor, clee, 'activation', { where: { acknowledgedAt: { not: null }, AND: bothSidesHeld() }, data: { activatedAt: new Date() } })
}
