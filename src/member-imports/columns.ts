import { searchKey } from '../text.ts'

/** The columns of a list without a header line, in this order. */
const usualOrder = ['world', 'structure', 'siret', 'jobTitle', 'firstName', 'lastName', 'hasSeat', 'startsOn', 'endsOn'] as const
export type Column = (typeof usualOrder)[number] | 'uai' | 'kind' | 'city'

/** Names that a header may give each column, as searchKey writes them. */
const names: Record<Column, string[]> = {
  world: ['monde', 'monde represente', 'categorie', 'college'],
  structure: ['structure', 'nom de la structure', 'organisation', 'organisme', 'entreprise', 'etablissement', 'employeur', 'societe', 'raison sociale', 'nom de l organisation', 'nom de l etablissement'],
  uai: ['uai', 'code uai', 'rne', 'code rne'],
  siret: ['siret', 'numero siret', 'n siret', 'no siret', 'n de siret'],
  jobTitle: ['fonction', 'fonctions', 'poste', 'qualite', 'titre', 'metier'],
  firstName: ['prenom', 'prenoms'],
  lastName: ['nom', 'nom de famille', 'nom du membre', 'nom du representant'],
  hasSeat: ['siege', 'siege au comite', 'siege au comite de pilotage', 'comite de pilotage', 'comite', 'copil'],
  startsOn: ['du', 'debut', 'date de debut', 'depuis', 'depuis le', 'a partir du', 'entree', 'date d entree', 'arrivee'],
  endsOn: ['au', 'fin', 'date de fin', 'jusqu au', 'sortie', 'date de sortie', 'depart'],
  kind: ['type', 'type d organisation', 'nature'],
  city: ['ville', 'commune', 'localite'],
}

const columnOf = (cell: string) => (Object.keys(names) as Column[]).find((column) => names[column].includes(searchKey(cell)))

/** The columns that a first line names, or null when it is not a header: a place that names none is left out. */
export function readHeader(cells: string[]): (Column | undefined)[] | null {
  const columns = cells.map(columnOf)
  const known = columns.filter((column) => column !== undefined)
  return known.length >= 2 && new Set(known).size === known.length && known.length * 2 >= cells.filter((cell) => cell !== '').length ? columns : null
}

export const columnsWithoutHeader: (Column | undefined)[] = [...usualOrder]

export type Cells = Partial<Record<Column, string>>

/** The cells of a line under their columns; empty ones left out. */
export const nameCells = (cells: string[], columns: (Column | undefined)[]): Cells =>
  Object.fromEntries(cells.flatMap((cell, index) => (columns[index] && cell !== '' ? [[columns[index], cell]] : [])))
