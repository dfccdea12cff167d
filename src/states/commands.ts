import type { Actor } from '../audit/audit.ts'
import { bothSidesHeld, heldOn, moveClee, touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { tellPeople } from '../copilots/tell.ts'
import type { ManualMove } from './labels.ts'
import { moveMessage } from './mails.ts'

type Clee = { id: string; name: string; slug: string }

/** R2: what is relaunched is active only with both sides, once the mission has taken note. */
async function relaunched(tx: Tx, { id }: Clee) {
  const ready = await tx.clee.count({ where: { id, acknowledgedAt: { not: null }, AND: bothSidesHeld(heldOn) } })
  return ready > 0 ? { to: 'active' as const, data: { activatedAt: new Date() } } : { to: 'vacant' as const }
}

/** Makes a move by hand, with its reason; tells the mission and the co-pilots. Throws 409 when the CLEE is not in a state that it leaves: of two people at once, the second. */
export const changeState = (actor: Actor, clee: Clee, move: ManualMove, reason: string) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const target = move === 'relaunch' ? await relaunched(tx, clee) : {}
    if (!(await moveClee(tx, actor, clee, move, { reason, ...target }))) throw conflict('L’état de ce CLEE a changé entre-temps. Rechargez la page de son espace.')
    await tellPeople(tx, actor, clee.id, `clee.${move}`, moveMessage(clee, move, actor.name, reason))
  })
