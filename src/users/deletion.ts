import { audit, type Actor } from '../audit/audit.ts'
import { closeSessions } from '../auth/open-sessions.ts'
import { heldSeats, subjectOf as cleeSubject, touchClee } from '../clees/states.ts'
import { dayAfter, isHeldOn } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'
import { vacateIfLeft } from '../handovers/vacancy.ts'
import { fullName } from '../text.ts'
import { notOverOn, today } from '../school-year.ts'
import { lastMission, refuseLastMission } from './access.ts'
import { runningCoordinations, runningSeats } from './commands.ts'
import { forgetNames, type Forgotten } from './forgetting.ts'
import { functionOf } from './names.ts'

const structures = { school: true, organisation: true } as const
type Person = Prisma.UserGetPayload<{ include: typeof structures }>
type Seat = Prisma.CopilotGetPayload<{ include: typeof structures & { clee: true } }>

/** Their seats, and those where they are only awaited, under their address. */
const seatsOf = (tx: Tx, { id, email }: Person): Promise<Seat[]> =>
  tx.copilot.findMany({ where: { OR: [{ userId: id }, { email }] }, include: { ...structures, clee: true }, orderBy: { id: 'asc' } })

const sides = { education: 'éducatif', economy: 'économique' }
const stays: CleeStatus[] = ['declared', 'active', 'vacant', 'dormant']

/** The sides of CLEEs that this person holds alone, which would be vacant without them (R2). */
async function seatsHeldAlone(tx: Tx, userId: string) {
  const seats = await tx.copilot.findMany({ where: { userId, acceptedAt: { not: null }, ...runningSeats(), clee: { status: { in: stays } } }, include: { clee: true }, orderBy: [{ clee: { searchName: 'asc' } }, { id: 'asc' }] })
  const alone: typeof seats = []
  for (const seat of seats) {
    const others = await tx.copilot.count({ where: { cleeId: seat.cleeId, userId: { not: userId }, ...heldSeats(seat.side) } })
    if (others === 0) alone.push(seat)
  }
  return alone
}

/** Why this person can't leave now: they hold the last seat of a side of a CLEE (R2). Null when nothing holds them. */
export async function departureRefusal(tx: Tx, userId: string) {
  const [seat] = await seatsHeldAlone(tx, userId)
  return seat ? `Vous tenez seul le copilotage du monde ${sides[seat.side]} de « ${seat.clee.name} ». Passez d’abord la main à un successeur, depuis la page Copilotes du CLEE, ou écrivez à la mission académique.` : null
}

/** What the mission must agree to before it deletes an account: each side that nobody would hold any more. */
export const listVacancies = async (userId: string, tx: Tx = db) => [...new Set((await seatsHeldAlone(tx, userId)).map(({ clee, side }) => `« ${clee.name} », monde ${sides[side]}`))]

async function refuseUndeclaredVacancy(tx: Tx, id: string) {
  const vacancies = await listVacancies(id, tx)
  if (vacancies.length > 0) throw new FieldError('vacancy', 'Cochez cette case : sans cette personne, ce copilotage est vacant.')
}

/** Why this person can't delete their account, for the page that asks; the command asks again. */
export async function findDepartureRefusal(userId: string) {
  const missions = await db.user.findMany({ where: { role: 'mission', isActive: true, passwordHash: { not: null } }, select: { id: true }, orderBy: { id: 'asc' }, take: 2 })
  return missions.length === 1 && missions[0]?.id === userId ? lastMission : departureRefusal(db, userId)
}

const notOver = () => notOverOn(today())

async function lockClees(tx: Tx, userId: string) {
  const seats = await tx.copilot.findMany({ where: { userId, ...notOver() }, select: { cleeId: true }, distinct: ['cleeId'], orderBy: { cleeId: 'asc' } })
  for (const { cleeId } of seats) await touchClee(tx, cleeId)
}

/** Running seats ended yesterday, so that nobody holds them any more; today when they began today. Those not taken up, or not begun, go. */
async function endSeats(tx: Tx, { id, email }: Person) {
  const day = today()
  await tx.copilot.deleteMany({ where: { OR: [{ userId: id }, { email }], AND: { OR: [{ acceptedAt: null }, { startsOn: { gt: day } }] } } })
  const running = { userId: id, ...notOver() }
  await tx.copilot.updateMany({ where: { ...running, startsOn: day }, data: { endsOn: day } })
  await tx.copilot.updateMany({ where: { ...running, startsOn: { lt: day } }, data: { endsOn: dayAfter(day, -1) } })
}

