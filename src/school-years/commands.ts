import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate } from '../db.ts'
import { conflict } from '../errors.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { refuseOtherYears } from './deadlines.ts'
import type { YearInput } from './schemas.ts'

export const subjectOf = (schoolYear: string) => ({ id: schoolYear, name: `Année scolaire ${schoolYear}` })

/** Throws 409 for a year that is over (R9). */
function refuseOver(schoolYear: string) {
  if (schoolYear < schoolYearOf()) throw conflict(`L’année scolaire ${schoolYear} est terminée\u00a0: ses échéances et sa lettre se lisent, mais ne changent plus.`)
}

/** Opens this school year or the next. Throws FieldError (deadlines of another year), 409 for any other year or when it is open already. */
export const openYear = (actor: Actor, schoolYear: string, input: YearInput) =>
  refuseDuplicate(`L’année scolaire ${schoolYear} est déjà ouverte. Rechargez la page.`, () =>
    db.$transaction(async (tx) => {
      refuseOver(schoolYear)
      if (schoolYear > nextSchoolYear(schoolYearOf())) throw conflict('Seules l’année scolaire en cours et la suivante s’ouvrent.')
      refuseOtherYears(schoolYear, input)
      await tx.schoolYear.create({ data: { ...input, schoolYear, openedAt: new Date(), openedByName: actor.name } })
      await audit(tx, actor, 'year.opening', subjectOf(schoolYear))
    }),
  )

/** Changes the deadlines and the letter under the revision that was read. False when somebody changed them meanwhile: nothing is written. Throws FieldError, 409 for a year that is over or closed. */
export const changeYear = (actor: Actor, schoolYear: string, revision: number, input: YearInput) =>
  db.$transaction(async (tx) => {
    refuseOver(schoolYear)
    refuseOtherYears(schoolYear, input)
    const { count } = await tx.schoolYear.updateMany({ where: { schoolYear, status: 'open', revision }, data: { ...input, revision: { increment: 1 } } })
    if (count > 0) await audit(tx, actor, 'year.change', subjectOf(schoolYear))
    else if ((await tx.schoolYear.count({ where: { schoolYear, status: 'open' } })) === 0) throw conflict(`L’année scolaire ${schoolYear} n’est pas ouverte. Rechargez la page.`)
    return count > 0
  })

/** Closes a year that has begun: its lists, sheets and reviews are only read from then on. Throws 409 when it has not begun, or was closed meanwhile. */
export const closeYear = (actor: Actor, schoolYear: string) =>
  db.$transaction(async (tx) => {
    if (schoolYear > schoolYearOf()) throw conflict(`L’année scolaire ${schoolYear} n’a pas commencé\u00a0: elle se clôt à partir du 1er\u00a0septembre.`)
    const { count } = await tx.schoolYear.updateMany({ where: { schoolYear, status: 'open' }, data: { status: 'closed', closedAt: new Date(), closedByName: actor.name } })
    if (count === 0) throw conflict(`L’année scolaire ${schoolYear} n’est pas ouverte, ou vient d’être close. Rechargez la page.`)
    await audit(tx, actor, 'year.closing', subjectOf(schoolYear))
  })

/** Opens again a closed year, this one or the one before. Throws 409 for an older one, or when it is open. */
export const reopenYear = (actor: Actor, schoolYear: string) =>
  db.$transaction(async (tx) => {
    if (schoolYear < previousSchoolYear(schoolYearOf())) throw conflict(`L’année scolaire ${schoolYear} est trop ancienne pour être rouverte\u00a0: seules celle en cours et la précédente le sont.`)
    const { count } = await tx.schoolYear.updateMany({ where: { schoolYear, status: 'closed' }, data: { status: 'open', closedAt: null, closedByName: null } })
    if (count === 0) throw conflict(`L’année scolaire ${schoolYear} n’est pas close. Rechargez la page.`)
    await audit(tx, actor, 'year.reopening', subjectOf(schoolYear))
  })
