import type { FullClee } from '../clees/queries.ts'
import type { Tx } from '../db.ts'
import { kindOptions } from '../organisations/labels.ts'
import { organisationSuggestions } from '../organisations/typed.ts'
import { listSchoolOptions } from '../schools/options.ts'
import { submitForm, type Submission } from '../web/forms.ts'
import { indicatorRows, newPartnerRows } from './fields.ts'
import { changePartners } from './partners.ts'
import type { SectionKey } from './publication.ts'
import { listNeighbours, listPartnerChoices, type FullAction } from './queries.ts'
import { audienceSchema, courseSchema, diffusionSchema, identitySchema, organisationSchema, partnersSchema } from './schemas.ts'
import { changeAudience, changeCourse, changeDiffusion, changeIdentity, changeOrganisation, type Change } from './sections.ts'
import { actionTypes, audiences, avenirGoals, levels, sectors, visibilities, visibilityKeys } from './vocabulary.ts'

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
export const typeOptions = optionsOf(actionTypes)
export const audienceOptions = optionsOf(audiences)

type Save<R> = (revision: number, read: (tx: Tx, present: FullAction) => Promise<Change>) => Promise<R>
type SectionForm = {
  /** What the fields of this section offer. */
  options: (clee: FullClee, action: FullAction) => Promise<Record<string, unknown>>
  /** Reads what was typed and saves it; a wrong field comes back. */
  submit: <R>(clee: FullClee, action: FullAction, body: unknown, save: Save<R>) => Promise<Submission<R>>
}

const none = async () => ({})

export const sectionForms: Record<SectionKey, SectionForm> = {
  identite: {
    options: async (clee, action) => ({ types: typeOptions, clees: await listNeighbours(clee, action) }),
    submit: (clee, _action, body, save) => submitForm(identitySchema, body, (input) => save(input.revision, (tx, present) => changeIdentity(tx, clee, present, input))),
  },
  public: {
    options: async () => ({ audiences: audienceOptions, levels: optionsOf(levels) }),
    submit: (clee, _action, body, save) => submitForm(audienceSchema, body, (input) => save(input.revision, (tx, present) => changeAudience(tx, clee, present, input))),
  },
  parcours: {
    options: async () => ({ goals: optionsOf(avenirGoals), rows: indicatorRows }),
    submit: (clee, _action, body, save) => submitForm(courseSchema, body, (input) => save(input.revision, (tx, present) => changeCourse(tx, clee, present, input))),
  },
  organisation: {
    options: async (clee, action) => ({ sectors: optionsOf(sectors), schools: await listSchoolOptions(clee, action.schools.map(({ schoolUai }) => schoolUai)) }),
    submit: (clee, _action, body, save) => submitForm(organisationSchema, body, (input) => save(input.revision, (tx, present) => changeOrganisation(tx, clee, present, input))),
  },
  partenaires: {
    options: async (clee, action) => ({ organisations: listPartnerChoices(clee, action), rows: newPartnerRows, kinds: kindOptions, suggestions: organisationSuggestions }),
    submit: (clee, action, body, save) =>
      submitForm(partnersSchema(listPartnerChoices(clee, action).map(({ id }) => id)), body, (input) => save(input.revision, (tx, present) => changePartners(tx, clee, present, input))),
  },
  diffusion: {
    options: none,
    submit: (clee, _action, body, save) => submitForm(diffusionSchema, body, (input) => save(input.revision, (tx, present) => changeDiffusion(tx, clee, present, input))),
  },
}

export const visibilityOptions = visibilityKeys.map((value) => ({ value, ...visibilities[value] }))

/** A sheet as its forms show it. */
export const valuesOf = ({ schools, clees, partners, indicators, ...action }: FullAction): Record<string, unknown> => ({
  ...action,
  schoolUais: schools.map(({ schoolUai }) => schoolUai),
  cleeIds: clees.map(({ cleeId }) => cleeId),
  organisationIds: partners.map(({ organisationId }) => organisationId),
  ...Object.fromEntries(partners.map(({ organisationId, part }) => [`part-${organisationId}`, part])),
  ...Object.fromEntries(indicators.flatMap(({ position, label, target }) => [[`indicatorLabel${position + 1}`, label], [`indicatorTarget${position + 1}`, target]])),
})
