import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { searchKey, slugify } from '../text.ts'
import type { BassinInput } from './schemas.ts'

type Bassin = { id: string; name: string }

/** Adds the bassins that are not there yet, by name; gives how many. */
export async function addBassins(names: string[]): Promise<number> {
  const bassins = names.map((name) => ({ name, searchName: searchKey(name), slug: slugify(name) })).filter(({ slug }) => slug !== '')
  const { count } = await db.bassin.createMany({ data: bassins, skipDuplicates: true })
  return count
}

async function refuseTakenName(tx: Tx, name: string, exceptId?: string) {
  const same = [{ searchName: searchKey(name) }, ...(exceptId ? [] : [{ slug: slugify(name) }])]
  const taken = await tx.bassin.findFirst({ where: { OR: same, ...(exceptId && { id: { not: exceptId } }) } })
  if (taken) throw new FieldError('name', `Ce nom est, ou donne l’adresse, du bassin « ${taken.name} » : choisissez-en un autre.`)
}

const raced = 'Un bassin vient de prendre ce nom. Choisissez-en un autre.'

/** Adds a bassin. Throws FieldError when the name is taken, case and accents ignored; 409 when it was just taken. */
export const addBassin = (actor: Actor, { name, presentation }: BassinInput) =>
  refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      await refuseTakenName(tx, name)
      const bassin = await tx.bassin.create({ data: { name, presentation, searchName: searchKey(name), slug: slugify(name) } })
      await audit(tx, actor, 'bassin.addition', bassin)
      return bassin
    }),
  )

/** Renames a bassin, or changes its presentation; its address stays. Throws as addBassin, and 409 when it was deleted meanwhile. */
export const changeBassin = (actor: Actor, { id, name: before }: Bassin, { name, presentation }: BassinInput) =>
  refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      await refuseTakenName(tx, name, id)
      const { count } = await tx.bassin.updateMany({ where: { id }, data: { name, presentation, searchName: searchKey(name) } })
      if (count === 0) throw conflict('Ce bassin vient d’être supprimé.')
      await audit(tx, actor, 'bassin.change', { id, name }, name === before ? {} : { before })
    }),
  )

export function refuseUsed(): never {
  throw conflict('Ce bassin ne peut pas être supprimé : un CLEE ou un coordonnateur, d’aujourd’hui ou d’une année passée, s’y rattache. Vous pouvez le renommer.')
}

/** Deletes a bassin that nothing refers to. Throws 409 when a CLEE or a coordinator, of any year, does. */
export const deleteBassin = (actor: Actor, { id, name }: Bassin) =>
  db.$transaction(async (tx) => {
    // Without the lock, a CLEE placed in this bassin at the same instant would break on its foreign key.
    await tx.$queryRaw`SELECT 1 FROM bassins WHERE id = ${id}::uuid FOR UPDATE`
    const { count } = await tx.bassin.deleteMany({ where: { id, clees: { none: {} }, coordinators: { none: {} } } })
    if (count === 0) refuseUsed()
    await audit(tx, actor, 'bassin.removal', { id, name })
  })
