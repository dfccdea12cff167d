import type { CurrentUser } from '../auth/current-user.ts'
import { audit, type Actor } from '../audit/audit.ts'
import { moveClee, subjectOf } from '../clees/states.ts'
import { lockNames, readIdentity } from '../clees/identity.ts'
import type { FullClee } from '../clees/queries.ts'
import type { IdentityInput } from '../clees/schemas.ts'
import { inviteCopilot } from '../copilots/invite.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { today } from '../school-year.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { slugify } from '../text.ts'
import { missingForDeclaration } from './completeness.ts'
import { declarationMessage, declarationReceiptMessage } from './mails.ts'

async function seatOfHead(tx: Tx, actor: CurrentUser) {
  const user = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, include: { school: true } })
  const refusal = educationSeatRefusal(user.school)
  if (refusal) throw new FieldError('name', refusal)
  const { firstName, lastName, email, jobTitle, schoolUai } = user
  return { side: 'education' as const, userId: user.id, firstName, lastName, email, jobTitle, schoolUai, startsOn: today(), acceptedAt: new Date() }
}

async function refuseSecondDraft(tx: Tx, actor: Actor) {
  const draft = await tx.clee.findFirst({ where: { status: 'draft', draftedById: actor.id } })
  if (draft) throw conflict(`Vous avez déjà commencé une déclaration, « ${draft.name} ». Reprenez-la depuis votre tableau de bord.`)
}

/** Begins a declaration: the draft row and the head's seat. Throws FieldErrors (name taken, R1…), 409 when the head has a draft already. */
export const startDeclaration = (actor: CurrentUser, input: IdentityInput) =>
  refuseDuplicate('Vous avez déjà commencé une déclaration, ou ce nom vient d’être pris. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      await lockNames(tx)
      await refuseSecondDraft(tx, actor)
      const seat = await seatOfHead(tx, actor)
      const identity = await readIdentity(tx, input)
      const clee = await tx.clee.create({
        data: {
          ...identity,
          slug: slugify(input.name),
          draftedById: actor.id,
          copilots: { create: seat },
          states: { create: { to: 'draft', actorName: actor.name } },
        },
        include: { carrier: true },
      })
      await audit(tx, actor, 'clee.creation', subjectOf(clee))
      return clee
    }),
  )

/** Informs the mission of the set-up (R6): dated, with a receipt; invites the economic co-pilot. Throws 409 when incomplete or already sent. */
export async function declareClee(actor: CurrentUser, clee: FullClee) {
  if (missingForDeclaration(clee).length > 0) throw conflict('Il manque encore des éléments à la déclaration. Ouvrez le récapitulatif.')
  await db.$transaction(async (tx) => {
    const receipt = newReceipt('DEC')
    const isMoved = await moveClee(tx, actor, clee, 'declaration', {
      where: { AND: [{ copilots: { some: { side: 'education' } } }, { copilots: { some: { side: 'economy' } } }, { communes: { some: {} } }] },
      data: { declaredAt: new Date(), declarationReceipt: receipt },
      details: { receipt },
    })
    if (!isMoved) throw conflict('Cette déclaration a déjà été envoyée, ou a changé entre-temps. Rechargez la page.')
    // Read once the CLEE is locked: the person named may have just changed.
    const waiting = await tx.copilot.findMany({ where: { cleeId: clee.id, acceptedAt: null }, orderBy: { id: 'asc' } })
    for (const copilot of waiting) await inviteCopilot(tx, actor, clee, copilot)
    await notify(tx, 'clee.declaration', await missionRecipients(tx), declarationMessage(clee, receipt))
    await notify(tx, 'clee.declaration', await copilotRecipients(tx, clee.id), declarationReceiptMessage(clee, receipt))
  })
}

/** Deletes a declaration that was never sent. Throws 409 once it has been. */
export const deleteDraft = (actor: Actor, clee: FullClee) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.clee.deleteMany({ where: { id: clee.id, status: 'draft' } })
    if (count === 0) throw conflict('Cette déclaration a déjà été envoyée : elle ne se supprime plus.')
    await audit(tx, actor, 'clee.deletion', subjectOf(clee))
  })
