import { schoolLabel, schoolSuggestions } from '../schools/pick.ts'
import { legalForms } from './labels.ts'
import type { FullClee } from './queries.ts'

/** What the form of a CLEE's identity shows of it, in the words by which it is read again. */
export const identityValues = (clee: FullClee) => ({
  name: clee.name,
  longName: clee.longName,
  bassinIds: clee.bassins.map(({ bassinId }) => bassinId),
  legalForm: clee.legalForm,
  organisationName: clee.carrier?.name ?? '',
  siret: clee.carrier?.siret ?? '',
  supportSchool: clee.supportSchool ? schoolLabel(clee.supportSchool) : '',
  presentation: clee.presentation,
})

/** The identity as it is registered, in words. */
export const identityLines = (clee: FullClee) => [
  { term: 'Nom du CLEE', text: clee.name },
  { term: 'Nom complet', text: clee.longName },
  { term: 'Bassins', texts: clee.bassins.map(({ bassin }) => bassin.name) },
  { term: 'Forme juridique', text: [legalForms[clee.legalForm], clee.carrier?.name].filter(Boolean).join(', ') },
  { term: 'Établissement support', text: clee.supportSchool ? schoolLabel(clee.supportSchool) : '' },
  { term: 'Présentation', text: clee.presentation },
]

/** What the fields of the identity offer. */
export const identityOptions = {
  legalForms: Object.entries(legalForms).map(([value, label]) => ({ value, label })),
  schoolSuggestions,
}
