import { actionTypes, audiences, avenirGoals, levels, sectors } from '../actions/vocabulary.ts'
import { addressOf } from '../web/address.ts'
import { formatNumber, withDe } from '../web/view-helpers.ts'
import { config } from '../config.ts'
import { collections, type Described } from './catalogue.ts'
import type { Column } from './columns.ts'
import { attribution, license } from './envelopes.ts'
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts'
import { feeds } from './page.ts'
import { apiPath, documentationPath } from './paths.ts'
import { pagingSchema } from './schemas.ts'
import { tableType } from './table-schema.ts'

const typeLabels: Record<string, string> = { string: 'texte', integer: 'nombre entier', number: 'nombre', boolean: 'true ou false', date: 'jour, AAAA-MM-JJ', datetime: 'instant' }
const formatLabels: Record<string, string> = { uri: 'adresse web', uuid: 'UUID' }

function typeLabel(column: Column) {
  const { type, format } = tableType(column)
  const label = (format && formatLabels[format]) ?? typeLabels[type] ?? type
  return column.isList ? 'textes séparés par «\u00a0|\u00a0»' : label
}

const fieldsTable = ({ name, title, columns }: Described) => ({
  id: `champs-${name}`,
  label: `Colonnes du CSV : ${title}`,
  columns: [{ label: 'Colonne' }, { label: 'Ce qu’elle dit' }, { label: 'Type' }],
  rows: columns.map((column) => [column.name, { text: column.title, detail: column.description }, typeLabel(column)]),
})

function valuesOf({ type, enum: keys, minimum, maximum, default: usual, examples }: JsonSchema) {
  if (type === 'integer') return `de ${minimum} à ${formatNumber(Number(maximum))}\u00a0; ${String(usual)} sans lui`
  return keys ? (keys.length > 8 ? 'un des codes ci-dessous' : keys.join(', ')) : examples?.length ? `par exemple ${String(examples[0])}` : ''
}

const parameterRows = (schema: Described['filters']) =>
  Object.entries(jsonSchemaOf(schema, 'input').properties ?? {}).map(([name, property]) => [name, property.description ?? '', valuesOf(property)])

const parametersTable = ({ name, title, filters }: Described) => ({
  id: `parametres-${name}`,
  level: 3,
  title: `Paramètres : ${title}`,
  columns: [{ label: 'Paramètre' }, { label: 'Ce qu’il garde' }, { label: 'Valeurs' }],
  rows: parameterRows(filters),
})

/** A collection as the page shows it. */
const sectionOf = (collection: Described) => {
  const { name, title, description, key, filters, hasPlaces } = collection
  const path = `${apiPath}/${name}`
  return {
    id: name, title, description,
    links: [
      { label: 'JSON, par pages', href: path },
      { label: 'CSV, tout', href: `${path}.csv` },
      ...(hasPlaces ? [{ label: 'GeoJSON, tout', href: `${path}.geojson` }] : []),
      { label: 'Table Schema du CSV', href: `${apiPath}/schemas/${name}.json` },
    ],
    one: `${path}/{${key}}`,
    parameters: Object.keys(filters.shape).length > 0 ? parametersTable(collection) : null,
    fields: fieldsTable(collection),
  }
}

const codesTable = (id: string, label: string, words: Record<string, string>) =>
  ({ id, label, columns: [{ label: 'Code' }, { label: 'Libellé' }], rows: Object.entries(words) })

const codes = [
  codesTable('codes-types', 'Types d’action', actionTypes),
  codesTable('codes-secteurs', 'Secteurs', sectors),
  codesTable('codes-publics', 'Publics', audiences),
  codesTable('codes-niveaux', 'Niveaux', levels),
  codesTable('codes-avenir', 'Objectifs du parcours Avenir', avenirGoals),
]

const curl = (path: string) => `curl "${addressOf(`${apiPath}${path}`)}"`
const examples = [
  { label: 'Les CLEE d’un bassin', command: curl('/clees?bassin=rennes') },
  { label: 'Les forums des métiers d’une année scolaire, cent par page', command: curl('/actions?type=job_fair&year=2026-2027&limit=100') },
  { label: 'Les lycées d’un CLEE, pour un tableur', command: `${curl('/schools.csv?clee=clee-du-pays-de-fougeres&kind=lycee')} -o lycees.csv` },
  { label: 'Ne rien télécharger de nouveau quand rien n’a changé', command: `curl -H 'If-None-Match: "…"' "${addressOf(`${apiPath}/clees`)}"` },
]

const distributionOf = (path: string, encodingFormat: string) => ({ '@type': 'DataDownload', contentUrl: addressOf(path), encodingFormat })

const datasetOf = ({ name, title, description, hasPlaces }: Described) => ({
  '@type': 'Dataset',
  name: `${title} de l’académie ${withDe(config.academie)}`,
  description,
  url: addressOf(`${documentationPath}#${name}`),
  license: license.url,
  isAccessibleForFree: true,
  creator: { '@type': 'GovernmentOrganization', name: config.missionName },
  distribution: [distributionOf(`${apiPath}/${name}`, 'application/json'), distributionOf(`${apiPath}/${name}.csv`, 'text/csv'), ...(hasPlaces ? [distributionOf(`${apiPath}/${name}.geojson`, 'application/geo+json')] : [])],
})

/** What the page of the open data shows. */
export const documentationOf = () => ({
  title: 'Données ouvertes',
  description: `Les CLEE, les bassins, les actions et les établissements de l’académie ${withDe(config.academie)} à réutiliser librement\u00a0: CSV, JSON, GeoJSON, iCalendar et Atom.`,
  breadcrumb: [{ href: documentationPath, label: 'Données ouvertes' }],
  structuredData: [{ '@type': 'DataCatalog', name: `Données ouvertes – ${attribution}`, url: addressOf(documentationPath), license: license.url, dataset: collections.map(datasetOf) }],
  sections: collections.map(sectionOf),
  paging: { id: 'parametres-pages', level: 3, title: 'Paramètres des pages', columns: [{ label: 'Paramètre' }, { label: 'Ce qu’il dit' }, { label: 'Valeurs' }], rows: parameterRows(pagingSchema) },
  files: collections.map(({ title, name }) => ({ title, href: `${apiPath}/${name}.csv` })),
  codes, examples, feeds, license, attribution,
  openapi: `${apiPath}/openapi.json`,
  root: addressOf(apiPath),
})
