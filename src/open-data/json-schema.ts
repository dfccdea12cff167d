import { z } from 'zod'

/** What the documents need of a JSON Schema. */
export type JsonSchema = {
  type?: string
  format?: string
  enum?: string[]
  title?: string
  description?: string
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  anyOf?: JsonSchema[]
  examples?: unknown[]
  default?: unknown
  minimum?: number
  maximum?: number
  pattern?: string
  [name: string]: unknown
}

// A format says it already; no integer here reaches the bounds of the language; and fields may be added.
function simplify({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (jsonSchema.format) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  delete jsonSchema.additionalProperties
}

/** A schema of ours as JSON Schema 2020-12: what is sent, or what an address may say. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output') => withoutNames(z.toJSONSchema(schema, { io, override: simplify }) as JsonSchema)

// Where a schema stands says which one it is.
const withoutNames = (schema: JsonSchema): JsonSchema => Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'))

/** Named schemas, each naming the others by reference. */
export function componentsOf(schemas: Record<string, z.ZodType>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const written = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, override: simplify }).schemas as Record<string, JsonSchema>
  return Object.fromEntries(Object.entries(written).map(([id, schema]) => [id, withoutNames(schema)]))
}

/** A schema without its « or null », and whether it had one. */
export function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  const { anyOf, type, ...rest } = schema
  if (Array.isArray(type)) return { schema: { ...rest, type: type.find((one: unknown) => one !== 'null') as string }, isNullable: true }
  const present = anyOf?.find(({ type }) => type !== 'null')
  return present ? { schema: { ...present, ...rest }, isNullable: true } : { schema, isNullable: false }
}
