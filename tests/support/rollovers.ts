import { db } from '../../src/db.ts'
import { makeSchool } from './factories.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

/** A CLEE as rows: these tests need many of them, and no history. */
export async function makeRow(name: string, data: { status?: 'closed' | 'draft' } = {}) {
  const { status = 'active' } = data
  const declared = { declaredAt: new Date(), declarationReceipt: name, acknowledgedAt: new Date() }
  const clee = await db.clee.create({ data: { name, slug: name.toLowerCase(), searchName: name.toLowerCase(), status, ...(status !== 'draft' && declared) } })
  const { uai } = await makeSchool()
  const { id: organisationId } = await db.organisation.create({ data: { name, searchName: name, world: 'economy' } })
  const seat = { cleeId: clee.id, firstName: 'Anne', lastName: 'Le Bihan', email: 'anne@essai.test', jobTitle: 'Proviseure', acceptedAt: new Date() }
  await db.copilot.create({ data: { ...seat, side: 'education', schoolUai: uai, startsOn: day('2026-09-01') } })
  await db.copilot.create({ data: { ...seat, side: 'economy', organisationId, startsOn: day('2025-09-01'), endsOn: day('2027-06-30') } })
  const member = { cleeId: clee.id, world: 'employment', organisationId, jobTitle: 'Directrice', startsOn: day('2026-09-01') } as const
  await db.member.createMany({ data: [member, { ...member, endsOn: day('2027-08-31') }] })
  return clee
}

export const addPlan = (cleeId: string, schoolYear: string) => db.actionPlan.create({ data: { cleeId, schoolYear } })
export const addAction = (plan: { id: string; cleeId: string; schoolYear: string }, data: object = {}) =>
  db.plannedAction.create({ data: { planId: plan.id, cleeId: plan.cleeId, schoolYear: plan.schoolYear, title: 'Forum', type: 'job_fair', ...data } })
