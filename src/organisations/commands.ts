import type { Tx } from '../db.ts'
import type { World } from '../generated/prisma/client.ts'
import { searchKey } from '../text.ts'

export type OrganisationInput = { name: string; siret: string | null; world: World }

/** The organisation of this SIRET, or else of this name in this world; created when there is none. */
export async function findOrCreateOrganisation(tx: Tx, { name, siret, world }: OrganisationInput) {
  const key = searchKey(name)
  const known = siret
    ? await tx.organisation.findUnique({ where: { siret } })
    : await tx.organisation.findFirst({ where: { searchName: key, world }, orderBy: { createdAt: 'asc' } })
  return known ?? tx.organisation.create({ data: { name, searchName: key, siret, world } })
}
