import { audit, type Actor } from '../audit/audit.ts'
import { subjectOf, touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { memberName } from '../members/names.ts'
import { currentMembers } from '../members/queries.ts'
import type { CompositionInput } from './schemas.ts'

/** Gives or takes seats among the current members of the CLEE; the names of those that it changed. */
async function setSeats(tx: Tx, cleeId: string, ids: string[], hasSeat: boolean) {
  const where = { cleeId, id: { in: ids }, hasSeat: !hasSeat, AND: currentMembers() }
  const changed = await tx.member.findMany({ where, include: { school: true, organisation: true }, orderBy: { createdAt: 'asc' } })
  await tx.member.updateMany({ where, data: { hasSeat } })
  return changed.map(memberName)
}

/**
 * Seats those who were ticked and unseats those who were unticked since the page was shown, so that what somebody else
 * saved meanwhile stays. Gives how many seats changed.
 */
export const composeCommittee = (actor: Actor, clee: { id: string; name: string }, { memberIds, before }: CompositionInput) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const given = await setSeats(tx, clee.id, memberIds.filter((id) => !before.includes(id)), true)
    const taken = await setSeats(tx, clee.id, before.filter((id) => !memberIds.includes(id)), false)
    if (given.length + taken.length > 0) await audit(tx, actor, 'committee.composition', subjectOf(clee), { given, taken })
    return given.length + taken.length
  })
