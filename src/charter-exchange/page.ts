import type { Request, Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser } from '../auth/guards.ts'
import { canAbandon } from '../charter-abandonment/policy.ts'
import { authorLabels } from '../charter-comments/labels.ts'
import { canComment } from '../charter-comments/policy.ts'
import { listComments, unansweredArticles } from '../charter-comments/queries.ts'
import { versionLinks } from '../charter-documents/links.ts'
import { findNewerTemplate } from '../charter-templates/queries.ts'
import { completenessOf } from '../charter-writing/completeness.ts'
import { breadcrumbOf, proposalPrint } from '../charters/authorize.ts'
import { agreementSentence, expectationOf, type Asked, type Powers } from '../charters/expectation.ts'
import { canMoveCharter, canWriteCharter } from '../charters/policy.ts'
import { progressOf, stateSentence } from '../charters/progress.ts'
import { findLatestCharter, getCharterVersion, listVersions, type FullCharter } from '../charters/queries.ts'
import { readCharterSettings } from '../charters/settings.ts'
import { isBlank, isSameText, missingArticles } from '../charters/template.ts'
import { findStanding } from '../charters/standings.ts'
import { charterStates } from '../charters/workflow.ts'
import type { FullClee } from '../clees/queries.ts'
import { otherSide, sideNames } from '../copilots/seats.ts'
import { readPanel } from '../signatures/panel.ts'
import type { Form } from '../web/forms.ts'
import { takeKept } from './kept.ts'
import { findNextSubmitted } from './queries.ts'

const isIn = (charter: FullCharter | null, status: FullCharter['status']) => charter?.status === status

/** What this person may do with the newest version as it is now: the same answers as those given to the forms. */
const powersOf = (user: CurrentUser, clee: FullClee, charter: FullCharter | null): Powers & { canComment: boolean } => ({
  canWrite: canWriteCharter(user, clee),
  canSubmit: isIn(charter, 'draft') && canMoveCharter(user, clee, 'submission'),
  canAgree: isIn(charter, 'proposed') && canMoveCharter(user, clee, 'agreement', charter),
  canWithdraw: isIn(charter, 'proposed') && canMoveCharter(user, clee, 'withdrawal', charter),
  canDecide: isIn(charter, 'submitted') && canMoveCharter(user, clee, 'validation'),
  canComment: canComment(user, clee, charter),
})

/** What came too late to be kept, and why; who wrote it takes their texts back. */
export type Late = { sentence: string; texts: { label: string; text: string }[] }

/** Completeness at a glance (R5). */
function badgeOf(article: FullCharter['articles'][number]) {
  if (missingArticles([article]).length > 0) return { label: 'À compléter', kind: 'warning' }
  return isBlank(article) ? { label: 'Sans objet', hasNoIcon: true } : { label: 'Rempli', kind: 'success' }
}

type Versions = Awaited<ReturnType<typeof listVersions>>

/** What a draft has been asked and does not answer yet: the objection of the other side, or a return whose text it repeats. */
async function askedOf({ cleeId, status, version, objection, articles }: FullCharter, versions: Versions): Promise<Asked> {
  if (status !== 'draft') return null
  if (objection) return 'objection'
  const before = versions.find((one) => one.version === version - 1)
  if (before?.status !== 'returned') return null
  return isSameText((await getCharterVersion(cleeId, String(before.version))).articles, articles) ? 'return' : null
}

/** What the page shows of the newest version: where it stands, what it awaits, its articles and what was said of them. */
async function describeCharter(user: CurrentUser, clee: FullClee, charter: FullCharter, powers: Powers & { canComment: boolean }, versions: Versions) {
  const { needsAgreement } = await readCharterSettings()
  const missing = missingArticles(charter.articles)
  const signatures = await readPanel(user, clee, charter)
  const comments = await listComments(charter)
  const unanswered = powers.canWrite && powers.canComment ? unansweredArticles(comments) : []
  return {
    charter: { ...charter, state: charterStates[charter.status], articles: charter.articles.map((article) => ({ ...article, badge: badgeOf(article) })) },
    sentence: stateSentence(charter),
    steps: progressOf(charter, { needsAgreement, missing: missing.length }),
    expectation: expectationOf({ ...powers, clee, charter, missing: missing.length, needsAgreement, asked: await askedOf(charter, versions), signatures }),
    signatures,
    next: user.role === 'mission' && !powers.canDecide ? await findNextSubmitted(clee.id) : null,
    agreement: agreementSentence(clee, charter),
    shown: { version: charter.version, ...(charter.status === 'proposed' && { proposal: proposalPrint(charter) }) },
    missing,
    completeness: powers.canWrite && charter.status === 'draft' ? completenessOf(charter.articles) : null,
    needsAgreement,
    otherSideName: sideNames[otherSide(charter.proposedSide ?? 'education')],
    comments,
    unanswered: charter.articles.filter(({ key }) => unanswered.includes(key)),
    authorLabels,
    links: versionLinks(clee, charter),
    offer: await findNewerTemplate(charter),
    // A version that has left its writers is how the charter is brought up to date.
    standing: ['draft', 'validated'].includes(charter.status) ? await findStanding(clee.id) : null,
  }
}

/** The page of a CLEE's charter, with the form that comes back, if any. */
export async function renderCharter(req: Request, res: Response, clee: FullClee, form: Form = takeKept(req, clee), late: Late | null = null) {
  const user = currentUser(req)
  const latest = await findLatestCharter(clee.id)
  const powers = powersOf(user, clee, latest)
  const versions = await listVersions(clee.id)
  res.render('charters/show', {
    title: `Charte – ${clee.name}`,
    clee,
    form,
    late,
    charter: null,
    ...(latest && (await describeCharter(user, clee, latest, powers, versions))),
    ...powers,
    canAbandon: latest !== null && canAbandon(user, clee, latest, versions),
    versions: versions.map((version) => ({ ...version, state: charterStates[version.status] })),
    breadcrumb: breadcrumbOf(clee),
  })
}
