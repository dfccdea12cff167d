import type { FullClee } from '../clees/queries.ts'
import type { Tx } from '../db.ts'
import { checkTogether, FieldError } from '../errors.ts'
import { newPartnerRows } from './fields.ts'
import { nameOrganisation } from './named-partners.ts'
import { listPartnerChoices, type FullAction } from './queries.ts'
import type { PartnersInput } from './schemas.ts'
import type { Change } from './sections.ts'

type Partner = { organisationId: string; part: string }

// A part that somebody has just typed says that the organisation takes part; one that was there already goes with its tick.
const tickedBy = (input: PartnersInput, { partners }: FullAction) => (organisationId: string) => {
  const part = input[`part-${organisationId}`] ?? ''
  const known = partners.find((partner) => partner.organisationId === organisationId)?.part ?? ''
  return input.organisationIds.includes(organisationId) || (part !== '' && part !== known)
}

async function readTicked(action: FullAction, input: PartnersInput, offered: Set<string>): Promise<Partner[]> {
  if (input.organisationIds.some((id) => !offered.has(id))) throw new FieldError('organisationIds', 'Une de ces organisations n’est plus parmi celles proposées (elle vient d’être réunie à une autre, ou n’est plus membre) : rechargez la page.')
  return [...offered].filter(tickedBy(input, action)).map((organisationId) => ({ organisationId, part: input[`part-${organisationId}`] ?? '' }))
}

type Row = (typeof newPartnerRows)[number]

async function readNew(tx: Tx, clee: FullClee, input: PartnersInput, row: Row, offered: Set<string>): Promise<Partner[]> {
  const [name, kind, city] = [input[`organisationName${row}`], input[`organisationKind${row}`], input[`organisationCity${row}`]]
  if (name === '') return []
  const { id } = await nameOrganisation(tx, clee, offered, { row, name, kind, city })
  return [{ organisationId: id, part: input[`newPart${row}`] }]
}

/** One line an organisation, named twice or not, with all that is said of its part. */
const eachOnce = (partners: Partner[]): Partner[] =>
  [...Map.groupBy(partners, ({ organisationId }) => organisationId)].map(([organisationId, lines]) => ({ organisationId, part: [...new Set(lines.map(({ part }) => part).filter(Boolean))].join(' ; ') }))

/** The partners that the form names; the free text of older sheets stays. Throws FieldError, with candidates when several organisations bear a name. */
export async function changePartners(tx: Tx, clee: FullClee, action: FullAction, input: PartnersInput): Promise<Change> {
  const offered = new Set(listPartnerChoices(clee, action).map(({ id }) => id))
  const found = await checkTogether(() => readTicked(action, input, offered), ...newPartnerRows.map((row) => () => readNew(tx, clee, input, row, offered)))
  const partners = eachOnce(found.flat())
  return { data: { partners: { deleteMany: {}, create: partners } }, facts: { partners: partners.length + (action.partnersNote ? 1 : 0) } }
}
