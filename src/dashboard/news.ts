import { actionPath } from '../actions/paths.ts'
import { auditEvents, type AuditEvent } from '../audit/events.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { charterPath } from '../charters/paths.ts'
import { workspaceClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import type { AuditEntry } from '../generated/prisma/client.ts'
import { parisDay } from '../school-year.ts'
import { roleLabels } from '../users/labels.ts'
import { formatInstant, joinList, plural } from '../web/view-helpers.ts'

const latestNews = 8
const mostNews = 100
/** Lines read to make those: of the same person doing the same thing again and again, one is made. */
const readAhead = 5

type Clee = { id: string; slug: string; name: string }
type Subject = { title: string; href: string | null }
/** `subjects`: what was done several times was done to these. */
type NewsLine = { title: string; about: string; subjects: Subject[]; detail: string; href: string | null }
/** What changed since the visit before this one; `since` is null on a first visit. */
export type News = { since: Date | null; lines: NewsLine[]; hasMore: boolean }
const nothing: News = { since: null, lines: [], hasMore: false }

const previousVisit = async ({ id }: CurrentUser) => (await db.user.findUnique({ where: { id }, select: { previousLoginAt: true } }))?.previousLoginAt ?? null

/** Where the CLEE tells of what an event is about. */
const places: Record<string, (clee: Clee) => string> = {
  charter: charterPath,
  action: ({ slug }) => `/clees/${slug}/actions`,
  plan: ({ slug }) => `/clees/${slug}/actions`,
  review: ({ slug }) => `/clees/${slug}/bilan`,
  member: ({ slug }) => `/clees/${slug}/membres`,
  committee: ({ slug }) => `/clees/${slug}/comite-de-pilotage`,
  copilot: ({ slug }) => `/clees/${slug}/copilotes`,
  meeting: ({ slug }) => `/clees/${slug}/reunions`,
}

function hrefOf({ event, subjectId }: AuditEntry, clee: Clee | undefined, actionIds: Set<string>) {
  if (!clee) return null
  if (actionIds.has(subjectId)) return actionPath(clee, { id: subjectId })
  const place = places[event.split('.')[0] ?? '']
  return place ? place(clee) : `/clees/${clee.slug}/espace`
}

/** Folded: a line for each CLEE and kind, whoever did it and however often. */
const sameThing = ({ event, cleeId }: AuditEntry) => `${event} ${cleeId}`

const authorOf = ({ actorName, actorRole }: AuditEntry) => (actorRole ? `${actorName} (${roleLabels[actorRole].toLowerCase()})` : actorName)

const namedAuthors = 3
function authorsOf(entries: AuditEntry[]) {
  const authors = [...new Set(entries.map(authorOf))]
  const others = authors.length - namedAuthors
  return joinList(others > 0 ? [...authors.slice(0, namedAuthors), plural(others, 'autre personne', 'autres personnes')] : authors)
}

/** The lines of a CLEE together, the CLEE of the newest first. */
const byClee = (groups: AuditEntry[][]) => [...Map.groupBy(groups, ([entry]) => entry?.cleeId).values()].flat()

/** What these entries are about, once each, the CLEE itself apart; only an action has a page of its own. */
function subjectsOf(entries: AuditEntry[], clee: Clee | undefined, actionIds: Set<string>): Subject[] {
  const byId = new Map(entries.toReversed().filter(({ subjectId, cleeId }) => subjectId !== cleeId).map((entry) => [entry.subjectId, entry]))
  return [...byId.values()].toReversed().map((entry) => ({ title: entry.subjectName, href: actionIds.has(entry.subjectId) ? hrefOf(entry, clee, actionIds) : null }))
}

function lineOf(entries: AuditEntry[], clee: Clee | undefined, actionIds: Set<string>): NewsLine {
  const entry = entries[0]!
  const { event, at } = entry
  const subjects = subjectsOf(entries, clee, actionIds)
  const subject = subjects.length === 1 ? (subjects[0]?.title ?? '') : ''
  return {
    title: `${auditEvents[event as AuditEvent] ?? event}${entries.length > 1 ? ` (${plural(entries.length, 'fois', 'fois')})` : ''}`,
    about: clee && !subject.includes(clee.name) ? [clee.name, subject].filter(Boolean).join(', ') : subject,
    subjects: subjects.length > 1 ? subjects : [],
    detail: `${authorsOf(entries)}, ${formatInstant(at)}`,
    href: hrefOf(subjects.length > 1 ? { ...entry, subjectId: '' } : entry, clee, actionIds),
  }
}

async function linesOf(groups: AuditEntry[][], clees: Clee[]): Promise<NewsLine[]> {
  const subjects = groups.flat().filter(({ event }) => event.startsWith('action.')).map(({ subjectId }) => subjectId)
  const actions = await db.plannedAction.findMany({ where: { id: { in: subjects } }, select: { id: true }, orderBy: { id: 'asc' } })
  const [byId, actionIds] = [new Map(clees.map((clee) => [clee.id, clee])), new Set(actions.map(({ id }) => id))]
  return byClee(groups).map((same) => lineOf(same, byId.get(same[0]?.cleeId ?? ''), actionIds))
}

/** What others did in the CLEEs of this person since their last visit, the newest first. */
export async function listNews(user: CurrentUser, limit = latestNews): Promise<News> {
  const since = await previousVisit(user)
  if (!since) return nothing
  const clees = await db.clee.findMany({ where: { AND: [workspaceClees(user), { status: { not: 'draft' } }] }, select: { id: true, slug: true, name: true }, orderBy: { id: 'asc' } })
  const entries = await db.auditEntry.findMany({
    where: { cleeId: { in: clees.map(({ id }) => id) }, at: { gt: since }, OR: [{ actorId: null }, { actorId: { not: user.id } }] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit * readAhead,
  })
  const groups = [...Map.groupBy(entries, sameThing).values()]
  return { since, lines: await linesOf(groups.slice(0, limit), clees), hasMore: groups.length > limit || entries.length === limit * readAhead }
}

export const listAllNews = (user: CurrentUser) => listNews(user, mostNews)

/** What the mission follows, counted. */
const followed: { event: AuditEvent; one: string; several: string }[] = [
  { event: 'clee.declaration', one: 'mise en place déclarée', several: 'mises en place déclarées' },
  { event: 'charter.submission', one: 'charte transmise', several: 'chartes transmises' },
  { event: 'charter.agreement', one: 'charte transmise après accord', several: 'chartes transmises après accord' },
  { event: 'plan.submission', one: 'liste des actions transmise', several: 'listes des actions transmises' },
  { event: 'plan.answer', one: 'réponse sur une liste', several: 'réponses sur des listes' },
  { event: 'review.submission', one: 'bilan transmis', several: 'bilans transmis' },
  { event: 'clee.vacancy', one: 'copilotage devenu vacant', several: 'copilotages devenus vacants' },
  { event: 'meeting.addition', one: 'réunion enregistrée', several: 'réunions enregistrées' },
  { event: 'charter.comment', one: 'commentaire sur une charte', several: 'commentaires sur des chartes' },
]

/** What happened in the network since the mission's last visit, counted, each with its lines of the journal. */
export async function countNews(user: CurrentUser): Promise<{ since: Date | null; counts: { text: string; href: string }[] }> {
  const since = await previousVisit(user)
  if (!since) return { since, counts: [] }
  const rows = await db.auditEntry.groupBy({ by: ['event'], where: { event: { in: followed.map(({ event }) => event) }, at: { gt: since }, OR: [{ actorId: null }, { actorId: { not: user.id } }] }, _count: true, orderBy: { event: 'asc' } })
  const counts = followed.map(({ event, one, several }) => {
    const count = rows.find((row) => row.event === event)?._count ?? 0
    return { count, text: plural(count, one, several), href: `/journal?evenement=${event}&du=${parisDay(since)}` }
  })
  return { since, counts: counts.filter(({ count }) => count > 0) }
}
