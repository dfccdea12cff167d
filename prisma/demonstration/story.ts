import type { ActionType, Audience, AvenirGoal, Level } from '../../src/actions/vocabulary.ts'
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
  /** « Organisation : sa part ». */
  partners: string[]
  schools: string[]
  visibility: Visibility
  levels?: Level[]
  /** The pupils who are expected. */
  pupils?: number
  /** Without a word, an action for pupils helps them to discover the working world. */
  goals?: AvenirGoal[]
  /** Nobody but its author has agreed to it yet. */
  isOpen?: boolean
  /** Told once its last day is past; until then it is planned. */
  achieved?: AchievedFact
  cancelled?: string
  postponed?: string
}

export type AchievedFact = {
  pupilsReached?: number
  girlsReached?: number
  adultsReached?: number
  classesReached?: number
  /** Why it was done only partly. */
  partly?: string
  strengths?: string
  improvements?: string
  repeats?: boolean
  isFinished?: boolean
}

/** What is written of an article. */
export type ArticleText = { body: string; axes: string[]; priorities: string[] }

/** An article from what it was, with the axes that it offers. */
export type Edit = (article: ArticleText & { axisChoices: string[] }) => Partial<ArticleText>
