import { randomUUID } from 'node:crypto'
import { audit, type Actor } from '../audit/audit.ts'
import { actionInclude } from '../actions/queries.ts'
import { touchPlan } from '../actions/touch.ts'
import { refuseClosed, touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { previousSchoolYear } from '../school-year.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { copyAction, originTextOf } from './copy.ts'
import type { SourceAction } from './queries.ts'

type Clee = { id: string; name: string; slug: string }

const sourceInclude = { ...actionInclude, clee: { select: { id: true, name: true, slug: true } } } as const

// The row of the plan is locked first: the same form sent twice at once copies once.
async function openPlan(tx: Tx, clee: Clee, schoolYear: string) {
  await refuseClosedYear(schoolYear, tx)
  refuseClosed(await touchClee(tx, clee.id))
  return touchPlan(tx, clee, schoolYear)
}

// Nobody removes them before their copies are written.
const lockSources = (tx: Tx, ids: string[]) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM planned_actions WHERE id = ANY(${ids}::uuid[]) FOR KEY SHARE`

async function writeCopy(tx: Tx, actor: Actor, source: SourceAction, target: { id: string; planId: string; cleeId: string; schoolYear: string }) {
  await copyAction(tx, actor, source, target)
  await audit(tx, actor, 'action.copy', { id: target.id, name: source.title, cleeId: target.cleeId }, { origin: source.id, originText: originTextOf(source) })
}

/** Takes an action up in the list of a school year. The same form sent twice does it once. Throws 409 for a past year, a closed CLEE, or when the action is gone. */
export const reuseAction = (actor: Actor, source: SourceAction, clee: Clee, { id, schoolYear }: { id: string; schoolYear: string }) =>
  db.$transaction(async (tx) => {
    const plan = await openPlan(tx, clee, schoolYear)
    const same = await tx.plannedAction.findUnique({ where: { id } })
    if (same && (same.planId !== plan.id || same.originId !== source.id)) throw conflict('Ce formulaire a déjà servi. Ouvrez-en un nouveau.')
    if (same) return
    if ((await lockSources(tx, [source.id])).length === 0) throw conflict('Cette action vient d’être retirée par son CLEE.')
    await writeCopy(tx, actor, source, { id, planId: plan.id, cleeId: clee.id, schoolYear })
  })

async function readSources(tx: Tx, clee: Clee, schoolYear: string, ids: string[]) {
  await lockSources(tx, ids)
  const sources = await tx.plannedAction.findMany({ where: { id: { in: ids }, cleeId: clee.id, schoolYear: previousSchoolYear(schoolYear) }, include: sourceInclude, orderBy: [{ orderedOn: 'asc' }, { id: 'asc' }] })
  if (sources.length !== ids.length) throw new FieldError('ids', 'Une de ces actions n’est plus dans la liste de l’an dernier. Rechargez la page.')
  return sources
}

/** Repeats actions of the year before, with their schools and partners; gives how many were not repeated yet. Throws FieldError (actions of another list), 409 for a past year or a closed CLEE. */
export const repeatActions = (actor: Actor, clee: Clee, schoolYear: string, ids: string[]) =>
  db.$transaction(async (tx) => {
    const plan = await openPlan(tx, clee, schoolYear)
    const sources = await readSources(tx, clee, schoolYear, ids)
    const repeated = await tx.plannedAction.findMany({ where: { planId: plan.id, originId: { in: ids } }, select: { originId: true }, orderBy: { id: 'asc' } })
    const fresh = sources.filter(({ id }) => !repeated.some(({ originId }) => originId === id))
    for (const source of fresh) await writeCopy(tx, actor, source, { id: randomUUID(), planId: plan.id, cleeId: clee.id, schoolYear })
    return fresh.length
  })
