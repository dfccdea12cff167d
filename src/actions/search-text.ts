import type { Tx } from '../db.ts'
import { actionTypes, sectors } from './vocabulary.ts'

const labelOf = (words: Record<string, string>, key: string) => words[key] ?? ''

/** Gathers the words by which an action is found, after it was saved; the database makes its search of them. */
export async function indexAction(tx: Tx, id: string) {
  const include = { schools: { include: { school: true } }, partners: { include: { organisation: true } } }
  const action = await tx.plannedAction.findUniqueOrThrow({ where: { id }, include })
  const words = [
    action.title, labelOf(actionTypes, action.type), action.objective, action.publicSummary, action.place, action.partnersNote,
    ...action.sectors.map((key) => labelOf(sectors, key)),
    ...action.schools.flatMap(({ school }) => [school.name, school.city]),
    ...action.partners.map(({ organisation }) => organisation.name),
  ]
  await tx.plannedAction.update({ where: { id }, data: { searchText: [...new Set(words.filter(Boolean))].join(' '), updatedAt: action.updatedAt } })
}
