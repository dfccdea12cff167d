import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { config } from '../../src/config.ts'
import { db } from '../../src/db.ts'
import { importSchools } from '../../src/schools/import.ts'

export const realFile = resolve(config.root, '../shared/data/annuaire-education-ille-et-vilaine.csv')

export const header2023 = {
  uai: 'Identifiant_de_l_etablissement', name: 'Nom_etablissement', type: 'Type_etablissement', sector: 'Statut_public_prive',
  address: 'Adresse_1', postalCode: 'Code postal', communeCode: 'Code_commune', city: 'Nom_commune', phone: 'Telephone', web: 'Web',
  mail: 'Mail', siret: 'SIREN_SIRET', pupils: 'Nombre_d_eleves', academie: 'Libelle_academie', latitude: 'latitude',
  longitude: 'longitude', day: 'date_maj_ligne', state: 'etat', several: 'etablissement_multi_lignes', natureCode: 'code_nature',
  nature: 'libelle_nature', bassinCode: 'code_bassin_formation', bassin: 'libelle_bassin_formation',
}
export type Row = Record<keyof typeof header2023, string>
export const fields = Object.keys(header2023) as (keyof Row)[]
export const header2026 = { ...header2023, uai: 'identifiant_de_l_etablissement', postalCode: 'Code_postal', pupils: 'Nombre_d’élèves', several: 'multi_uai' }

export const college: Row = {
  uai: '0350122T', name: 'Collège des Lucioles', type: 'Collège', sector: 'Public', address: '6 rue Philippe', postalCode: '35580',
  communeCode: '35016', city: 'Baulon', phone: '02 99 85 38 02', web: 'www.lucioles.fr', mail: 'ce.0350122T@ac-rennes.fr',
  siret: '21350016800025', pupils: '143', academie: 'Rennes', latitude: '47.98', longitude: '-1.93', day: '2026-05-27', state: 'OUVERT',
  several: '0', natureCode: '340', nature: 'COLLEGE', bassinCode: '7715', bassin: 'Réseau Mâcon',
}
export const lycee: Row = { ...college, uai: '0350165P', name: 'Lycée de l’Œuvre', type: 'Lycée', sector: 'Privé', natureCode: '302', city: 'Cardroc' }

export type Shape = { header?: typeof header2023, delimiter?: string, end?: string, quote?: string }

export function csv(rows: Partial<Row>[], { header = header2023, delimiter = ';', end = '\n', quote = '' }: Shape = {}): string {
  const lines = [header, ...rows].map((row) => fields.map((field) => `${quote}${row[field] ?? ''}${quote}`).join(delimiter))
  return lines.map((line) => line + end).join('')
}

export const importText = (text: string | Buffer, academie = 'Rennes') => importSchools(Readable.from([Buffer.from(text)]), { academie })
export const importRows = (rows: Partial<Row>[], shape?: Shape) => importText(csv(rows, shape))
export const getRow = (uai = college.uai) => db.school.findUnique({ where: { uai } })
export const windows1252 = (text: string) => Buffer.from(text.replaceAll('’', '\u0092').replaceAll('Œ', '\u008c'), 'latin1')
