import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Member, Organisation } from '../generated/prisma/client.ts'
import { fullName, searchKey } from '../text.ts'

const gone = 'L’une des deux organisations a déjà été réunie à une autre. Rechargez la page.'

const dayOf = (day: Date | null) => day?.getTime() ?? 0
const isSameName = (one: Member, other: Member) =>
  one.lastName === '' || other.lastName === '' || searchKey(fullName(one)) === searchKey(fullName(other))

const isTwin = (one: Member, other: Member) =>
  one.cleeId === other.cleeId &&
  searchKey(one.jobTitle) === searchKey(other.jobTitle) &&
  dayOf(one.startsOn) === dayOf(other.startsOn) &&
  dayOf(one.endsOn) === dayOf(other.endsOn) &&
  isSameName(one, other)

const identity = ({ firstName, lastName, consentOn, consentMeans, consentRecordedBy }: Member) => ({ firstName, lastName, consentOn, consentMeans, consentRecordedBy })

/** The same person told twice becomes one member, with the seat and the name of either. Gives how many lines went. */
async function collapseMembers(tx: Tx, keptId: string, otherId: string) {
  const members = await tx.member.findMany({ where: { organisationId: { in: [keptId, otherId] } }, orderBy: { createdAt: 'asc' } })
  const staying = members.filter(({ organisationId }) => organisationId === keptId)
  let collapsed = 0
  for (const moved of members.filter(({ organisationId }) => organisationId === otherId)) {
    const twin = staying.find((member) => isTwin(member, moved))
    if (!twin) continue
    await tx.member.delete({ where: { id: moved.id } })
    const seat = { hasSeat: twin.hasSeat || moved.hasSeat }
    await tx.member.update({ where: { id: twin.id }, data: { ...seat, ...(twin.lastName === '' && identity(moved)) } })
    collapsed += 1
  }
  return collapsed
}

/** An action where both take part keeps the part that the kept one has, or that of the other. */
async function moveActions(tx: Tx, keptId: string, otherId: string) {
  const both = { organisationId: otherId, action: { partners: { some: { organisationId: keptId } } } }
  for (const { actionId, part } of await tx.actionPartner.findMany({ where: both, orderBy: { actionId: 'asc' } })) {
    await tx.actionPartner.updateMany({ where: { actionId, organisationId: keptId, part: '' }, data: { part } })
    await tx.actionPartner.delete({ where: { actionId_organisationId: { actionId, organisationId: otherId } } })
  }
  return tx.actionPartner.updateMany({ where: { organisationId: otherId }, data: { organisationId: keptId } })
}

async function moveUses(tx: Tx, keptId: string, otherId: string) {
  const change = { where: { organisationId: otherId }, data: { organisationId: keptId } }
  const users = await tx.user.updateMany(change)
  const copilots = await tx.copilot.updateMany(change)
  const members = await tx.member.updateMany(change)
  const actions = await moveActions(tx, keptId, otherId)
  const carried = await tx.clee.updateMany({ where: { carrierId: otherId }, data: { carrierId: keptId } })
  return { users: users.count, copilots: copilots.count, members: members.count, actions: actions.count, carried: carried.count }
}

// In the order of their ids, so that two merges of the same pair wait for each other and none fails.
async function lockBoth(tx: Tx, ids: string[]) {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM organisations WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  if (rows.length !== 2) throw conflict(gone)
}

/** Merges an organisation into another: all that names it names the kept one from then on. Throws 409 when either is gone. */
export const mergeOrganisations = (actor: Actor, kept: Organisation, other: Organisation) =>
  db.$transaction(async (tx) => {
    await lockBoth(tx, [kept.id, other.id])
    const collapsed = await collapseMembers(tx, kept.id, other.id)
    const moved = await moveUses(tx, kept.id, other.id)
    await tx.organisation.delete({ where: { id: other.id } })
    const missing = {
      ...(!kept.siret && other.siret && { siret: other.siret }),
      ...(!kept.city && other.city && { city: other.city }),
      ...(kept.kind === 'other' && { kind: other.kind }),
    }
    await tx.organisation.update({ where: { id: kept.id }, data: missing })
    await audit(tx, actor, 'organisation.merge', { id: kept.id, name: kept.name }, { merged: other.name, siret: other.siret, collapsed, ...moved })
  })
