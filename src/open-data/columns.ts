import type { z } from 'zod'
import { lowerFirst } from '../text.ts'
import { jsonSchemaOf, withoutNull, type JsonSchema } from './json-schema.ts'

/** A column of a CSV: what one field says, or one field of what it holds; several values are joined by « | ». */
export type Column = { name: string; title: string; description: string; schema: JsonSchema; isList: boolean; isRequired: boolean; read: (item: object) => unknown }

type Field = { name: string; schema: JsonSchema; isRequired: boolean }

const valueAt = (item: unknown, name: string): unknown => (typeof item === 'object' && item !== null ? Object.getOwnPropertyDescriptor(item, name)?.value : undefined)

const fieldsOf = ({ properties = {} }: JsonSchema): Field[] =>
  Object.entries(properties).map(([name, property]) => {
    const { schema, isNullable } = withoutNull(property)
    return { name, schema, isRequired: !isNullable }
  })

const columnOf = ({ name, schema, isRequired }: Field, isList = false): Column => ({
  name,
  title: schema.title ?? name,
  description: schema.description ?? '',
  schema: isList ? (schema.items ?? {}) : schema,
  isList,
  isRequired: isRequired && !isList,
  read: (item) => valueAt(item, name),
})

/** The columns of what a field holds: « clee » gives « clee_slug » and « clee_name ». */
function innerColumns(field: Field, holder: JsonSchema, isList: boolean): Column[] {
  const within = (item: unknown, column: Column) => (typeof item === 'object' && item !== null ? column.read(item) : undefined)
  return columnsWithin(holder).map((column) => ({
    ...column,
    name: `${field.name}_${column.name}`,
    title: `${field.schema.title ?? field.name}\u00a0: ${lowerFirst(column.title)}`,
    description: [field.schema.description, column.description].filter(Boolean).join(' '),
    isList: isList || column.isList,
    isRequired: field.isRequired && column.isRequired && !isList,
    read: (item) => {
      const held = valueAt(item, field.name)
      return isList && Array.isArray(held) ? held.map((one) => within(one, column)) : within(held, column)
    },
  }))
}

function columnsWithin(schema: JsonSchema): Column[] {
  return fieldsOf(schema).flatMap((field) => {
    const items = field.schema.type === 'array' ? field.schema.items : undefined
    if (items?.properties) return innerColumns(field, items, true)
    if (field.schema.properties) return innerColumns(field, field.schema, false)
    return [columnOf(field, items !== undefined)]
  })
}

/** The columns of the CSV of a collection, in the order of its schema. */
export const columnsOf = (item: z.ZodType): Column[] => columnsWithin(jsonSchemaOf(item))

const oneValue = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '')
// What separates the values is not part of one.
const oneOfMany = (value: unknown): string => (Array.isArray(value) ? value.map(oneOfMany).join('+') : oneValue(value).replaceAll('|', '/'))

/** What the cells of an item say. */
export const cellsOf = (columns: Column[], item: object) =>
  columns.map((column) => {
    const value = column.read(item)
    return Array.isArray(value) ? value.map(oneOfMany).join('|') : oneValue(value)
  })
