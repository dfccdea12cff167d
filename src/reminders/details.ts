import { listStandings, type Standing } from '../charters/standings.ts'
import { cleeInclude, type FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import type { Article, Signatory } from '../generated/prisma/client.ts'
import { signableStates } from '../signatures/state.ts'
import type { CleeFacts } from './facts.ts'

/** Of a list: how many actions, how many await the agreement of a side, or of one when the other has given theirs, and how many are past without figures. */
type ActionCounts = { planId: string; total: number; education: number; economy: number; onlyEducation: number; onlyEconomy: number; unfigured: number; firstUnfigured: string | null }
type Signed = { charterId: string; userId: string; signatory: Signatory }

/** What a co-pilot's tasks need besides: texts under way, what may be signed, the actions counted, drafts whole. */
export type DetailedFacts = CleeFacts & { articles: Article[]; signatures: Signed[]; isOnPaper: boolean; standing: Standing | null; actions: ActionCounts | null; draft: FullClee | null; inquiries: { count: number; since: Date | null } }

/** The newest version that may be signed. */
export const signableCharter = ({ charters }: CleeFacts) => charters.find(({ status }) => signableStates.some((state) => state === status)) ?? null

// Once its day is past an action asks for its figures, as does one said to be done without any.
const countActions = (planIds: string[], day: Date) => db.$queryRaw<ActionCounts[]>`
  SELECT plan_id AS "planId", count(*)::int AS total,
    count(*) FILTER (WHERE is_proposed AND education_agreed_at IS NULL)::int AS education,
    count(*) FILTER (WHERE is_proposed AND economy_agreed_at IS NULL)::int AS economy,
    count(*) FILTER (WHERE is_proposed AND education_agreed_at IS NULL AND economy_agreed_at IS NOT NULL)::int AS "onlyEducation",
    count(*) FILTER (WHERE is_proposed AND economy_agreed_at IS NULL AND education_agreed_at IS NOT NULL)::int AS "onlyEconomy",
    count(*) FILTER (WHERE is_unfigured)::int AS unfigured,
    min(id::text) FILTER (WHERE is_unfigured) AS "firstUnfigured"
  FROM (
    SELECT *, state = 'proposed' AS is_proposed,
      (state IN ('retained', 'planned') AND coalesce(ends_on, starts_on) < ${day}::date)
        OR (state = 'done' AND num_nonnulls(pupils_reached, adults_reached, classes_reached) = 0) AS is_unfigured
    FROM planned_actions WHERE plan_id = ANY(${planIds}::uuid[])
  ) AS listed GROUP BY plan_id`

const idsOf = (rows: ({ id: string } | null | undefined)[]) => rows.flatMap((row) => row?.id ?? [])

const countInquiries = (cleeIds: string[]) =>
  db.inquiry.groupBy({ by: ['cleeId'], where: { cleeId: { in: cleeIds }, status: 'open' }, _count: true, _min: { waitingSince: true }, orderBy: { cleeId: 'asc' } })

async function readRows(facts: CleeFacts[], day: Date) {
  const ids = facts.map(({ clee }) => clee.id)
  const written = idsOf(facts.map(({ charters: [latest] }) => (latest?.status === 'draft' ? latest : null)))
  const ofSignable = { charterId: { in: idsOf(facts.map(signableCharter)) } }
  const drafts = idsOf(facts.map(({ clee }) => (clee.status === 'draft' ? clee : null)))
  return Promise.all([
    db.article.findMany({ where: { charterId: { in: written } }, orderBy: { position: 'asc' } }),
    db.signature.findMany({ where: ofSignable, select: { charterId: true, userId: true, signatory: true }, orderBy: { id: 'asc' } }),
    db.charterScan.findMany({ where: ofSignable, select: { charterId: true }, orderBy: { id: 'asc' } }),
    listStandings(ids, day),
    countActions(idsOf(facts.map(({ plan }) => plan)), day),
    countInquiries(ids),
    drafts.length > 0 ? db.clee.findMany({ where: { id: { in: drafts } }, include: cleeInclude(), orderBy: { id: 'asc' } }) : [],
  ])
}

/** The same CLEEs in detail; as many queries whatever their number. */
export async function withDetails(facts: CleeFacts[]): Promise<DetailedFacts[]> {
  if (facts.length === 0) return []
  const [articles, signatures, scans, standings, counts, inquiries, drafts] = await readRows(facts, facts[0]!.day)
  const [articlesOf, signaturesOf] = [Map.groupBy(articles, ({ charterId }) => charterId), Map.groupBy(signatures, ({ charterId }) => charterId)]
  const [onPaper, countsOf, draftOf] = [new Set(scans.map(({ charterId }) => charterId)), new Map(counts.map((count) => [count.planId, count])), new Map(drafts.map((draft) => [draft.id, draft]))]
  const inquiriesOf = new Map(inquiries.map(({ cleeId, _count, _min }) => [cleeId, { count: _count, since: _min.waitingSince }]))
  return facts.map((fact) => {
    const signable = signableCharter(fact)?.id ?? ''
    return {
      ...fact,
      articles: articlesOf.get(fact.charters[0]?.id ?? '') ?? [],
      signatures: signaturesOf.get(signable) ?? [],
      isOnPaper: onPaper.has(signable),
      standing: standings.get(fact.clee.id) ?? null,
      actions: countsOf.get(fact.plan?.id ?? '') ?? null,
      inquiries: inquiriesOf.get(fact.clee.id) ?? { count: 0, since: null },
      draft: draftOf.get(fact.clee.id) ?? null,
    }
  })
}
