import { printOf } from '../seen.ts'
import type { SectionKey } from './publication.ts'
import type { FullAction } from './queries.ts'

/** What the form of each section shows of a sheet. */
const shown: Record<SectionKey, (action: FullAction) => Record<string, unknown>> = {
  identite: ({ title, type, clees }) => ({ title, type, clees: clees.map(({ cleeId }) => cleeId) }),
  public: ({ audiences, levels, pupilsPlanned }) => ({ audiences, levels, pupilsPlanned }),
  parcours: ({ avenirGoals, objective, indicators, budget, decidedOn }) => ({ avenirGoals, objective, indicators: indicators.map(({ position, label, target }) => [position, label, target]), budget, decidedOn }),
  organisation: ({ startsOn, endsOn, place, schools, sectors, seats, registrationUrl }) => ({ startsOn, endsOn, place, schools: schools.map(({ schoolUai }) => schoolUai), sectors, seats, registrationUrl }),
  partenaires: ({ partners }) => ({ partners: partners.map(({ organisationId, part }) => [organisationId, part]) }),
  diffusion: ({ visibility, publicSummary }) => ({ visibility, publicSummary }),
}

/** By what a form says which state of its section it showed: those of two sections are saved beside one another. */
export const sectionPrint = (action: FullAction, section: SectionKey) => printOf(shown[section](action))
