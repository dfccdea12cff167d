import { publishedActions } from '../actions/policy.ts'
import { listedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { schoolYearBounds, schoolYearOf } from '../school-year.ts'

/** Figures of the network as the public sees it: published CLEEs, communes covered, charters in force, public actions of the year. */
export async function countNetwork() {
  const schoolYear = schoolYearOf()
  // What is published has its day, which lies in its school year (R12, R13): the count is read from an index alone.
  const { first, last } = schoolYearBounds(schoolYear)
  const [clees, communes, charters, actions] = await Promise.all([
    db.clee.count({ where: listedClees }),
    db.commune.count({ where: { clees: { some: { clee: listedClees } } } }),
    db.charter.count({ where: { status: 'validated', clee: listedClees } }),
    db.plannedAction.count({ where: { ...publishedActions, startsOn: { gte: first, lte: last } } }),
  ])
  return { clees, communes, charters, actions, schoolYear }
}
