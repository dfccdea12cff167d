import { publishedActions } from '../actions/policy.ts'
import { listedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { schoolYearOf } from '../school-year.ts'

/** Figures of the network as the public sees it: published CLEEs, communes covered, charters in force, public actions of the year. */
export async function countNetwork() {
  const schoolYear = schoolYearOf()
  const [clees, communes, charters, actions] = await Promise.all([
    db.clee.count({ where: listedClees }),
    db.commune.count({ where: { clees: { some: { clee: listedClees } } } }),
    db.charter.count({ where: { status: 'validated', clee: listedClees } }),
    db.plannedAction.count({ where: { ...publishedActions, schoolYear } }),
  ])
  return { clees, communes, charters, actions, schoolYear }
}
