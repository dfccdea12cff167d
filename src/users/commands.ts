import { audit, type Actor } from '../audit/audit.ts'
import { createInvitation } from '../auth/invitations.ts'
import { countAccountInvitation } from '../auth/throttle.ts'
import { refuseUnknownBassins } from '../clees/identity.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { User } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { lastingBeyond, schoolYearOf, today } from '../school-year.ts'
import { pickSchool } from '../schools/pick.ts'
import { fullName, searchKey } from '../text.ts'
import { assignCoordinator } from './coordinators.ts'
import { invitationMessage } from './mails.ts'
import type { AccountInput, CorrectionInput, NewAccount, PlaceInput } from './schemas.ts'

const raced = 'Ce compte a changé entre-temps. Rechargez la page.'
type Known = Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'role'>
export const subjectOf = (user: Pick<User, 'id' | 'firstName' | 'lastName'>) => ({ id: user.id, name: fullName(user) })

/** Seats that a person holds today, will hold, or is invited to. */
export const runningSeats = () => lastingBeyond(today())

/** The structure that a role asks for: a head's school, a company's organisation. Throws FieldError. */
export async function structureOf(tx: Tx, { role, school, organisationName, siret }: Omit<PlaceInput, 'bassinIds'>) {
  const schoolUai = role === 'school_head' ? (await pickSchool(tx, 'school', school)).uai : null
  const organisation = role === 'company' ? await findOrCreateOrganisation(tx, { name: organisationName, siret, world: 'economy' }) : null
  return { schoolUai, organisationId: organisation?.id ?? null }
}

// An account that nobody has opened may be invited again, unless it stands for something else.
async function refuseKnown(tx: Tx, { email, role }: AccountInput) {
  const known = await tx.user.findUnique({ where: { email }, include: { copilotSeats: { where: runningSeats() } } })
  if (!known) return
  if (known.passwordHash) throw new FieldError('email', 'Cette adresse a déjà un compte.')
  if (!known.isActive) throw new FieldError('email', 'Cette adresse a un compte désactivé : réactivez-le depuis la liste des comptes.')
  if (known.role !== role && known.copilotSeats.length > 0) throw new FieldError('email', 'Cette adresse est celle d’une personne invitée à copiloter un CLEE : son rôle ne peut pas changer. Indiquez-en une autre.')
}

/** Opens an account without a password and gives the path of its personal link; asked again for one that nobody has opened, gives a new link. Throws FieldError. */
export async function openAccount(tx: Tx, actor: Actor | null, input: AccountInput) {
  const { role, email, firstName, lastName, jobTitle, bassinIds } = input
  await refuseKnown(tx, input)
  const columns = { role, firstName, lastName, jobTitle, ...(await structureOf(tx, input)) }
  if (role === 'coordinator') await refuseUnknownBassins(tx, bassinIds)
  const user = await tx.user.upsert({ where: { email }, create: { email, ...columns }, update: columns })
  await audit(tx, actor, 'account.opening', subjectOf(user))
  if (role === 'coordinator') await assignCoordinator(tx, actor, subjectOf(user), bassinIds)
  return { user, path: await createInvitation(tx, user.id) }
}

const sendLink = (tx: Tx, user: Known, path: string) => notify(tx, 'account.opening', [recipientOf(user)], invitationMessage(user.role, path))

/** Opens an account within a transaction, and sends its personal link by mail. */
export async function inviteIn(tx: Tx, actor: Actor, input: AccountInput) {
  const { user, path } = await openAccount(tx, actor, input)
  await sendLink(tx, user, path)
  return user
}

/** The mission invites somebody. Throws FieldError, 429 past five links an hour to one person. */
export async function inviteAccount(actor: Actor, input: AccountInput) {
  await countAccountInvitation(input.email)
  return refuseDuplicate('Quelqu’un vient d’ouvrir un compte à cette adresse. Cherchez-le dans la liste.', () => db.$transaction((tx) => inviteIn(tx, actor, input)))
}

async function bassinNamed(tx: Tx, name: string) {
  const bassin = await tx.bassin.findFirst({ where: { searchName: searchKey(name) }, orderBy: { id: 'asc' } })
  if (!bassin) throw new FieldError('place', 'Aucun bassin n’a ce nom : ajoutez-le d’abord (npm run bassin).')
  return bassin.id
}

/** The same from the command line: gives the path of the personal link, which nobody mails. Throws FieldError. */
export const openAccountByCommand = ({ place, ...person }: NewAccount) =>
  db.$transaction(async (tx) => {
    const bassinIds = person.role === 'coordinator' ? [await bassinNamed(tx, place)] : []
    const { path } = await openAccount(tx, null, { ...person, school: place, organisationName: '', siret: null, bassinIds })
    return path
  })

/** Sends a fresh link to somebody who has not opened their account; the earlier one dies. */
export async function renewAccountInvitation(actor: Actor, user: Known) {
  await countAccountInvitation(user.email)
  await db.$transaction(async (tx) => {
    if ((await tx.user.count({ where: { id: user.id, isActive: true, passwordHash: null } })) === 0) throw conflict('Ce compte est déjà ouvert, ou désactivé : il n’y a pas d’invitation à renvoyer. Rechargez la page.')
    await audit(tx, actor, 'invitation.sending', subjectOf(user))
    await sendLink(tx, user, await createInvitation(tx, user.id))
  })
}

/** Corrects the name, the function and the structure of an account; the name and function of its running seats follow, the past stays as it was. */
export const correctAccount = (actor: Actor, user: Known, input: CorrectionInput) =>
  db.$transaction(async (tx) => {
    const { firstName, lastName, jobTitle } = input
    const structure = await structureOf(tx, input)
    const { count } = await tx.user.updateMany({ where: { id: user.id, role: input.role, deletedAt: null }, data: { firstName, lastName, jobTitle, ...structure } })
    if (count === 0) throw conflict(raced)
    await tx.copilot.updateMany({ where: { userId: user.id, ...runningSeats() }, data: { firstName, lastName, jobTitle } })
    await audit(tx, actor, 'account.change', { id: user.id, name: fullName(input) })
  })

/** Coordinations of this school year and of the next ones. */
export const runningCoordinations = () => ({ schoolYear: { gte: schoolYearOf() } })
