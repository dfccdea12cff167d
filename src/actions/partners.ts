import type { Tx } from '../db.ts'
import { checkTogether, FieldError } from '../errors.ts'
import { pickOrganisation } from '../organisations/commands.ts'
import { usualWorlds } from '../organisations/labels.ts'
import { newPartnerRows } from './fields.ts'
import type { FullAction } from './queries.ts'
import type { PartnersInput } from './schemas.ts'
import type { Change } from './sections.ts'

type Clee = { id: string }
type Partner = { organisationId: string; part: string }

async function readTicked(tx: Tx, input: PartnersInput): Promise<Partner[]> {
  const { organisationIds } = input
  if ((await tx.organisation.count({ where: { id: { in: organisationIds } } })) !== organisationIds.length) throw new FieldError('organisationIds', 'Une de ces organisations vient d’être réunie à une autre : rechargez la page.')
  return organisationIds.map((organisationId) => ({ organisationId, part: input[`part-${organisationId}`] ?? '' }))
}

type Row = (typeof newPartnerRows)[number]

async function readNew(tx: Tx, clee: Clee, input: PartnersInput, row: Row): Promise<Partner[]> {
  const [name, kind, city] = [input[`organisationName${row}`], input[`organisationKind${row}`], input[`organisationCity${row}`]]
  if (name === '' || kind === '') return []
  const { id } = await pickOrganisation(tx, { name, siret: null, world: usualWorlds[kind], kind, city, cleeId: clee.id }, `organisationName${row}`)
  return [{ organisationId: id, part: input[`newPart${row}`] }]
}

/** One line an organisation, named twice or not. */
const eachOnce = (partners: Partner[]) => [...new Map(partners.map((partner) => [partner.organisationId, partner])).values()]

/** The partners that the form names; the free text of older sheets stays. Throws FieldError, with candidates when several organisations bear a name. */
export async function changePartners(tx: Tx, clee: Clee, action: FullAction, input: PartnersInput): Promise<Change> {
  const found = await checkTogether(() => readTicked(tx, input), ...newPartnerRows.map((row) => () => readNew(tx, clee, input, row)))
  const partners = eachOnce(found.flat())
  return { data: { partners: { deleteMany: {}, create: partners } }, facts: { partners: partners.length + (action.partnersNote ? 1 : 0) } }
}
