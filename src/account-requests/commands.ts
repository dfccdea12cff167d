import { audit, type Actor } from '../audit/audit.ts'
import { evenly } from '../auth/pace.ts'
import { hashPassword } from '../auth/passwords.ts'
import { countAccountInvitation, countAccountRequest } from '../auth/throttle.ts'
import { hoursFromNow, newToken } from '../auth/tokens.ts'
import { config } from '../config.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { User } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'
import { notify, type Message } from '../notifications/notify.ts'
import { missionRecipients, recipientOf } from '../notifications/recipients.ts'
import { pickSchool } from '../schools/pick.ts'
import { inviteIn, subjectOf } from '../users/commands.ts'
import type { AccountInput } from '../users/schemas.ts'
import { alreadyWaitingMessage, confirmationMessage, disabledAccountMessage, knownAccountMessage, openedMessage, refusalMessage, requestHours, waitingMessage } from './mails.ts'
import type { FoundRequest } from './queries.ts'
import { mailboxOf } from './rules.ts'
import type { AccountRequestInput } from './schemas.ts'

const decided = 'Cette demande a déjà reçu une réponse. Rechargez la page.'
const stale = 'Cette demande a déjà été confirmée, ou n’est plus valable.'
const known = 'Cette adresse a déjà un compte. Connectez-vous, ou demandez un nouveau mot de passe depuis la page de connexion.'

async function schoolOfMailbox(tx: Tx, mailbox: NonNullable<ReturnType<typeof mailboxOf>>) {
  if (mailbox.uai === null) throw new FieldError('email', `Cette adresse ressemble à la messagerie d’un établissement. ${mailbox.reason}`)
  const school = await tx.school.findUnique({ where: { uai: mailbox.uai } })
  if (!school) throw new FieldError('email', `Aucun établissement de l’annuaire n’a le code ${mailbox.uai}, qui figure dans cette adresse. Vérifiez-la, ou écrivez à la mission académique.`)
  return school.uai
}

/** A school's mailbox is that school, whatever was typed; anybody else names theirs. Throws FieldError. */
async function schoolOf(tx: Tx, { email, role, school }: AccountRequestInput) {
  const mailbox = mailboxOf(email)
  if (mailbox) return schoolOfMailbox(tx, mailbox)
  return role === 'school_head' ? (await pickSchool(tx, 'school', school)).uai : null
}

// What the mail says to the holder of the address, the page says to nobody.
async function answerTo(tx: Tx, input: AccountRequestInput, schoolUai: string | null): Promise<{ name: string; message: Message }> {
  const user = await tx.user.findUnique({ where: { email: input.email } })
  // Whoever asks may be somebody else: the holder is greeted by their own name.
  if (user) return { name: fullName(user), message: user.isActive ? knownAccountMessage : disabledAccountMessage }
  const waiting = await tx.accountRequest.findFirst({ where: { email: input.email, status: 'waiting' } })
  if (waiting) return { name: fullName(waiting), message: alreadyWaitingMessage }
  await tx.accountRequest.deleteMany({ where: { email: input.email, status: 'unconfirmed' } })
  const { token, tokenHash } = newToken()
  const { school: _, organisationName, role, ...person } = input
  await tx.accountRequest.create({ data: { ...person, role, schoolUai, organisationName: role === 'company' ? organisationName : '', tokenHash, expiresAt: hoursFromNow(requestHours) } })
  return { name: fullName(input), message: confirmationMessage(`/demande-de-compte/${token}`) }
}

/** Keeps a request until its address is confirmed by a link of 24 hours; the asker is told nothing of who has an account. Throws FieldError, 429. */
export async function requestAccount(input: AccountRequestInput, address: string) {
  const schoolUai = await schoolOf(db, input)
  await countAccountRequest(input.email, address)
  await evenly(() =>
    db.$transaction(async (tx) => {
      const { name, message } = await answerTo(tx, input, schoolUai)
      await notify(tx, 'account.request', [{ email: input.email, name }], message)
    }),
  )
}

// The journal is for ever, a request is not: it is named there by its function.
const subjectOfRequest = ({ id, jobTitle, school, organisationName }: FoundRequest) => ({ id, name: [jobTitle, school?.name ?? organisationName].filter(Boolean).join(', ') })

