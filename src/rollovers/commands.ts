import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { isReversible, isRunnable, tooEarly, tooLate } from './calendar.ts'
import { carriedClees } from './lines.ts'
import type { FoundRollover } from './queries.ts'

export const subjectOf = ({ id, fromYear, toYear }: { id: string; fromYear: string; toYear: string }) => ({ id, name: `Bascule de ${fromYear} à ${toYear}` })

function refuseUntimely(toYear: string) {
  if (isRunnable(toYear)) return
  if (toYear > schoolYearOf()) throw conflict(tooEarly(toYear))
  throw conflict(`L’année scolaire ${toYear} est terminée\u00a0: la bascule vers elle ne se fait plus.`)
}

async function refuseUnopened(tx: Tx, toYear: string) {
  if ((await tx.schoolYear.count({ where: { schoolYear: toYear, status: 'open' } })) === 0) throw conflict(`Ouvrez d’abord l’année scolaire ${toYear}\u00a0: la bascule vient après.`)
}

// Of two who start it at once, the second finds the line of the first.
async function begin(tx: Tx, actor: Actor | null, toYear: string) {
  const line = { fromYear: previousSchoolYear(toYear), toYear, total: await tx.clee.count({ where: carriedClees }), startedAt: new Date(), startedByName: actor?.name ?? 'Le portail' }
  const [rollover] = await tx.rollover.createManyAndReturn({ data: [line], skipDuplicates: true })
  if (rollover) await audit(tx, actor, 'rollover.start', subjectOf(rollover), { total: rollover.total })
  return rollover ?? null
}

/** Starts the passage to a year; its CLEEs are carried one by one afterwards (run.ts). Throws 409 before 1 September, for a year that is over or not opened, or when it was started already. */
export const startRollover = (actor: Actor, toYear: string) =>
  db.$transaction(async (tx) => {
    refuseUntimely(toYear)
    await refuseUnopened(tx, toYear)
    const rollover = await begin(tx, actor, toYear)
    if (!rollover) throw conflict(`La bascule vers ${toYear} est déjà commencée ou faite. Rechargez la page.`)
    return rollover
  })

/** Starts the passage to this year when it is opened and was never started: what was undone is not done again without somebody's hand. Null when there is nothing to start. */
export const startDueRollover = () =>
  db.$transaction(async (tx) => {
    const toYear = schoolYearOf()
    const [opened, started] = [await tx.schoolYear.count({ where: { schoolYear: toYear, status: 'open' } }), await tx.rollover.count({ where: { toYear } })]
    return opened > 0 && started === 0 ? begin(tx, null, toYear) : null
  })

/** Starts undoing a passage, done or under way. Throws 409 after thirty days, or when it was undone meanwhile. */
export const startReversal = (actor: Actor, rollover: FoundRollover) =>
  db.$transaction(async (tx) => {
    const { id } = rollover
    if (!isReversible(rollover)) throw conflict(tooLate(rollover))
    const { count } = await tx.rollover.updateMany({ where: { id, status: { in: ['running', 'done'] } }, data: { status: 'reverting', revertedByName: actor.name } })
    if (count === 0) throw conflict('Cette bascule est déjà annulée, ou en train de l’être. Rechargez la page.')
    await audit(tx, actor, 'rollover.reversal', subjectOf(rollover))
  })
