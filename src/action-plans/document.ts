import { readFileSync } from 'node:fs'
import { withLabels } from '../actions/labels.ts'
import type { FullAction } from '../actions/queries.ts'
import { config } from '../config.ts'
import { today } from '../school-year.ts'
import { formatDay, formatInstant, formatShortDay, fr, plural, withDe } from '../web/view-helpers.ts'
import { changesSince } from './changes.ts'
import { planState } from './labels.ts'
import type { FullPlan } from './queries.ts'

const template = readFileSync(new URL('plan.typ', import.meta.url), 'utf8')

type Clee = { name: string; slug: string; bassins: { bassin: { name: string } }[] }

const period = ({ startsOn, endsOn }: FullAction) => {
  if (!startsOn) return 'À fixer'
  return endsOn && endsOn > startsOn ? `Du ${formatShortDay(startsOn)} au ${formatShortDay(endsOn)}` : formatShortDay(startsOn)
}

const partnersOf = ({ partners, partnersNote }: FullAction) => [...partners.map(({ organisation }) => organisation.name), ...partnersNote.split('\n').map((line) => line.trim()).filter(Boolean)]

function rowOf(action: FullAction, mark: string) {
  const { title, place, typeLabel, stateBadge, audienceLabels, levelLabels, schools } = withLabels(action)
  return {
    when: period(action),
    title: fr(title),
    place: fr(place),
    type: fr(typeLabel),
    audience: [...audienceLabels, levelLabels.join(', ')].filter(Boolean),
    schools: schools.map(({ school }) => fr(school.name)),
    partners: partnersOf(action).map(fr),
    state: stateBadge.label,
    mark,
  }
}

const factsOf = (clee: Clee, plan: FullPlan | null) =>
  [
    { term: clee.bassins.length > 1 ? 'Bassins' : 'Bassin', text: clee.bassins.map(({ bassin }) => bassin.name).join(', ') },
    { term: 'État de la liste', text: planState(plan, plan?.actions.length ?? 0).label },
    { term: 'Transmise', text: plan?.submittedAt ? `${formatInstant(plan.submittedAt)}, par ${plan.submittedByName}` : 'Pas encore transmise à la mission' },
    { term: 'Récépissé', text: plan?.receipt ?? '' },
    { term: 'Reçue par la mission', text: plan?.acknowledgedAt ? `${formatInstant(plan.acknowledgedAt)}, par ${plan.acknowledgedByName}` : '' },
    { term: 'Actions', text: plural(plan?.actions.length ?? 0, 'action', 'actions') },
  ].filter(({ text }) => text !== '')

/** Everything that the document says, typeset in French; the template lays it out and adds nothing. */
function contentOf(clee: Clee, schoolYear: string, plan: FullPlan | null) {
  const { marks, removed } = changesSince(plan?.sentActions, plan?.actions ?? [])
  return {
    title: fr(`Actions ${schoolYear} – ${clee.name}`),
    cleeName: fr(clee.name),
    schoolYear,
    academieName: withDe(config.academie),
    mission: config.missionName,
    facts: factsOf(clee, plan).map(({ term, text }) => ({ term, text: fr(text) })),
    rows: (plan?.actions ?? []).map((action) => rowOf(action, marks.get(action.id)?.label ?? '')),
    removed: removed.map(fr),
    generated: `Document établi le ${formatDay(today())}`,
  }
}

/** The list of a school year as a PDF, for the people of its CLEE and the mission. */
export const planDocument = (clee: Clee, schoolYear: string, plan: FullPlan | null) =>
  ({ template, data: contentOf(clee, schoolYear, plan), fileName: `actions-${schoolYear}-${clee.slug}.pdf`, isPublic: false })
