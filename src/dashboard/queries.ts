import { planPath } from '../actions/paths.ts'
import { charterPath } from '../charters/paths.ts'
import { listUncoveredBassins } from '../coordinators/queries.ts'
import { db } from '../db.ts'
import { managedPath as documentPath } from '../document-library/paths.ts'
import { listDocumentsToReview } from '../document-library/queries.ts'
import { managedPath as pagePath } from '../editorial-pages/paths.ts'
import { listPagesToReview } from '../editorial-pages/queries.ts'
import { listMissionInquiries } from '../inquiry-desk/queries.ts'
import { ways } from '../inquiries/labels.ts'
import { reviewPath } from '../reviews/paths.ts'
import { displayName } from '../text.ts'
import { schoolYearBounds, schoolYearOf } from '../school-year.ts'
import { plural } from '../web/view-helpers.ts'

/** In the order of the page: what waits for a decision comes first. */
export const queueKinds = ['charter', 'declaration', 'plan', 'review', 'inquiry', 'account', 'vacancy', 'bassins', 'content'] as const
type QueueKind = (typeof queueKinds)[number]
/** What awaits the mission since an instant; `receipt` is that of what was sent to it. */
export type QueueItem = { kind: QueueKind; since: Date; title: string; href: string; receipt: string; detail: string }

async function listDeclarations(): Promise<QueueItem[]> {
  const clees = await db.clee.findMany({ where: { status: { in: ['declared', 'vacant'] }, acknowledgedAt: null }, orderBy: { declaredAt: 'asc' } })
  return clees.map((clee) => ({ kind: 'declaration', since: clee.declaredAt!, title: clee.name, href: `/clees/${clee.slug}/espace`, receipt: clee.declarationReceipt ?? '', detail: '' }))
}

async function listCharters(): Promise<QueueItem[]> {
  const charters = await db.charter.findMany({ where: { status: 'submitted' }, include: { clee: { include: { charters: { where: { status: 'returned' }, select: { version: true } } } } }, orderBy: { submittedAt: 'asc' } })
  return charters.map(({ clee, version, submittedAt, receipt }) => {
    const isSentAgain = clee.charters.some((returned) => returned.version === version - 1)
    return { kind: 'charter', since: submittedAt!, title: clee.name, href: charterPath(clee), receipt: receipt ?? '', detail: isSentAgain ? `Nouvelle transmission, version ${version}` : `Version ${version}` }
  })
}

async function listPlans(): Promise<QueueItem[]> {
  const plans = await db.actionPlan.findMany({ where: { status: 'submitted' }, include: { clee: true }, orderBy: { submittedAt: 'asc' } })
  return plans.map((plan) => ({ kind: 'plan', since: plan.submittedAt!, title: plan.clee.name, href: planPath(plan.clee, plan.schoolYear), receipt: plan.receipt ?? '', detail: plan.schoolYear }))
}

async function listReviews(): Promise<QueueItem[]> {
  const reviews = await db.planReview.findMany({ where: { OR: [{ status: 'submitted' }, { returnRequest: { not: null } }] }, include: { clee: true }, orderBy: { submittedAt: 'asc' } })
  return reviews.map(({ clee, ...review }) => ({ kind: 'review', since: review.returnRequestedAt ?? review.submittedAt!, title: clee.name, href: reviewPath(clee, review.schoolYear), receipt: review.receipt ?? '', detail: review.returnRequest === null ? review.schoolYear : `${review.schoolYear}, renvoi demandé par les copilotes` }))
}

async function listInquiries(): Promise<QueueItem[]> {
  const inquiries = await listMissionInquiries()
  return inquiries.map((inquiry) => ({ kind: 'inquiry', since: inquiry.waitingSince!, title: inquiry.subject, href: `/demandes/${inquiry.id}`, receipt: '', detail: [ways[inquiry.kind].label, inquiry.clee?.name ?? inquiry.bassin?.name].filter(Boolean).join(', ') }))
}

async function listAccountRequests(): Promise<QueueItem[]> {
  const requests = await db.accountRequest.findMany({ where: { status: 'waiting' }, orderBy: { createdAt: 'asc' } })
  return requests.map((request) => ({ kind: 'account', since: request.confirmedAt ?? request.createdAt, title: displayName(request), href: '/comptes/demandes', receipt: '', detail: request.jobTitle }))
}

// A vacant CLEE of which the mission has not taken note is listed as new: one thing at a time.
async function listVacancies(): Promise<QueueItem[]> {
  const clees = await db.clee.findMany({
    where: { status: 'vacant', acknowledgedAt: { not: null } },
    include: { states: { where: { to: 'vacant' }, orderBy: { at: 'desc' }, take: 1 } },
    orderBy: { searchName: 'asc' },
  })
  return clees.map((clee) => ({ kind: 'vacancy', since: clee.states[0]?.at ?? clee.updatedAt, title: clee.name, href: `/clees/${clee.slug}/espace`, receipt: '', detail: '' }))
}

/** One line for all the bassins that nobody coordinates: in September they are many. */
async function listBassins(): Promise<QueueItem[]> {
  const schoolYear = schoolYearOf()
  const bassins = await listUncoveredBassins(schoolYear)
  if (bassins.length === 0) return []
  const title = `${plural(bassins.length, 'bassin', 'bassins')} sans coordonnateur en ${schoolYear}`
  return [{ kind: 'bassins', since: schoolYearBounds(schoolYear).first, title, href: `/coordonnateurs?annee=${schoolYear}&etat=sans`, receipt: '', detail: bassins.map(({ name }) => name).join(', ') }]
}

/** Pages and documents that are past their review date. */
async function listContent(): Promise<QueueItem[]> {
  const [pages, documents] = [await listPagesToReview(), await listDocumentsToReview()]
  return [
    ...pages.map((page): QueueItem => ({ kind: 'content', since: page.reviewOn, title: page.title, href: pagePath(page), receipt: '', detail: `Page, ${page.ownerName}` })),
    ...documents.map((document): QueueItem => ({ kind: 'content', since: document.reviewOn!, title: document.title, href: documentPath(document), receipt: '', detail: 'Document' })),
  ]
}

/** What awaits the mission, kind by kind, oldest first in each; kinds that nothing awaits are left out. */
export async function listQueue(): Promise<{ kind: QueueKind; items: QueueItem[] }[]> {
  const items = (await Promise.all([listDeclarations(), listCharters(), listPlans(), listReviews(), listInquiries(), listAccountRequests(), listVacancies(), listBassins(), listContent()])).flat()
  const oldestFirst = items.toSorted((one, other) => one.since.getTime() - other.since.getTime())
  return queueKinds.map((kind) => ({ kind, items: oldestFirst.filter((item) => item.kind === kind) })).filter((group) => group.items.length > 0)
}
