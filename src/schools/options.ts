import type { FullClee } from '../clees/queries.ts'
import { listSchoolsByUai, listSchoolsOfCommunes } from './queries.ts'

/** The schools that a form of this CLEE offers: those of its communes, and those already chosen. */
export async function listSchoolOptions(clee: FullClee, chosen: string[]) {
  const near = await listSchoolsOfCommunes(clee.communes.map(({ communeCode }) => communeCode))
  const own = [...chosen, ...clee.copilots.flatMap(({ schoolUai }) => schoolUai ?? []), ...clee.members.flatMap(({ schoolUai }) => schoolUai ?? [])]
  const others = await listSchoolsByUai(own.filter((uai) => !near.some((school) => school.uai === uai)))
  return [...near, ...others].map(({ uai, name, city }) => ({ value: uai, label: `${name} (${city})` }))
}
