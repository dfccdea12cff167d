import { audit, type Actor } from '../audit/audit.ts'
import { refuseClosed, subjectOf, touchClee } from '../clees/states.ts'
import type { FullClee } from '../clees/queries.ts'
import { findElsewhere, outsideSentence } from '../communes/elsewhere.ts'
import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Commune, Prisma } from '../generated/prisma/client.ts'
import { refuseUnseen } from '../seen.ts'
import type { TerritoryInput } from './schemas.ts'

type Place = Pick<Commune, 'code' | 'name'>

/** Changes the free text of the territory. Throws FieldError when somebody has changed it since it was shown. */
export const updateTerritory = (actor: Actor, clee: FullClee, { territory, seen }: TerritoryInput) =>
  db.$transaction(async (tx) => {
    const present = await touchClee(tx, clee.id)
    refuseClosed(present)
    refuseUnseen(seen, { territory: present.territory })
    await tx.clee.update({ where: { id: clee.id }, data: { territory } })
    await audit(tx, actor, 'clee.territory', subjectOf(clee))
  })

/** Adds communes of the académie to the territory, and gives those that were not there yet. Throws FieldError when one is not of the académie. */
export async function addCommunes(actor: Actor, clee: FullClee, communeCodes: string[]): Promise<Place[]> {
  const known = await db.commune.findMany({ where: { code: { in: communeCodes } }, orderBy: { searchName: 'asc' } })
  const [unknown] = communeCodes.filter((code) => !known.some((commune) => commune.code === code))
  if (unknown !== undefined) throw new FieldError('communeCodes', await unknownSentence(unknown))
  return db.$transaction((tx) => insertCommunes(tx, actor, clee, known))
}

async function unknownSentence(code: string) {
  const places = await findElsewhere(code)
  return places.length > 0 ? outsideSentence(places) : `Le code INSEE ${code} n’est celui d’aucune commune : cherchez la commune par son nom.`
}

/** Adds every commune of an intercommunalité that is of the académie, and gives those that were not there yet. */
export async function addEpci(actor: Actor, clee: FullClee, epciCode: string): Promise<Place[]> {
  const communes = await db.commune.findMany({ where: { epciCode }, orderBy: { searchName: 'asc' } })
  if (communes.length === 0) throw new FieldError('epciCode', 'Cette intercommunalité n’a pas de commune dans l’académie : cherchez-la à nouveau par son nom.')
  return db.$transaction((tx) => insertCommunes(tx, actor, clee, communes))
}

async function insertCommunes(tx: Tx, actor: Actor, clee: FullClee, communes: Commune[]) {
  const links = await tx.cleeCommune.createManyAndReturn({ data: communes.map(({ code }) => ({ cleeId: clee.id, communeCode: code })), skipDuplicates: true })
  const added = communes.filter(({ code }) => links.some(({ communeCode }) => communeCode === code))
  if (added.length > 0) await tell(tx, actor, clee, { added: added.map(({ name }) => name) })
  return added
}

async function tell(tx: Tx, actor: Actor, clee: FullClee, details: { added: string[] } | { removed: string[] }) {
  refuseClosed(await touchClee(tx, clee.id))
  await audit(tx, actor, 'clee.territory', subjectOf(clee), details)
}

/** Removes from the territory the communes that `which` describes, and gives those that were there; none is no error: somebody else just did. */
export const removeCommunes = (actor: Actor, clee: FullClee, which: Prisma.CommuneWhereInput): Promise<Place[]> =>
  db.$transaction(async (tx) => {
    const where = { cleeId: clee.id, commune: which }
    const present = await tx.cleeCommune.findMany({ where, include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } })
    const { count } = await tx.cleeCommune.deleteMany({ where })
    if (count === 0) return []
    const removed = present.map(({ commune }) => commune)
    await tell(tx, actor, clee, { removed: removed.map(({ name }) => name) })
    return removed
  })
