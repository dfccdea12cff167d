import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { searchKey, slugify } from '../text.ts'
import { activateIfReady, subjectOf } from './states.ts'
import { acknowledgementMessage } from './mails.ts'
import type { FullClee } from './queries.ts'
import type { IdentityInput } from './schemas.ts'

/** Throws FieldError when another CLEE has this name, case and accents ignored, or the address that it gives: a renamed CLEE keeps its own. */
export async function refuseTakenName(tx: Tx, name: string, exceptId?: string) {
  const taken = await tx.clee.findFirst({ where: { OR: [{ searchName: searchKey(name) }, { slug: slugify(name) }], ...(exceptId && { id: { not: exceptId } }) } })
  if (taken) throw new FieldError('name', 'Un CLEE de l’académie porte déjà ce nom : choisissez-en un autre.')
}

/** Throws FieldError unless each of these is a bassin. */
export async function refuseUnknownBassins(tx: Tx, ids: string[]) {
  if ((await tx.bassin.count({ where: { id: { in: ids } } })) !== ids.length) throw new FieldError('bassinIds', 'Choisissez des bassins de la liste.')
}

/** Changes name, presentation and bassins. A draft's slug follows its name; a declared CLEE keeps its address. */
export const updateIdentity = (actor: Actor, clee: FullClee, input: IdentityInput) =>
  refuseDuplicate('Un CLEE de l’académie vient de prendre ce nom. Choisissez-en un autre.', () =>
    db.$transaction(async (tx) => {
      await refuseTakenName(tx, input.name, clee.id)
      await refuseUnknownBassins(tx, input.bassinIds)
      await tx.cleeBassin.deleteMany({ where: { cleeId: clee.id } })
      const updated = await tx.clee.update({
        where: { id: clee.id },
        data: {
          name: input.name,
          searchName: searchKey(input.name),
          presentation: input.presentation,
          ...(clee.status === 'draft' && { slug: slugify(input.name) }),
          bassins: { create: input.bassinIds.map((bassinId) => ({ bassinId })) },
        },
      })
      await audit(tx, actor, 'clee.identity', subjectOf(updated))
      return updated
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
