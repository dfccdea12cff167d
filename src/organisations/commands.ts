import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { World } from '../generated/prisma/client.ts'
import { searchKey } from '../text.ts'

export type OrganisationInput = { name: string; siret: string | null; world: World }

async function findBySiret(tx: Tx, siret: string, key: string) {
  const known = await tx.organisation.findUnique({ where: { siret } })
  if (known && known.searchName !== key) {
    throw new FieldError('siret', `Ce numéro SIRET est enregistré au nom de « ${known.name} ». Reprenez ce nom, ou vérifiez le numéro.`)
  }
  return known
}

/** The organisation of this SIRET, or else of this name in this world; created when there is none. Throws FieldError('siret') when the SIRET is another's: a name typed once must not show for everybody. */
export async function findOrCreateOrganisation(tx: Tx, { name, siret, world }: OrganisationInput) {
  const key = searchKey(name)
  const known = siret
    ? await findBySiret(tx, siret, key)
    : await tx.organisation.findFirst({ where: { searchName: key, world }, orderBy: { createdAt: 'asc' } })
  return known ?? tx.organisation.create({ data: { name, searchName: key, siret, world } })
}
