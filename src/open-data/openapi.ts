import { addressOf } from '../web/address.ts'
import { catalogue, collections, type Described } from './catalogue.ts'
import { attribution, catalogueSchema, collectionOf, geoJsonOf, license, problemSchema } from './envelopes.ts'
import { componentsOf, jsonSchemaOf, type JsonSchema } from './json-schema.ts'
import { apiPath, documentationPath } from './paths.ts'
import { pagingSchema } from './schemas.ts'

const components = componentsOf({
  Catalogue: catalogueSchema,
  Problem: problemSchema,
  ...Object.fromEntries(collections.flatMap(({ component, item, detail, hasPlaces }) => [
    [component, item],
    [`${component}Page`, collectionOf(item)],
    ...(detail === item ? [] : [[`${component}Detail`, detail]]),
    ...(hasPlaces ? [[`${component}Places`, geoJsonOf(item.omit({ position: true }))]] : []),
  ])),
})

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const content = (type: string, schema: object) => ({ content: { [type]: { schema } } })
const problem = (description: string) => ({ description, ...content('application/problem+json', reference('Problem')) })

const tagHeader = { ETag: { description: 'À renvoyer dans If-None-Match.', schema: { type: 'string' } } }
const answers = (description: string, type: string, schema: object, isNamed = false) => ({
  200: { description, headers: tagHeader, ...content(type, schema) },
  304: { description: 'Rien n’a changé depuis l’ETag donné dans If-None-Match.' },
  400: problem('Un paramètre est refusé ; le champ errors le nomme.'),
  ...(isNamed && { 404: problem('Rien ne porte ce nom.') }),
  503: problem('Le portail est momentanément indisponible ; Retry-After dit quand réessayer.'),
})

const parametersOf = (schema: Described['filters']) =>
  Object.entries(jsonSchemaOf(schema, 'input').properties ?? {}).map(([name, { description, examples, ...rest }]: [string, JsonSchema]) => ({
    name, in: 'query', required: false, description, schema: rest, ...(examples?.length && { example: examples[0] }),
  }))

const file = (collection: Described, operationId: string, summary: string, type: string, schema: object) =>
  ({ get: { operationId, tags: [collection.title], summary, parameters: parametersOf(collection.filters), responses: answers(summary, type, schema) } })

function pathsOf(collection: Described): [string, object][] {
  const { name, title, description, component, detail, item, filters, key, example, hasPlaces } = collection
  const named = { name: key, in: 'path', required: true, schema: { type: 'string' }, example }
  return [
    [`/${name}`, { get: { operationId: `list${component}s`, tags: [title], summary: `${title}\u00a0: une page`, description, parameters: [...parametersOf(filters), ...parametersOf(pagingSchema)], responses: answers('Une page de la liste.', 'application/json', reference(`${component}Page`)) } }],
    [`/${name}/{${key}}`, { get: { operationId: `get${component}`, tags: [title], summary: `${title}\u00a0: un seul`, parameters: [named], responses: answers('Ce qui porte ce nom.', 'application/json', reference(detail === item ? component : `${component}Detail`), true) } }],
    [`/${name}.csv`, file(collection, `export${component}sCsv`, `${title}\u00a0: tout, en CSV`, 'text/csv', { type: 'string' })],
    ...(hasPlaces ? [[`/${name}.geojson`, file(collection, `export${component}sGeoJson`, `${title}\u00a0: tout, en GeoJSON`, 'application/geo+json', reference(`${component}Places`))] as [string, object]] : []),
    [`/schemas/${name}.json`, { get: { operationId: `describe${component}s`, tags: ['Description'], summary: `${title}\u00a0: le Table Schema du CSV`, responses: answers('Le Table Schema.', 'application/json', { type: 'object' }) } }],
  ]
}

/** The OpenAPI 3.1 description of the open data, made from the schemas that read the addresses and type the answers. */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: `Données ouvertes – ${attribution}`,
    version: '1.0.0',
    summary: 'Les CLEE, les bassins, les actions et les établissements de l’académie, en lecture.',
    description: `Sans compte ni clé, depuis n’importe quel site. Documentation\u00a0: ${addressOf(documentationPath)}. L’agenda existe aussi en iCalendar (${addressOf('/agenda.ics')}) et en Atom (${addressOf('/agenda.atom')}).`,
    license,
  },
  servers: [{ url: addressOf(apiPath) }],
  externalDocs: { url: addressOf(documentationPath), description: 'Documentation en français' },
  tags: [...Object.values(catalogue).map(({ title, description }) => ({ name: title, description })), { name: 'Description', description: 'Ce qui décrit ces données.' }],
  paths: {
    '/': { get: { operationId: 'getCatalogue', tags: ['Description'], summary: 'Les collections et leurs adresses', responses: answers('Le catalogue.', 'application/json', reference('Catalogue')) } },
    ...Object.fromEntries(collections.flatMap(pathsOf)),
    '/openapi.json': { get: { operationId: 'getOpenApi', tags: ['Description'], summary: 'Cette description', responses: answers('La description OpenAPI.', 'application/json', { type: 'object' }) } },
  },
  components: { schemas: components },
}
