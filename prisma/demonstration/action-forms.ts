import { newPartnerRows } from '../../src/actions/fields.ts'
import { audienceSchema, courseSchema, diffusionSchema, newActionSchema, organisationSchema, partnersSchema } from '../../src/actions/schemas.ts'
import { isoDay } from './days.ts'
import { kindOf } from './organisations.ts'
import type { ActionFact, Day } from './story.ts'

const fieldOf = (day: Day | null | undefined) => (day === null || day === undefined ? '' : isoDay(day))
const forPupils = ({ audiences }: ActionFact) => audiences.includes('pupils')

/** What the form of a proposal would send. */
export const newFormOf = ({ title, type, audiences, startsOn, schools }: ActionFact, id: string) =>
  newActionSchema.parse({ id, title, type, audiences, startsOn: fieldOf(startsOn), schoolUais: schools, agrees: 'oui' })

export const audienceFormOf = ({ audiences, levels = [], pupils }: ActionFact, revision: number) =>
  audienceSchema.parse({ audiences, levels, pupilsPlanned: String(pupils ?? ''), revision })

export const courseFormOf = (action: ActionFact, revision: number) =>
  courseSchema.parse({ objective: action.objective, avenirGoals: action.goals ?? (forPupils(action) ? ['discovery'] : []), revision })

export const organisationFormOf = ({ startsOn, endsOn, place, schools }: ActionFact, revision: number) =>
  organisationSchema.parse({ startsOn: fieldOf(startsOn), endsOn: fieldOf(endsOn), place, schoolUais: schools, revision })

export const diffusionFormOf = ({ visibility }: ActionFact, revision: number) => diffusionSchema.parse({ visibility, publicSummary: '', revision })

type Known = { offered: { id: string; name: string }[]; known: { name: string }[] }

/** Partners that the form offers are ticked; the others are written in its rows, with a type when the portal doesn't know them. */
export function partnersFormOf({ partners }: ActionFact, { offered, known }: Known, revision: number) {
  const named = partners.map((partner) => partner.split(/\s:\s/)).map(([name = '', part = '']) => ({ name, part, id: offered.find((one) => one.name === name)?.id }))
  const isKnown = (name: string) => known.some((one) => one.name === name)
  const ticked = named.flatMap(({ id, part }) => (id ? [[id, part] as const] : []))
  const added = named.filter(({ id }) => !id)
  const rows = newPartnerRows.flatMap((row) => {
    const { name = '', part = '' } = added[row - 1] ?? {}
    return [[`organisationName${row}`, name], [`organisationKind${row}`, name && !isKnown(name) ? kindOf(name) : ''], [`organisationCity${row}`, ''], [`newPart${row}`, part]] as const
  })
  const parts = ticked.map(([id, part]) => [`part-${id}`, part] as const)
  return partnersSchema(ticked.map(([id]) => id)).parse({ organisationIds: ticked.map(([id]) => id), revision, ...Object.fromEntries([...rows, ...parts]) })
}