async function vacateClees(tx: Tx, actor: Actor, seats: Seat[]) {
  const held = seats.filter((seat) => isHeldOn(seat))
  for (const { clee, side } of new Map(held.map((seat) => [seat.cleeId, seat])).values()) await vacateIfLeft(tx, actor, clee, side)
}

// A declaration that only its author sees goes with them.
async function deleteDrafts(tx: Tx, actor: Actor, userId: string) {
  const drafts = await tx.clee.findMany({ where: { draftedById: userId, status: 'draft' }, orderBy: { id: 'asc' } })
  for (const draft of drafts) {
    await tx.clee.delete({ where: { id: draft.id } })
    await audit(tx, actor, 'clee.deletion', cleeSubject(draft))
  }
}

const invalidAddress = (id: string) => `supprime-${id}@compte.invalid`

/** The row stays, without name nor address: history hangs on it. */
async function strip(tx: Tx, person: Person) {
  const blank = { firstName: '', lastName: '', email: invalidAddress(person.id) }
  await tx.copilot.updateMany({ where: { userId: person.id }, data: blank })
  const { count } = await tx.user.updateMany({
    where: { id: person.id, deletedAt: null },
    data: { ...blank, passwordHash: null, isActive: false, nameConsentAt: null, deletedAt: new Date() },
  })
  if (count === 0) throw conflict('Ce compte est déjà supprimé.')
}

const forgottenOf = (person: Person, seats: Seat[]): Forgotten => ({
  id: person.id,
  email: person.email,
  label: functionOf(person),
  invalidAddress: invalidAddress(person.id),
  names: [person, ...seats].map(fullName),
  seats: seats.map((seat) => ({ id: seat.id, cleeId: seat.cleeId, label: functionOf(seat) })),
})

async function getPerson(tx: Tx, id: string) {
  const person = await tx.user.findFirst({ where: { id, deletedAt: null }, include: structures })
  return person ?? Promise.reject(conflict('Ce compte est déjà supprimé.'))
}

async function leave(tx: Tx, actor: Actor, person: Person) {
  await endSeats(tx, person)
  await deleteDrafts(tx, actor, person.id)
  await tx.bassinCoordinator.deleteMany({ where: { userId: person.id, ...runningCoordinations() } })
  // Used ones too: a change of address keeps the address.
  const links = { where: { userId: person.id } }
  await tx.invitation.deleteMany(links)
  await tx.passwordReset.deleteMany(links)
  await tx.emailChange.deleteMany(links)
  await closeSessions(tx, person.id)
}

// Without an actor it is the person, whose name must not be written once more.
async function deleteIn(tx: Tx, actor: Actor | null, id: string, isVacancyDeclared = false) {
  await lockClees(tx, id)
  await refuseLastMission(tx, id)
  const person = await getPerson(tx, id)
  if (!actor) await refuseDeparture(tx, id)
  else if (!isVacancyDeclared) await refuseUndeclaredVacancy(tx, id)
  const seats = await seatsOf(tx, person)
  const forgotten = forgottenOf(person, seats)
  const by = actor && actor.id !== id ? actor : { id, name: forgotten.label, role: person.role }
  await leave(tx, by, person)
  await strip(tx, person)
  await vacateClees(tx, by, seats)
  await audit(tx, by, 'account.deletion', { id, name: forgotten.label })
  await forgetNames(tx, forgotten)
}

async function refuseDeparture(tx: Tx, id: string) {
  const refusal = await departureRefusal(tx, id)
  if (refusal) throw conflict(refusal)
}

// Mails are read one by one in search of the name.
const patience = { timeout: 30_000 }

/** The mission deletes an account: history stays under its function, nobody holds its seats any more. Throws FieldError when a side becomes vacant and the mission has not declared it, 409 for the last account of the mission. */
export const deleteAccount = (actor: Actor, id: string, isVacancyDeclared: boolean) => db.$transaction((tx) => deleteIn(tx, actor, id, isVacancyDeclared), patience)

/** Somebody deletes their own account: the same, but refused (409) while they alone hold a side of a CLEE. */
export const deleteOwnAccount = (id: string) => db.$transaction((tx) => deleteIn(tx, null, id), patience)
