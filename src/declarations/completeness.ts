import type { FullClee } from '../clees/queries.ts'

export type Missing = { label: string; path: string }

/** What a declaration lacks before it can be sent (R2, R6), with the step where to mend it. */
export function missingForDeclaration(clee: FullClee): Missing[] {
  const has = (side: 'education' | 'economy') => clee.copilots.some((copilot) => copilot.side === side)
  const checks: [boolean, Missing][] = [
    [clee.bassins.length > 0, { label: 'Choisissez au moins un bassin.', path: 'identite' }],
    [clee.communes.length > 0, { label: 'Ajoutez au moins une commune au territoire.', path: 'territoire' }],
    [has('education'), { label: 'Le CLEE n’a pas de copilote du monde éducatif.', path: 'copilotes' }],
    [has('economy'), { label: 'Désignez le copilote du monde économique.', path: 'copilotes' }],
  ]
  return checks.filter(([isPresent]) => !isPresent).map(([, missing]) => missing)
}

/** Where to take up a draft again: its first step that lacks something, or else the summary. */
export const resumePath = (clee: FullClee) => `/clees/${clee.slug}/${missingForDeclaration(clee)[0]?.path ?? 'declaration'}`
