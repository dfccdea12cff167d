import { searchName } from '../text.ts'

// Editions differ in case, accents, spaces and, for these, in the very name; names are compared once normalised.
const synonyms = {
  uai: ['identifiant_de_l_etablissement', 'identifiant_etablissement', 'numero_uai', 'code_uai', 'uai'],
  name: ['nom_etablissement', 'nom_de_l_etablissement', 'appellation_officielle'],
  type: ['type_etablissement', 'type_d_etablissement'],
  sector: ['statut_public_prive', 'secteur_public_prive', 'secteur'],
  academie: ['libelle_academie', 'nom_academie', 'academie'],
  address: ['adresse_1', 'adresse'],
  addressMore: ['adresse_2'],
  postalCode: ['code_postal'],
  communeCode: ['code_commune', 'code_insee'],
  city: ['nom_commune', 'libelle_commune', 'commune'],
  phone: ['telephone'],
  website: ['web', 'site_web', 'site_internet'],
  email: ['mail', 'courriel', 'e_mail', 'email'],
  siret: ['siren_siret', 'siret'],
  pupils: ['nombre_d_eleves', 'nombre_eleves', 'nombre_deleves'],
  latitude: ['latitude'],
  longitude: ['longitude'],
  sourceDate: ['date_maj_ligne', 'date_de_mise_a_jour', 'date_maj'],
  state: ['etat', 'etat_etablissement'],
  multiRow: ['etablissement_multi_lignes', 'multi_uai'],
  natureCode: ['code_nature'],
  natureLabel: ['libelle_nature', 'nature'],
  bassinCode: ['code_bassin_formation'],
  bassinLabel: ['libelle_bassin_formation'],
} as const

export type Column = keyof typeof synonyms

/** Where each column of the Annuaire is in the file; a column that the edition lacks is absent. */
export type Columns = ReadonlyMap<Column, number>

const essentialColumns = {
  uai: 'identifiant (UAI)',
  name: 'nom',
  type: 'type',
  sector: 'statut public ou privé',
  academie: 'académie',
} as const

const normaliseHeader = (name: string) => searchName(name).replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')

export function locateColumns(header: readonly string[]): Columns {
  const names = header.map(normaliseHeader)
  const found = Object.entries(synonyms).map(([column, known]) => [
    column as Column,
    known.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1,
  ] as const)
  return new Map(found.filter(([, index]) => index >= 0))
}

/** French names of the essential columns that the file lacks. */
export function missingColumns(columns: Columns): string[] {
  return Object.entries(essentialColumns).filter(([column]) => !columns.has(column as Column)).map(([, label]) => label)
}

/** A row cut shorter than this says too little to be read. */
export function leastLength(columns: Columns): number {
  const needed: Column[] = ['uai', 'name', 'type', 'sector', 'academie', 'state']
  return Math.max(...needed.map((column) => columns.get(column) ?? -1)) + 1
}
