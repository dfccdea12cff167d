import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { refuseUnseen } from '../seen.ts'
import { readIdentity, moveAddress } from './identity.ts'
import { identityValues } from './identity-values.ts'
import { acknowledgementMessage } from './mails.ts'
import { cleeInclude, type FullClee } from './queries.ts'
import type { IdentityInput } from './schemas.ts'
import { activateIfReady, refuseClosed, subjectOf, touchClee } from './states.ts'

// R17: a coordinator writes in their bassins, and takes no CLEE out of them.
function refuseLosing({ role, bassinIds }: CurrentUser, chosen: string[]) {
  if (role === 'coordinator' && !chosen.some((id) => bassinIds.includes(id))) throw new FieldError('bassinIds', 'Gardez au moins un de vos bassins : seule la mission académique déplace un CLEE vers d’autres.')
}

/** Changes what identifies a CLEE. The address of a draft follows its name; that of a declared one stays, unless asked. Throws FieldErrors, also when somebody has changed it since the form showed it; 409 when it has been closed. */
export const updateIdentity = (actor: CurrentUser, clee: FullClee, input: IdentityInput) =>
  refuseDuplicate('Un CLEE de l’académie vient de prendre ce nom. Choisissez-en un autre.', () =>
    db.$transaction(async (tx) => {
      const present = await touchClee(tx, clee.id)
      refuseClosed(present)
      refuseUnseen(input.seen, identityValues(await tx.clee.findUniqueOrThrow({ where: { id: clee.id }, include: cleeInclude() })))
      refuseLosing(actor, input.bassinIds)
      const identity = await readIdentity(tx, input, clee.id)
      await tx.cleeBassin.deleteMany({ where: { cleeId: clee.id } })
      const { carrier, ...updated } = await tx.clee.update({ where: { id: clee.id }, data: identity, include: { carrier: true } })
      await audit(tx, actor, 'clee.identity', subjectOf(updated), present.name === input.name ? {} : { from: present.name, to: input.name })
      const placed = input.changesAddress || present.status === 'draft' ? await moveAddress(tx, actor, updated, input.name) : updated
      return { ...placed, carrier }
    }),
  )

/** The mission takes note of the set-up: the CLEE is public from then on. Throws 409 when it already has. */
export const acknowledgeClee = (actor: Actor, clee: { id: string; name: string; slug: string }) =>
  db.$transaction(async (tx) => {
    if (!(await takeNote(tx, actor, clee))) throw conflict('La mission a déjà pris acte de ce CLEE. Rechargez la page.')
  })

/** Takes note within a transaction; false when it had been done, or when the CLEE is not declared. */
export async function takeNote(tx: Tx, actor: Actor, clee: { id: string; name: string; slug: string }) {
  const { count } = await tx.clee.updateMany({ where: { id: clee.id, status: { in: ['declared', 'vacant'] }, acknowledgedAt: null }, data: { acknowledgedAt: new Date() } })
  if (count === 0) return false
  await audit(tx, actor, 'clee.acknowledgement', subjectOf(clee))
  await notify(tx, 'clee.acknowledgement', await copilotRecipients(tx, clee.id), acknowledgementMessage(clee))
  await activateIfReady(tx, actor, clee)
  return true
}
