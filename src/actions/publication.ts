import { FieldError, FieldErrors } from '../errors.ts'
import type { Visibility } from '../generated/prisma/client.ts'
import type { FullAction } from './queries.ts'

export type SectionKey = 'identite' | 'public' | 'parcours' | 'organisation' | 'partenaires' | 'diffusion'

/** What publication looks at. */
export type Facts = {
  visibility: Visibility
  audiences: string[]
  levels: string[]
  avenirGoals: string[]
  objective: string
  startsOn: Date | null
  schools: number
  partners: number
}

export const factsOf = ({ visibility, audiences, levels, avenirGoals, objective, startsOn, schools, partners, partnersNote }: FullAction): Facts => ({
  visibility, audiences, levels, avenirGoals, objective, startsOn, schools: schools.length, partners: partners.length + (partnersNote ? 1 : 0),
})

/** `field`: where its sentence stands in the form of its section; `short`: the thing, in a list of what misses. */
type Need = { section: SectionKey; field: string; short: string; sentence: string; isMet: (facts: Facts) => boolean }

const concernsPupils = ({ audiences }: Facts) => audiences.includes('pupils')

/** R13, and the other ● of the sheet (domain.md §6); its title and its type are always there. */
const needs: Need[] = [
  { section: 'public', field: 'audiences', short: 'le public', sentence: 'cochez au moins un public', isMet: ({ audiences }) => audiences.length > 0 },
  { section: 'public', field: 'levels', short: 'les niveaux des élèves', sentence: 'cochez au moins un niveau d’élèves', isMet: (facts) => !concernsPupils(facts) || facts.levels.length > 0 },
  { section: 'parcours', field: 'avenirGoals', short: 'un objectif du parcours Avenir', sentence: 'cochez au moins un objectif du parcours Avenir', isMet: (facts) => !concernsPupils(facts) || facts.avenirGoals.length > 0 },
  { section: 'parcours', field: 'objective', short: 'l’objectif', sentence: 'écrivez son objectif', isMet: ({ objective }) => objective !== '' },
  { section: 'organisation', field: 'startsOn', short: 'la date ou la période', sentence: 'indiquez sa date, ou le début de sa période', isMet: ({ startsOn }) => startsOn !== null },
  { section: 'organisation', field: 'schoolUais', short: 'un établissement', sentence: 'cochez au moins un établissement', isMet: ({ schools }) => schools > 0 },
  { section: 'partenaires', field: 'organisationIds', short: 'un partenaire', sentence: 'cochez ou ajoutez au moins un partenaire', isMet: ({ partners }) => partners > 0 },
]

/** What the sheet misses to be published, in the order of its sections. */
export const missingToPublish = (facts: Facts) => needs.filter(({ isMet }) => !isMet(facts))

const placed = (section: SectionKey, { section: own, field, short, sentence }: Need) =>
  own === section
    ? new FieldError(field, `Cette action est diffusée : ${sentence}, ou repassez-la en interne.`)
    : new FieldError('audiences', `Cette action est diffusée : complétez d’abord ${short} dans sa rubrique, ou repassez-la en interne.`)

function refuseAll([first, ...others]: FieldError[]) {
  if (first) throw new FieldErrors(first, ...others)
}

/** Throws FieldError when the sheet would be shared without what publication needs, or would lose some of it; what an older sheet misses already holds nothing back. */
export function refuseUnpublishable(section: SectionKey, before: Facts, after: Facts) {
  if (after.visibility === 'private') return
  const missing = missingToPublish(after)
  const isShownAnew = before.visibility !== after.visibility
  if (isShownAnew) refuseAll(missing.map(({ field, sentence }) => new FieldError(field, `Pour diffuser l’action, ${sentence}.`)))
  const known = missingToPublish(before)
  refuseAll(missing.filter((need) => !known.includes(need)).map((need) => placed(section, need)))
}
