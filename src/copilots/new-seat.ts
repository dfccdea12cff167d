import type { Actor } from '../audit/audit.ts'
import { audit } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { displayName } from '../text.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { pickSchool } from '../schools/pick.ts'
import { inviteCopilot, refuseOtherRole } from './invite.ts'
import { notOverOn, parisDay } from '../school-year.ts'
import { tellOffer } from './offer.ts'

type Person = { firstName: string; lastName: string; email: string; jobTitle: string }
/** A person named for a seat, and their structure as it was typed. */
export type Nominee = Person & ({ side: 'education'; school: string } | { side: 'economy'; organisationName: string; siret: string | null })
type Mandate = { startsOn: Date; endsOn: Date | null; replacesId?: string }
type Clee = { id: string; name: string; slug: string }
type Structure = (tx: Tx) => Promise<{ schoolUai: string } | { organisationId: string }>

async function eligibleSchool(typed: string) {
  const school = await pickSchool(db, 'school', typed)
  const refusal = educationSeatRefusal(school)
  if (refusal) throw new FieldError('school', refusal)
  if (!school.isOpen) throw new FieldError('school', `${school.name} est fermé d’après l’annuaire : indiquez un établissement ouvert.`)
  return { schoolUai: school.uai }
}

/** How to find the structure of a nominee: the school is looked up at once (R1), the organisation within the transaction that may create it. Throws FieldError. */
export async function structureFinder(nominee: Nominee, cleeId: string): Promise<Structure> {
  if (nominee.side === 'education') {
    const school = await eligibleSchool(nominee.school)
    return async () => school
  }
  const { organisationName: name, siret, side } = nominee
  return async (tx) => ({ organisationId: (await findOrCreateOrganisation(tx, { name, siret, world: side, cleeId })).id })
}

/** Mandates of a person in a CLEE, waiting ones included, that a period would overlap. */
const overlapping = (cleeId: string, email: string, userId: string | null, { startsOn, endsOn }: Mandate) =>
  ({
    cleeId,
    AND: [
      { OR: [{ email }, ...(userId ? [{ userId }] : [])] },
      notOverOn(startsOn),
      ...(endsOn ? [{ startsOn: { lte: endsOn } }] : []),
    ],
  }) satisfies Prisma.CopilotWhereInput

/** Throws FieldError when the person holds or awaits another seat of this CLEE in that period. */
export async function refuseOverlap(tx: Tx, cleeId: string, person: { email: string; userId: string | null }, mandate: Mandate, except?: { id: string; field: string }) {
  const where = { ...overlapping(cleeId, person.email, person.userId, mandate), ...(except && { id: { not: except.id } }) }
  if ((await tx.copilot.count({ where })) === 0) return
  throw new FieldError(except?.field ?? 'email', 'Cette personne copilote déjà ce CLEE à ces dates, ou y est déjà invitée.')
}

/** Creates the waiting seat of a nominee, invites them and tells whom it concerns, within a transaction that has locked the CLEE. Throws FieldError. */
export async function openSeat(tx: Tx, actor: Actor, clee: Clee, nominee: Nominee, mandate: Mandate, structure: Structure) {
  const { side, firstName, lastName, email, jobTitle } = nominee
  const user = await refuseOtherRole(tx, side, email)
  await refuseOverlap(tx, clee.id, { email, userId: user?.id ?? null }, mandate)
  const seat = await tx.copilot.create({ data: { cleeId: clee.id, side: side satisfies CopilotSide, firstName, lastName, email, jobTitle, ...mandate, ...(await structure(tx)) }, include: { organisation: true, school: true } })
  await audit(tx, actor, 'copilot.designation', { id: seat.id, name: displayName(seat), cleeId: clee.id }, { startsOn: parisDay(seat.startsOn), endsOn: seat.endsOn && parisDay(seat.endsOn) })
  await inviteCopilot(tx, actor, clee, seat)
  await tellOffer(tx, actor, clee, seat)
  return seat
}
