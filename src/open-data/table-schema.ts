import { addressOf } from '../web/address.ts'
import type { Described } from './catalogue.ts'
import type { Column } from './columns.ts'
import { license } from './envelopes.ts'
import { apiPath, documentationPath } from './paths.ts'

const types: Record<string, { type: string; format?: string }> = {
  'string/date': { type: 'date' },
  'string/date-time': { type: 'datetime' },
  'string/uuid': { type: 'string', format: 'uuid' },
  'string/uri': { type: 'string', format: 'uri' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
}

/** The type of a column as Table Schema names it. */
export function tableType({ schema: { type = 'string', format }, isList }: Pick<Column, 'schema' | 'isList'>) {
  return isList ? { type: 'string' } : (types[format ? `${type}/${format}` : type] ?? { type: 'string' })
}

const listed = 'Plusieurs valeurs, séparées par « | ».'

function fieldOf(column: Column, key: string) {
  const { name, title, description, schema, isList } = column
  const constraints = {
    // A text that is always there may be empty, which a CSV does not tell from absent.
    ...(column.isRequired && (tableType(column).type !== 'string' || schema.format || schema.enum) && { required: true }),
    ...(name === key && { required: true, unique: true }),
    ...(schema.enum && !isList && { enum: schema.enum }),
  }
  const text = [description, isList ? listed : ''].filter(Boolean).join(' ')
  return { name, ...tableType(column), title, ...(text && { description: text }), ...(Object.keys(constraints).length > 0 && { constraints }) }
}

/** The Table Schema of the CSV of a collection (specs.frictionlessdata.io/table-schema). */
export const tableSchemaOf = ({ name, title, description, key, columns }: Described) => ({
  $schema: 'https://specs.frictionlessdata.io/schemas/table-schema.json',
  name: `portail-clee-${name}`,
  title,
  description,
  homepage: addressOf(documentationPath),
  path: addressOf(`${apiPath}/schemas/${name}.json`),
  resources: [{ title, path: addressOf(`${apiPath}/${name}.csv`), dialect: { delimiter: ';', lineTerminator: '\r\n', header: true }, encoding: 'utf-8' }],
  licenses: [{ title: license.name, path: license.url }],
  version: '1.0.0',
  fields: columns.map((column) => fieldOf(column, key)),
  primaryKey: key,
  missingValues: [''],
})
