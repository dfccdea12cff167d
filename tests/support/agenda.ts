import { db } from '../../src/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { makeBassin } from './factories.ts'
import { searchKey, slugify } from '../../src/text.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

type Fields = Omit<Partial<Prisma.PlannedActionUncheckedCreateInput>, 'startsOn' | 'endsOn' | 'id'> & { id?: string; startsOn?: string | null; endsOn?: string | null }

/** An action as the database keeps it: planned, public, a week from now unless said otherwise. */
export async function insertAction(cleeId: string, { startsOn = null, endsOn = null, ...fields }: Fields = {}) {
  const schoolYear = schoolYearOf(startsOn ? day(startsOn) : new Date())
  const plan = await db.actionPlan.upsert({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, create: { cleeId, schoolYear }, update: {} })
  return db.plannedAction.create({
    data: {
      planId: plan.id, cleeId, schoolYear, title: 'Forum des métiers', type: 'job_fair', state: 'planned', retainedAt: new Date(), visibility: 'public', audiences: ['pupils'],
      startsOn: startsOn === null ? null : day(startsOn), endsOn: endsOn === null ? null : day(endsOn), proposedByName: 'Gwenola Tanguy', educationAgreedByName: 'Gwenola Tanguy', economyAgreedByName: 'Ewen Le Goff', ...fields,
    },
  })
}

let count = 0

/** A published CLEE without its people, in a bassin of its own: enough for what the public reads. */
export async function insertClee(fields: Partial<Prisma.CleeUncheckedCreateInput> = {}) {
  count += 1
  const name = fields.name ?? `CLEE public ${count}`
  const bassin = await makeBassin()
  const clee = await db.clee.create({ data: { name, slug: slugify(name), searchName: searchKey(name), status: 'active', declaredAt: new Date(), declarationReceipt: `CLEE-${count}`, activatedAt: new Date(), acknowledgedAt: new Date(), bassins: { create: { bassinId: bassin.id } }, ...fields } })
  return { clee, bassin }
}
