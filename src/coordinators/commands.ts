import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { displayName } from '../text.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { isOpenYear, isSchoolYear, nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { designationMessage, removalMessage } from './mails.ts'
import type { Coordination } from './queries.ts'
import type { DesignationInput } from './schemas.ts'

type Person = { email: string; firstName: string; lastName: string; jobTitle: string }
type Placed = { id: string; schoolYear: string; bassin: { name: string }; user: Person }

/** Throws 409 for a past school year (R9). */
export function refusePastYear(schoolYear: string) {
  if (!isOpenYear(schoolYear)) throw conflict(`L’année scolaire ${schoolYear} est terminée : ses coordonnateurs se lisent, mais ne changent plus.`)
}

function refuseFarYear(schoolYear: string) {
  if (!isSchoolYear(schoolYear) || schoolYear > nextSchoolYear(schoolYearOf())) throw new FieldError('schoolYear', 'Choisissez cette année scolaire ou la prochaine.')
}

const auditDesignation = (tx: Tx, actor: Actor, { id, bassin, user, schoolYear }: Placed) =>
  audit(tx, actor, 'coordinator.designation', { id, name: `${displayName(user)}, bassin de ${bassin.name}, ${schoolYear}` }, { schoolYear })

async function refuseUnfit(tx: Tx, { bassinId, userId, schoolYear }: DesignationInput) {
  const bassin = await tx.bassin.findUnique({ where: { id: bassinId } })
  if (!bassin) throw new FieldError('bassinId', 'Ce bassin n’existe plus : choisissez-en un autre.')
  const user = await tx.user.findFirst({ where: { id: userId, role: 'coordinator', isActive: true, deletedAt: null } })
  if (!user) throw new FieldError('userId', 'Cette personne n’a pas de compte actif de coordination : choisissez-en une autre, ou invitez-la.')
  const same = await tx.bassinCoordinator.findUnique({ where: { bassinId_userId_schoolYear: { bassinId, userId, schoolYear } } })
  if (same) throw new FieldError('userId', `${displayName(user)} coordonne déjà ce bassin en ${schoolYear}.`)
}

/** Names a coordinator for a bassin and a school year, this one or the next. Throws FieldError, 409 for a past year or when it was just done. */
export const designateCoordinator = (actor: Actor, input: DesignationInput) =>
  refuseDuplicate('Cette personne vient d’être désignée pour ce bassin. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      refuseFarYear(input.schoolYear)
      refusePastYear(input.schoolYear)
      await refuseUnfit(tx, input)
      const line = await tx.bassinCoordinator.create({ data: input, include: { bassin: true, user: true } })
      await auditDesignation(tx, actor, line)
      await notify(tx, 'coordinator.designation', [recipientOf(line.user)], designationMessage([line.bassin.name], line.schoolYear))
      return line
    }),
  )

/** Takes a bassin away from a coordinator, who is told. Throws 409 for a past year, or when it was done meanwhile. */
export const removeCoordinator = (actor: Actor, { id, bassin, user, schoolYear }: Coordination) =>
  db.$transaction(async (tx) => {
    refusePastYear(schoolYear)
    const { count } = await tx.bassinCoordinator.deleteMany({ where: { id } })
    if (count === 0) throw conflict('Cette désignation a déjà été retirée.')
    await audit(tx, actor, 'coordinator.removal', { id, name: `${displayName(user)}, bassin de ${bassin.name}, ${schoolYear}` }, { schoolYear })
    if (user.isActive) await notify(tx, 'coordinator.removal', [recipientOf(user)], removalMessage(bassin.name, schoolYear))
  })

async function copyLines(tx: Tx, ids: string[], schoolYear: string) {
  const lines = await tx.bassinCoordinator.findMany({
    where: { id: { in: ids }, schoolYear: previousSchoolYear(schoolYear), user: { role: 'coordinator', isActive: true, deletedAt: null } },
    orderBy: { id: 'asc' },
  })
  // Of two people who renew at once, each names only those that the other has not.
  const created = await tx.bassinCoordinator.createManyAndReturn({ data: lines.map(({ bassinId, userId }) => ({ bassinId, userId, schoolYear })), skipDuplicates: true, select: { id: true } })
  return tx.bassinCoordinator.findMany({ where: { id: { in: created.map(({ id }) => id) } }, include: { bassin: true, user: true }, orderBy: { bassin: { searchName: 'asc' } } })
}

/** Names again, for a school year, these lines of the year before; each person is told once. Gives how many lines. Throws 409 for a past year, or when there is nothing left to renew. */
export const renewCoordinators = (actor: Actor, schoolYear: string, ids: string[]) =>
  db.$transaction(async (tx) => {
    refusePastYear(schoolYear)
    const lines = await copyLines(tx, ids, schoolYear)
    if (lines.length === 0) throw conflict(`Ces personnes sont déjà reconduites en ${schoolYear}, ou leur compte est désactivé. Rechargez la page.`)
    for (const line of lines) await auditDesignation(tx, actor, line)
    for (const of of Map.groupBy(lines, ({ userId }) => userId).values()) {
      await notify(tx, 'coordinator.designation', of.slice(0, 1).map(({ user }) => recipientOf(user)), designationMessage(of.map(({ bassin }) => bassin.name), schoolYear))
    }
    return lines.length
  })