/** Guards a confirmation: of two at once, the second gets 409; so does an address that has an account by now. */
async function confirm(tx: Tx, request: FoundRequest, data: { status: 'waiting' } | { status: 'accepted'; decidedAt: Date; decidedByName: string }) {
  const where = { id: request.id, status: 'unconfirmed' as const, expiresAt: { gt: new Date() } }
  const { count } = await tx.accountRequest.updateMany({ where, data: { ...data, confirmedAt: new Date() } })
  if (count === 0) throw conflict(stale)
  if (await tx.user.count({ where: { email: request.email } })) throw conflict(known)
}

/** Confirms the address of a request that waits for the mission, which is told. */
export const confirmRequest = (request: FoundRequest) =>
  refuseDuplicate('Une demande de cette adresse attend déjà la réponse de la mission académique.', () =>
    db.$transaction(async (tx) => {
      await confirm(tx, request, { status: 'waiting' })
      const subject = subjectOfRequest(request)
      await audit(tx, { ...subject, role: request.role }, 'account.request', subject)
      await notify(tx, 'account.request', await missionRecipients(tx), waitingMessage(fullName(request), request.id))
    }),
  )

// The school's own mailbox reads what concerns it; it is not told of the account that it opened itself.
const schoolMailbox = ({ email, school }: FoundRequest) =>
  school && mailboxOf(email) === null ? [{ email: `ce.${school.uai.toLowerCase()}@${config.academieDomains[0]}`, name: school.name }] : []

/** The mission, the other heads of the school and its mailbox, who would notice somebody else's account. */
async function tellOpening(tx: Tx, user: User, request: FoundRequest) {
  const heads = await tx.user.findMany({ where: { role: 'school_head', schoolUai: user.schoolUai, isActive: true, passwordHash: { not: null }, id: { not: user.id } }, orderBy: { email: 'asc' } })
  const who = `${fullName(user)}, ${user.jobTitle},`
  const school = request.school?.name ?? ''
  await notify(tx, 'account.opening', await missionRecipients(tx), openedMessage(who, school, `/comptes/${user.id}`))
  await notify(tx, 'account.opening', [...heads.map(recipientOf), ...schoolMailbox(request)], openedMessage(who, school, '/mentions-legales'))
}

/** Confirms the address of a head of the académie, whose account opens at once with this password. */
export async function openRequestedAccount(request: FoundRequest, password: string) {
  const passwordHash = await hashPassword(password)
  return refuseDuplicate(known, () =>
    db.$transaction(async (tx) => {
      await confirm(tx, request, { status: 'accepted', decidedAt: new Date(), decidedByName: 'Ouverture automatique' })
      const { email, firstName, lastName, jobTitle, schoolUai } = request
      const user = await tx.user.create({ data: { email, firstName, lastName, jobTitle, schoolUai, role: 'school_head', passwordHash } })
      await audit(tx, { ...subjectOf(user), role: user.role }, 'account.opening', subjectOf(user))
      await tellOpening(tx, user, request)
      return user
    }),
  )
}

/** The mission accepts a request, as corrected: the account opens, its link leaves by mail. Throws FieldError, 409. */
export async function acceptRequest(actor: Actor, request: { id: string }, input: AccountInput) {
  await countAccountInvitation(input.email)
  return refuseDuplicate(known, () =>
    db.$transaction(async (tx) => {
      const { count } = await tx.accountRequest.updateMany({ where: { id: request.id, status: 'waiting' }, data: { status: 'accepted', decidedAt: new Date(), decidedByName: actor.name } })
      if (count === 0) throw conflict(decided)
      return inviteIn(tx, actor, input)
    }),
  )
}

/** The mission refuses a request, with a reason that is mailed. */
export const refuseRequest = (actor: Actor, request: FoundRequest, reason: string) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.accountRequest.updateMany({ where: { id: request.id, status: 'waiting' }, data: { status: 'refused', decidedAt: new Date(), decidedByName: actor.name, reason } })
    if (count === 0) throw conflict(decided)
    await audit(tx, actor, 'account.refusal', subjectOfRequest(request))
    await notify(tx, 'account.refusal', [recipientOf(request)], refusalMessage(reason))
  })
