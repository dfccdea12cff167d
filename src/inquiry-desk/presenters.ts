import { actionPath } from '../actions/paths.ts'
import { actionTypes } from '../actions/vocabulary.ts'
import { auditEvents, type AuditEvent } from '../audit/events.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { isInsider } from '../clees/policy.ts'
import { config } from '../config.ts'
import type { AuditEntry } from '../generated/prisma/client.ts'
import { inquirerLabels, inquiryStates, ways } from '../inquiries/labels.ts'
import { addresseeOf } from '../inquiries/queries.ts'
import { unansweredSince } from '../inquiries/waiting.ts'
import { fullName, upperFirst } from '../text.ts'
import { csvInstant } from '../web/csv.ts'
import { formatInstant, isoInstant, plural, withDe } from '../web/view-helpers.ts'
import { daysSince, delays } from './delays.ts'
import type { Basket } from './policy.ts'
import type { DeskInquiry, ListedInquiry } from './queries.ts'

export const basketLabels: Record<Basket, string> = {
  'a-traiter': 'À traiter',
  'dix-jours': `Sans réponse depuis ${delays.followed} jours`,
  'trente-jours': `Sans réponse depuis ${delays.mission} jours`,
  'sans-clee': 'Sans CLEE',
  miennes: 'Que je suis',
  transmises: 'Transmises par moi',
  toutes: 'Toutes',
}

const waitOf = ({ waitingSince }: { waitingSince: Date | null }) => (waitingSince ? daysSince(waitingSince) : null)
const waitText = (days: number | null) => (days === null ? '' : days === 0 ? 'Aujourd’hui' : plural(days, 'jour', 'jours'))
const placeOf = ({ clee, bassin }: ListedInquiry) => clee?.name ?? (bassin ? `Bassin ${withDe(bassin.name)}` : config.missionName)
const whoOf = (inquiry: ListedInquiry) => [fullName(inquiry), inquiry.structureName].filter(Boolean).join(', ')

/** A line of the list. */
export const presented = (inquiry: ListedInquiry) => ({
  href: `/demandes/${inquiry.id}`,
  subject: inquiry.subject,
  kind: ways[inquiry.kind].label,
  who: whoOf(inquiry),
  quality: inquirerLabels[inquiry.inquirerKind],
  place: placeOf(inquiry),
  state: inquiryStates[inquiry.status],
  wait: waitText(waitOf(inquiry)),
  owner: inquiry.ownerName ?? '',
  receivedAt: inquiry.confirmedAt ?? inquiry.createdAt,
})

export const csvHeader = ['Référence', 'Reçue le', 'Nature', 'Objet', 'Qualité', 'Structure', 'Commune', 'Adressée à', 'État', 'Sans réponse depuis (jours)', 'Prise en charge par']
export const csvLine = (inquiry: ListedInquiry) => [
  inquiry.reference, csvInstant(inquiry.confirmedAt ?? inquiry.createdAt), ways[inquiry.kind].label, inquiry.subject, inquirerLabels[inquiry.inquirerKind], inquiry.structureName,
  inquiry.commune?.name ?? '', placeOf(inquiry), inquiryStates[inquiry.status].label, String(waitOf(inquiry) ?? ''), inquiry.ownerName ?? '',
]

/** The sheet that a proposal became, for who may open it. */
function sheetOf(user: CurrentUser, { action }: DeskInquiry) {
  if (!action) return []
  return [{ term: 'Fiche-action', text: action.title, ...(isInsider(user, action.clee) && { href: actionPath(action.clee, action) }) }]
}

export const factsOf = (user: CurrentUser, inquiry: DeskInquiry) => [
  { term: 'De', text: whoOf(inquiry), detail: inquirerLabels[inquiry.inquirerKind] },
  ...(inquiry.commune ? [{ term: 'Commune', text: inquiry.commune.name }] : []),
  { term: 'Adressée', text: upperFirst(addresseeOf(inquiry)), detail: inquiry.askedOf && `La personne avait choisi : ${inquiry.askedOf}` },
  ...(inquiry.actionType ? [{ term: 'Type d’action', text: actionTypes[inquiry.actionType as keyof typeof actionTypes] ?? '' }] : []),
  ...(inquiry.period ? [{ term: 'Période', text: inquiry.period }] : []),
  { term: 'Prise en charge', text: inquiry.ownerName ?? '', empty: 'Personne pour l’instant' },
  ...sheetOf(user, inquiry),
]

/** Why an inquiry is pressing; "" when it is not. */
export function lateSentence(inquiry: DeskInquiry) {
  const days = waitOf(inquiry)
  return days !== null && days >= delays.followed ? `Cette personne attend une réponse depuis ${plural(days, 'jour', 'jours')}.` : ''
}

/** What closing an inquiry leaves without an answer; "" when nothing. */
export function unansweredSentence(inquiry: DeskInquiry) {
  if (!unansweredSince(inquiry)) return ''
  const wasAnswered = inquiry.messages.some(({ authorId, isInternal }) => authorId !== null && !isInternal)
  return wasAnswered ? 'Le dernier message de cette personne n’a pas reçu de réponse.' : 'Cette personne n’a reçu aucune réponse.'
}

export const messagesOf = (inquiry: DeskInquiry) => inquiry.messages.map((message) => ({ ...message, author: message.authorId ? message.authorName : fullName(inquiry) }))

const labelOf = (event: string) => auditEvents[event as AuditEvent] ?? event
export const historyOf = (entries: AuditEntry[]) =>
  entries.map(({ event, at, actorName, details }) => {
    const to = details && typeof details === 'object' && !Array.isArray(details) && typeof details['to'] === 'string' ? details['to'] : ''
    return { datetime: isoInstant(at), date: formatInstant(at), title: labelOf(event), actor: actorName, text: to && upperFirst(to) }
  })

