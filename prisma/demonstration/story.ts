import type { ActionType, Audience } from '../../src/actions/vocabulary.ts'
import type { LegalForm, Visibility, World } from '../../src/generated/prisma/client.ts'

/** Who acts: the head, the economic co-pilot, the mission, the coordinator of the bassin. */
export type Who = 'education' | 'economy' | 'mission' | 'coordinator'

/** A CLEE being built: its address and the account of each person who acts. */
export type Stage = { slug: string; emails: Partial<Record<Who, string>> }

/** Something that somebody does in the portal. */
export type Step = (stage: Stage) => Promise<void>

/** How a CLEE comes to its state: what its head typed first, then each step in order. */
export type Story = {
  head: string
  identity: { name: string; longName?: string; presentation: string; bassins: string[]; legalForm?: LegalForm; organisationName?: string; supportSchool?: string }
  steps: Step[]
}

export type EconomicCopilotFact = {
  firstName: string
  lastName: string
  email: string
  jobTitle: string
  organisationName: string
}

/** A successor of a head; the school is a UAI. */
export type HeadFact = { firstName: string; lastName: string; email: string; jobTitle: string; school: string }

export type Person = { firstName: string; lastName: string }

/** A member: world, structure (a UAI for a school, "" for somebody alone), function, and whether they sit in the steering committee. */
export type MemberFact = [world: World, structure: string, jobTitle: string, seat?: 'sans siège']

/** A day: "MM-JJ" of this school year, or a number of days from today. */
export type Day = string | number

export type ActionFact = {
  title: string
  type: ActionType
  audiences: Audience[]
  startsOn: Day | null
  endsOn?: Day
  place: string
  objective: string
  partners: string[]
  schools: string[]
  visibility: Visibility
}

/** What is written of an article. */
export type ArticleText = { body: string; axes: string[]; priorities: string[] }

/** An article from what it was, with the axes that it offers. */
export type Edit = (article: ArticleText & { axisChoices: string[] }) => Partial<ArticleText>
