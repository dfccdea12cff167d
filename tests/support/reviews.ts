import { randomUUID } from 'node:crypto'
import { db } from '../../src/db.ts'
import type { ActionOutcome, ActionState, Prisma } from '../../src/generated/prisma/client.ts'
import { schoolYearBounds, schoolYearOf } from '../../src/school-year.ts'
import { searchKey, slugify } from '../../src/text.ts'

/** The state in which an outcome leaves an action. */
const stateOf = (outcome: ActionOutcome): ActionState => (outcome === 'partly' ? 'done' : outcome)

const findPlanId = async (cleeId: string, schoolYear: string) =>
  (await db.actionPlan.upsert({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, create: { cleeId, schoolYear }, update: {} })).id

type Fields = Partial<Omit<Prisma.PlannedActionUncheckedCreateInput, 'schools' | 'partners' | 'outcome'>> & { outcome?: ActionOutcome | null; schools?: string[]; partners?: string[] }

/** A sheet written as it is, done on the first day of its school year unless said otherwise. */
export async function makeDoneAction(cleeId: string, { schools = [], partners = [], ...fields }: Fields = {}, schoolYear = schoolYearOf()) {
  const outcome = fields.outcome === undefined ? 'done' : fields.outcome
  const reason = outcome && outcome !== 'done' ? 'Trop peu d’inscrits.' : ''
  return db.plannedAction.create({
    data: {
      planId: await findPlanId(cleeId, schoolYear), cleeId, schoolYear, title: 'Forum des métiers', type: 'job_fair', startsOn: schoolYearBounds(schoolYear).first,
      state: outcome ? stateOf(outcome) : 'planned', outcomeReason: reason, retainedAt: new Date(), ...fields, outcome,
      schools: { create: schools.map((schoolUai) => ({ schoolUai })) }, partners: { create: partners.map((organisationId) => ({ organisationId })) },
    },
  })
}

export const makeOrganisation = (world: Prisma.OrganisationCreateInput['world'] = 'economy', name = `Ateliers ${randomUUID()}`) => db.organisation.create({ data: { name, searchName: searchKey(name), world } })

/** An active CLEE without people, by one insert. */
export async function insertClee(name: string, bassinIds: string[] = []) {
  const day = new Date()
  return db.clee.create({
    data: { name, searchName: searchKey(name), slug: slugify(name), status: 'active', declaredAt: day, acknowledgedAt: day, declarationReceipt: `DEC-${randomUUID()}`, bassins: { create: bassinIds.map((bassinId) => ({ bassinId })) } },
  })
}

/** The print that the page of a review carries to its approval, by which its approval says what was read. */
export const printIn = (html: string) => /[&;]print=([^"]+)"/.exec(html)?.[1] ?? ''
