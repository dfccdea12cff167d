import { addActionIn } from '../actions/commands.ts'
import { indexAction } from '../actions/search-text.ts'
import type { ActionType } from '../actions/vocabulary.ts'
import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { subjectOf } from '../inquiries/commands.ts'
import { structured } from '../inquiries/labels.ts'
import { unansweredSince } from '../inquiries/waiting.ts'
import { schoolYearOf } from '../school-year.ts'
import { fullName, searchKey } from '../text.ts'
import { ofClee } from '../web/view-helpers.ts'
import type { DeskInquiry } from './queries.ts'
import { ownedBy } from './thread.ts'

const objectiveLength = 3_000

// The objective of an action may be published: no address, and no person's name in the place of a structure's (R18).
const withoutAddresses = (text: string) => text.replace(/[^\s@]+@[^\s@]+\.[^\s@]{2,}/g, '[adresse retirée]')
const isPersonsName = ({ structureName, ...person }: DeskInquiry) => searchKey(structureName) === searchKey(fullName(person))
const structureOf = (inquiry: DeskInquiry) => (structured.some((kind) => kind === inquiry.inquirerKind) && !isPersonsName(inquiry) ? inquiry.structureName : '')

/** The organisation that bears the name of the structure; null when none does, or several. */
async function findPartner(tx: Tx, structure: string) {
  const known = structure ? await tx.organisation.findMany({ where: { searchName: searchKey(structure) }, orderBy: { id: 'asc' }, take: 2 }) : []
  return known.length === 1 ? known[0]! : null
}

/** What was proposed, then what a sheet has no field for: by which structure, when it is no partner, and when. */
function objectiveOf(inquiry: DeskInquiry, structure: string) {
  const ends = [structure && `Proposée par ${structure}.`, inquiry.period && `Période proposée : ${inquiry.period}.`].filter(Boolean).map((end) => `\n\n${withoutAddresses(end)}`).join('')
  return withoutAddresses(inquiry.messages[0]?.body ?? '').slice(0, objectiveLength - ends.length) + ends
}

/** Makes a proposal an action of the CLEE's list of this year, proposed, with the agreement of nobody yet, and in charge of who makes it. Throws 409 when it is done already, or when the year is closed. */
export const makeSheet = (actor: Actor, inquiry: DeskInquiry, clee: { id: string; name: string; slug: string }, side: CopilotSide | null) =>
  db.$transaction(async (tx) => {
    const input = { id: inquiry.id, title: inquiry.subject, type: inquiry.actionType as ActionType, audiences: [], startsOn: null, schoolUais: [], agrees: false }
    await addActionIn(tx, actor, clee, schoolYearOf(), input, side)
    const structure = structureOf(inquiry)
    const partner = await findPartner(tx, structure)
    await tx.plannedAction.update({ where: { id: input.id }, data: { objective: objectiveOf(inquiry, partner ? '' : structure), ...(partner && { partners: { create: { organisationId: partner.id } } }) } })
    await indexAction(tx, input.id)
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, actionId: null, cleeId: clee.id }, data: { actionId: input.id } })
    if (count === 0) throw conflict('Cette proposition est déjà une fiche-action. Rechargez la page.')
    await tx.inquiry.updateMany({ where: { id: inquiry.id, ownerId: null }, data: ownedBy(actor) })
    await audit(tx, actor, 'inquiry.action', subjectOf(inquiry), { action: input.id })
    return input.id
  })

/** What is ready in the reply to a proposal that became a sheet and was never answered; "" otherwise. */
export function readyReply(inquiry: DeskInquiry) {
  if (!inquiry.action || inquiry.status !== 'open' || !unansweredSince(inquiry)) return ''
  return `Bonjour,\n\nVotre proposition est devenue une fiche-action ${ofClee(inquiry.action.clee.name)} : « ${inquiry.action.title} ». Ses copilotes l’examinent et reviendront vers vous.\n\nMerci de votre proposition.`
}
