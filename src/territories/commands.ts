import { audit, type Actor } from '../audit/audit.ts'
import { subjectOf, touchClee } from '../clees/states.ts'
import type { FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { TerritoryInput } from './schemas.ts'

export const updateTerritory = (actor: Actor, clee: FullClee, input: TerritoryInput) =>
  db.$transaction(async (tx) => {
    await tx.clee.update({ where: { id: clee.id }, data: input })
    await audit(tx, actor, 'clee.territory', subjectOf(clee))
  })

/** Adds communes of the académie to the territory; those already there are left as they are. */
export const addCommunes = (actor: Actor, clee: FullClee, communeCodes: string[]) =>
  db.$transaction(async (tx) => {
    const known = await tx.commune.findMany({ where: { code: { in: communeCodes } }, orderBy: { code: 'asc' } })
    if (known.length !== communeCodes.length) throw new FieldError('communeCodes', 'Une de ces communes n’est pas de l’académie : cherchez-la à nouveau.')
    const { count } = await tx.cleeCommune.createMany({ data: known.map(({ code }) => ({ cleeId: clee.id, communeCode: code })), skipDuplicates: true })
    if (count === 0) return
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'clee.territory', subjectOf(clee), { added: known.map((commune) => commune.name) })
  })

export const removeCommune = (actor: Actor, clee: FullClee, communeCode: string) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.cleeCommune.deleteMany({ where: { cleeId: clee.id, communeCode } })
    if (count === 0) return
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'clee.territory', subjectOf(clee), { removed: [communeCode] })
  })
