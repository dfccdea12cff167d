import { randomUUID } from 'node:crypto'
import { db } from '../../src/db.ts'
import { searchKey, slugify } from '../../src/text.ts'

/** Writes many active CLEEs at once, without people: « Comité 0. », « Comité 1. »… the last one updated last. */
export async function makeManyClees(count: number, bassinId?: string) {
  const clees = Array.from({ length: count }, (_, index) => {
    const name = `Comité ${index}.`
    const declaredAt = new Date(Date.UTC(2026, 0, 1, index))
    return { id: randomUUID(), name, searchName: searchKey(name), slug: slugify(name), status: 'active' as const, declaredAt, declarationReceipt: `DEC-${index}`, acknowledgedAt: declaredAt, updatedAt: declaredAt }
  })
  await db.clee.createMany({ data: clees })
  if (bassinId) await db.cleeBassin.createMany({ data: clees.map(({ id }) => ({ cleeId: id, bassinId })) })
  return clees
}
