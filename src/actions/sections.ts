import { listedClees } from '../clees/policy.ts'
import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { searchKey } from '../text.ts'
import { refuseContraryDay, refuseOtherYear } from './dates.ts'
import { indicatorRows } from './fields.ts'
import type { Facts } from './publication.ts'
import type { FullAction } from './queries.ts'
import type { AudienceInput, CourseInput, DiffusionInput, IdentityInput, OrganisationInput } from './schemas.ts'

/** What the form of a section writes, and what publication will look at. */
export type Change = { data: Prisma.PlannedActionUpdateInput; facts: Partial<Facts> }
type Clee = { id: string }

export async function refuseUnknownSchools(tx: Tx, uais: string[]) {
  if ((await tx.school.count({ where: { uai: { in: uais } } })) !== uais.length) throw new FieldError('schoolUais', 'Un de ces établissements n’est pas dans l’annuaire du portail.')
}

const shownCandidates = 8

/** A CLEE by its name; FieldError offers those whose name is close. */
async function pickClee(tx: Tx, clee: Clee, typed: string) {
  const key = searchKey(typed)
  const close = await tx.clee.findMany({ where: { ...listedClees, id: { not: clee.id }, searchName: { contains: key } }, select: { id: true, name: true, searchName: true }, orderBy: { searchName: 'asc' }, take: shownCandidates })
  const same = close.find(({ searchName }) => searchName === key)
  if (same) return same.id
  const candidates = close.map(({ name }) => ({ value: name, label: name }))
  throw new FieldError('otherClee', close.length > 0 ? 'Quel CLEE\u00a0? Choisissez-en un dans la liste.' : 'Aucun CLEE du réseau ne porte ce nom\u00a0: vérifiez-le dans la liste des CLEE.', key === '' ? [] : candidates)
}

export async function changeIdentity(tx: Tx, clee: Clee, action: FullAction, { title, type, cleeIds, otherClee }: IdentityInput): Promise<Change> {
  const ticked = cleeIds.filter((id) => id !== clee.id)
  const allowed = { OR: [listedClees, { id: { in: action.clees.map(({ cleeId }) => cleeId) } }] }
  if ((await tx.clee.count({ where: { id: { in: ticked }, AND: allowed } })) !== ticked.length) throw new FieldError('cleeIds', 'Un de ces CLEE n’est plus dans le réseau : rechargez la page.')
  const all = new Set([...ticked, ...(otherClee ? [await pickClee(tx, clee, otherClee)] : [])])
  return { data: { title, type, clees: { deleteMany: {}, create: [...all].map((cleeId) => ({ cleeId })) } }, facts: {} }
}

export async function changeAudience(_tx: Tx, _clee: Clee, _action: FullAction, { audiences, levels, pupilsPlanned }: AudienceInput): Promise<Change> {
  return { data: { audiences, levels, pupilsPlanned }, facts: { audiences, levels } }
}

/** Those whose label is written, with what was achieved of the same one. */
const readIndicators = (input: CourseInput, { indicators }: FullAction) =>
  indicatorRows
    .map((row) => ({ label: input[`indicatorLabel${row}`], target: input[`indicatorTarget${row}`] }))
    .filter(({ label }) => label !== '')
    .map((indicator, position) => ({ ...indicator, position, achieved: indicators.find(({ label }) => label === indicator.label)?.achieved ?? null }))

export async function changeCourse(_tx: Tx, _clee: Clee, action: FullAction, input: CourseInput): Promise<Change> {
  const { avenirGoals, objective, budget, decidedOn } = input
  return { data: { avenirGoals, objective, budget, decidedOn, indicators: { deleteMany: {}, create: readIndicators(input, action) } }, facts: { avenirGoals, objective } }
}

export async function changeOrganisation(tx: Tx, _clee: Clee, action: FullAction, input: OrganisationInput): Promise<Change> {
  const { startsOn, endsOn, place, sectors, seats, registrationUrl, schoolUais } = input
  refuseOtherYear(action.schoolYear, input)
  refuseContraryDay(action, startsOn)
  await refuseUnknownSchools(tx, schoolUais)
  const columns = { startsOn, endsOn, place, sectors, seats, registrationUrl }
  return { data: { ...columns, schools: { deleteMany: {}, create: schoolUais.map((schoolUai) => ({ schoolUai })) } }, facts: { startsOn, schools: schoolUais.length } }
}

export async function changeDiffusion(_tx: Tx, _clee: Clee, _action: FullAction, { visibility, publicSummary }: DiffusionInput): Promise<Change> {
  return { data: { visibility, publicSummary }, facts: { visibility } }
}
