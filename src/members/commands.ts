import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { today } from '../school-year.ts'
import { memberName, type NamedMember } from './names.ts'
import type { MemberInput } from './schemas.ts'

type Clee = { id: string }

async function structureOf(tx: Tx, { schoolUai, organisationName, world }: MemberInput) {
  if (!schoolUai) return { organisationId: (await findOrCreateOrganisation(tx, { name: organisationName, siret: null, world })).id }
  const school = await tx.school.findUnique({ where: { uai: schoolUai } })
  if (!school) throw new FieldError('schoolUai', 'Cet établissement n’est pas dans l’annuaire du portail : vérifiez son code UAI.')
  return { schoolUai }
}

/** Adds a member to a CLEE. Throws FieldError when the structure is unknown or already there with the same function. */
export const addMember = (actor: Actor, clee: Clee, input: MemberInput) =>
  db.$transaction(async (tx) => {
    const { world, jobTitle, hasSeat } = input
    // Dating the CLEE first locks its row: of two identical clicks the second waits, and finds the member.
    await touchClee(tx, clee.id)
    const structure = await structureOf(tx, input)
    const same = await tx.member.findFirst({ where: { cleeId: clee.id, jobTitle: { equals: jobTitle, mode: 'insensitive' }, ...structure } })
    if (same) throw new FieldError('jobTitle', 'Cette structure est déjà membre avec la même fonction.')
    const member = await tx.member.create({ data: { cleeId: clee.id, world, jobTitle, hasSeat, startsOn: today(), ...structure }, include: { school: true, organisation: true } })
    await audit(tx, actor, 'member.addition', { id: member.id, name: memberName(member), cleeId: clee.id })
  })

/** Removes a member; removing one who is gone already changes nothing. */
export const removeMember = (actor: Actor, clee: Clee, member: NamedMember & { id: string }) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.member.deleteMany({ where: { id: member.id, cleeId: clee.id } })
    if (count === 0) return
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'member.removal', { id: member.id, name: memberName(member), cleeId: clee.id })
  })
