import { audit } from '../audit/audit.ts'
import { createInvitation } from '../auth/invitations.ts'
import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import { schoolYearOf } from '../school-year.ts'
import { searchKey } from '../text.ts'
import type { NewAccount } from './schemas.ts'

async function schoolOf(tx: Tx, { role, place }: NewAccount) {
  if (role !== 'school_head') return null
  const school = await tx.school.findUnique({ where: { uai: place.toUpperCase() } })
  if (!school) throw new FieldError('place', 'Aucun établissement n’a ce code UAI : importez d’abord l’Annuaire (npm run import:schools).')
  return school.uai
}

async function bassinOf(tx: Tx, { role, place }: NewAccount) {
  if (role !== 'coordinator') return null
  const bassin = await tx.bassin.findFirst({ where: { searchName: searchKey(place) }, orderBy: { id: 'asc' } })
  if (!bassin) throw new FieldError('place', 'Aucun bassin n’a ce nom : ajoutez-le d’abord (npm run bassin).')
  return bassin.id
}

/** Opens an account without a password and gives the path of its personal link; asked again for an account that has never been used, gives a new link. Throws FieldError. */
export const openAccount = (input: NewAccount) =>
  db.$transaction(async (tx) => {
    const { role, email, firstName, lastName, jobTitle } = input
    const known = await tx.user.findUnique({ where: { email } })
    if (known?.passwordHash) throw new FieldError('email', 'Cette adresse a déjà un compte.')
    const columns = { role, firstName, lastName, jobTitle, schoolUai: await schoolOf(tx, input) }
    const bassinId = await bassinOf(tx, input)
    const user = await tx.user.upsert({ where: { email }, create: { email, ...columns }, update: columns })
    const seat = { userId: user.id, bassinId: bassinId ?? '', schoolYear: schoolYearOf() }
    if (bassinId) await tx.bassinCoordinator.createMany({ data: [seat], skipDuplicates: true })
    await audit(tx, null, 'account.opening', { id: user.id, name: `${firstName} ${lastName}` })
    return createInvitation(tx, user.id)
  })
