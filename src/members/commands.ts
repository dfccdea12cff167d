import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { Member } from '../generated/prisma/client.ts'
import { refuseUnseen } from '../seen.ts'
import { consentMeans } from './labels.ts'
import { memberName, type NamedMember } from './names.ts'
import { formOf } from './pages.ts'
import { columnsOf, findSame, readMember } from './save.ts'
import type { ConsentInput, MemberInput } from './schemas.ts'

type Clee = { id: string }
type FullMember = Member & NamedMember

const gone = 'Ce membre a changé entre-temps, ou n’est plus dans la liste. Rechargez la page.'
const noConsent = { consentOn: null, consentMeans: '', consentRecordedBy: '' }

// Dating the CLEE first locks its row: of two identical clicks the second waits, and finds what the first has done.
const change = <T>(clee: Clee, act: (tx: Tx) => Promise<T>) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    return act(tx)
  })

const subjectOf = (clee: Clee, member: NamedMember & { id: string }) => ({ id: member.id, name: memberName(member), cleeId: clee.id })
const refuseSame = () => {
  throw new FieldError('jobTitle', 'Cette structure est déjà membre avec la même fonction.')
}

/** Adds a member to a CLEE. Throws FieldError when the structure can't be told, or is already there with the same function. */
export const addMember = (actor: Actor, clee: Clee, input: MemberInput) =>
  change(clee, async (tx) => {
    const typed = await readMember(tx, clee.id, input)
    if (await findSame(tx, clee.id, typed)) refuseSame()
    const member = await tx.member.create({ data: { cleeId: clee.id, ...columnsOf(typed) }, include: { school: true, organisation: true } })
    await audit(tx, actor, 'member.addition', subjectOf(clee, member))
    return member
  })

/** Corrects a member. Throws FieldError, also when somebody has changed it since the form showed it. A consent was given by a person: another name loses it. */
export const updateMember = (actor: Actor, clee: Clee, member: FullMember, input: MemberInput) =>
  change(clee, async (tx) => {
    const present = await tx.member.findFirst({ where: { id: member.id, cleeId: clee.id }, include: { school: true, organisation: true } })
    if (present) refuseUnseen(input.seen, formOf(present))
    const typed = await readMember(tx, clee.id, input, member.startsOn)
    if (await findSame(tx, clee.id, typed, member.id)) refuseSame()
    const isRenamed = typed.firstName !== member.firstName || typed.lastName !== member.lastName
    const { count } = await tx.member.updateMany({ where: { id: member.id, cleeId: clee.id }, data: { ...columnsOf(typed), ...(isRenamed && noConsent) } })
    if (count === 0) throw conflict(gone)
    await audit(tx, actor, 'member.change', subjectOf(clee, { ...typed, id: member.id }))
    if (isRenamed && member.consentOn) await audit(tx, actor, 'member.consent-withdrawal', subjectOf(clee, { ...typed, id: member.id }), { reason: 'le nom a changé' })
    return { organisation: typed.organisation, losesConsent: isRenamed && member.consentOn !== null }
  })

/** Ends a participation, and gives its last day; the member stays in the history. Throws FieldError before the first day, 409 when it has ended already. */
export const endMember = (actor: Actor, clee: Clee, member: FullMember, endsOn: Date) =>
  change(clee, async (tx) => {
    if (endsOn < member.startsOn) throw new FieldError('endsOn', 'La fin vient avant le début de la participation : choisissez un jour plus tardif.')
    const { count } = await tx.member.updateMany({ where: { id: member.id, cleeId: clee.id, endsOn: null }, data: { endsOn } })
    if (count === 0) throw conflict('La fin de cette participation est déjà enregistrée. Pour la corriger, modifiez le membre.')
    await audit(tx, actor, 'member.departure', subjectOf(clee, member), { endsOn: endsOn.toISOString().slice(0, 10) })
    return endsOn
  })

/** Removes a member added by mistake; removing one who is gone already changes nothing. */
export const removeMember = (actor: Actor, clee: Clee, member: FullMember) =>
  change(clee, async (tx) => {
    const { count } = await tx.member.deleteMany({ where: { id: member.id, cleeId: clee.id } })
    if (count > 0) await audit(tx, actor, 'member.removal', subjectOf(clee, member))
  })

/** Records that a member agrees that their name be published (R18). Throws 409 unless they still have the name that was read, and no consent yet. */
export const recordConsent = (actor: Actor, clee: Clee, member: FullMember, { consentOn, means, precision }: ConsentInput) =>
  change(clee, async (tx) => {
    const { firstName, lastName } = member
    const { count } = await tx.member.updateMany({
      where: { id: member.id, cleeId: clee.id, firstName, lastName, consentOn: null },
      data: { consentOn, consentMeans: [consentMeans[means], precision].filter(Boolean).join(' – '), consentRecordedBy: actor.name },
    })
    if (count === 0) throw conflict('Cet accord est déjà enregistré, ou le nom a changé entre-temps. Rechargez la page.')
    await audit(tx, actor, 'member.consent', subjectOf(clee, member), { means: consentMeans[means] })
  })

/** Withdraws a consent; withdrawing one that is not there changes nothing. */
export const withdrawConsent = (actor: Actor, clee: Clee, member: FullMember) =>
  change(clee, async (tx) => {
    const { count } = await tx.member.updateMany({ where: { id: member.id, cleeId: clee.id, consentOn: { not: null } }, data: noConsent })
    if (count > 0) await audit(tx, actor, 'member.consent-withdrawal', subjectOf(clee, member))
  })
