import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { catalogue, collections } from '../src/open-data/catalogue.ts'
import { catalogueSchema, geoJsonOf } from '../src/open-data/envelopes.ts'
import { cleeSchema, schoolSchema } from '../src/open-data/schemas.ts'
import { visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { makeCommune, makeSchool } from './support/factories.ts'
import { open } from './support/features.ts'
import { read, readCsv } from './support/open-data.ts'

type TableField = { name: string; type: string; title: string; constraints?: { required?: boolean; enum?: string[] } }
const tableSchema = async (name: string) => JSON.parse((await visitor().get(`/api/v1/schemas/${name}.json`).expect(200)).text) as { fields: TableField[]; primaryKey: string }

describe('the CSVs', () => {
  it('say what the JSON says, one line a thing, lists joined and numbers as numbers', async () => {
    const { clee } = await insertClee({ name: 'CLEE « Été »; <b>', presentation: '=SOMME(A1)\nDeux lignes', longName: '-12' })
    const communes = [await makeCommune('Ercé|Liffré'), await makeCommune('Ruca')]
    await db.cleeCommune.createMany({ data: communes.map(({ code }) => ({ cleeId: clee.id, communeCode: code })) })
    await makeSchool({ communeCode: communes[0]!.code, latitude: 48.2, longitude: -1.25 })
    const { rows, text } = await readCsv('/clees.csv')
    expect(text.startsWith('\uFEFFid;slug;name;')).toBe(true)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      slug: clee.slug, name: 'CLEE « Été »; <b>', presentation: '\'=SOMME(A1)\nDeux lignes', long_name: '-12', communes_name: 'Ercé/Liffré|Ruca', communes_code: communes.map(({ code }) => code).join('|'), position_latitude: '48.2', position_longitude: '-1.25', charter_valid_until: '', copilots_function: '',
    })
  })

  it('hold every row beyond a batch, each once, however many they are', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-04-01' })
    const { id: _, ...model } = await db.plannedAction.findFirstOrThrow()
    await db.plannedAction.createMany({ data: Array.from({ length: 449 }, (_item, index) => ({ ...model, title: `Forum ${index}` })) })
    const { rows } = await readCsv('/actions.csv')
    expect(rows.map((row) => row['id'])).toEqual((await db.plannedAction.findMany({ orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }] })).map(({ id }) => id))
    expect((await readCsv(`/actions.csv?clee=${clee.slug}&type=coaching`)).rows).toEqual([])
  })

  it('longer than a million characters, it leaves as it comes', async () => {
    const { clee } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-04-01', publicSummary: 'Longue description. '.repeat(150) })
    const { id: _, ...model } = await db.plannedAction.findFirstOrThrow()
    await db.plannedAction.createMany({ data: Array.from({ length: 399 }, () => model) })
    const { rows, text } = await readCsv('/actions.csv')
    expect([rows.length, text.length > 1_000_000]).toEqual([400, true])
    const { headers } = await visitor().get('/api/v1/actions.csv')
    expect([headers['etag'], headers['transfer-encoding'], headers['cache-control']]).toEqual([undefined, 'chunked', 'public, max-age=300, must-revalidate'])
  })
})

describe('the Table Schemas', () => {
  it.each(collections.map(({ name }) => name))('%s: its fields are the columns of the CSV, in the same order', async (name) => {
    const { fields, primaryKey } = await tableSchema(name)
    expect((await readCsv(`/${name}.csv`)).header).toEqual(fields.map((field) => field.name))
    expect(fields.map((field) => field.name)).toContain(primaryKey)
    expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length)
    for (const { type, title } of fields) expect([title !== '', ['string', 'integer', 'number', 'boolean', 'date', 'datetime'].includes(type)]).toEqual([true, true])
  })

  it('say what the cells hold', async () => {
    const typeIn = async (name: string, column: string) => (await tableSchema(name)).fields.find((field) => field.name === column)?.type
    expect([await typeIn('actions', 'seats'), await typeIn('schools', 'pupils'), await typeIn('actions', 'starts_on'), await typeIn('schools', 'position_latitude'), await typeIn('clees', 'updated_at')]).toEqual(['integer', 'integer', 'date', 'number', 'datetime'])
    const { clee } = await insertClee()
    await insertAction(clee.id, { startsOn: '2027-04-01', seats: 30, sectors: ['wood', 'sport'] })
    const patterns: Record<string, RegExp> = { integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?$/, boolean: /^(true|false)$/, date: /^\d{4}-\d{2}-\d{2}$/, datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, string: /^/ }
    await makeSchool({ pupils: 812, latitude: 48.1, longitude: -1.6 })
    for (const { name } of collections) {
      const [{ fields }, { rows }] = [await tableSchema(name), await readCsv(`/${name}.csv`)]
      expect(rows.length).toBeGreaterThan(0)
      for (const { name: column, type, constraints } of fields) {
        const value = rows[0]?.[column] ?? ''
        if (constraints?.required) expect([name, column, value]).not.toEqual([name, column, ''])
        if (value !== '') expect([name, column, value]).toEqual([name, column, expect.stringMatching(patterns[type] ?? /$^/)])
        if (value !== '' && constraints?.enum) expect(constraints.enum).toContain(value)
      }
    }
  })
})

describe('the GeoJSON', () => {
  it('places what has a place, and keeps the rest', async () => {
    const school = await makeSchool({ latitude: 48.1, longitude: -1.6 })
    const [placed, lost] = [await insertClee({ name: 'Avec', supportSchoolUai: school.uai }), await insertClee({ name: 'Sans' })]
    await insertClee({ status: 'closed' })
    const { features } = await read('/clees.geojson', geoJsonOf(cleeSchema.omit({ position: true })))
    expect(features.map(({ id, geometry }) => [id, geometry?.coordinates])).toEqual([[placed.clee.slug, [-1.6, 48.1]], [lost.clee.slug, undefined]])
    const schools = await read('/schools.geojson?kind=lycee', geoJsonOf(schoolSchema.omit({ position: true })))
    expect(schools.features.map(({ id, geometry }) => [id, geometry?.coordinates])).toEqual([[school.uai, [-1.6, 48.1]]])
    const answer = await visitor().get('/api/v1/schools.geojson')
    expect(answer.headers['content-type']).toBe('application/geo+json; charset=utf-8')
  })
})

describe('the OpenAPI description', () => {
  const describedApi = async () => JSON.parse((await visitor().get('/api/v1/openapi.json').expect(200)).text) as { openapi: string; paths: Record<string, { get: { parameters?: { name: string }[]; operationId: string } }>; components: { schemas: Record<string, object> } }

  it('is accepted by a validator, and says nothing of our libraries', async () => {
    const description = await describedApi()
    const validator = new Validator()
    const { valid, errors } = await validator.validate(description)
    expect([errors, valid, validator.version]).toEqual([undefined, true, '3.1'])
    // Every reference leads somewhere.
    expect(() => validator.resolveRefs()).not.toThrow()
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    for (const name of references) expect(Object.keys(description.components.schemas)).toContain(name)
    expect(JSON.stringify(description)).not.toMatch(/additionalProperties|9007199254740991|__schema/)
    const ids = Object.values(description.paths).map(({ get }) => get.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('describes what there is, and all of it answers', async () => {
    const { clee, bassin } = await insertClee()
    const { id } = await insertAction(clee.id, { startsOn: '2027-04-01' })
    const { uai } = await makeSchool()
    const values: Record<string, string> = { '/clees/{slug}': clee.slug, '/bassins/{slug}': bassin.slug, '/actions/{id}': id, '/schools/{uai}': uai }
    const { paths } = await describedApi()
    expect(Object.keys(paths)).toHaveLength(20)
    for (const path of Object.keys(paths)) await visitor().get(`/api/v1${path === '/' ? '' : path.replace(/\{\w+\}/, values[path] ?? '')}`).expect(200)
    expect(paths['/actions']?.get.parameters?.map(({ name }) => name)).toEqual(['year', 'bassin', 'clee', 'type', 'sector', 'from', 'to', 'page', 'limit'])
  })
})

it('the root leads to everything', async () => {
  const root = await read('', catalogueSchema)
  const addresses = root.collections.flatMap(({ json, csv, geojson, table_schema: schema }) => [json, csv, schema, ...(geojson ? [geojson] : [])])
  for (const address of [...addresses, root.documentation, root.openapi, ...root.feeds.map(({ url }) => url)]) {
    expect(address.startsWith(config.publicUrl.origin)).toBe(true)
    await visitor().get(address.slice(config.publicUrl.origin.length)).expect(200)
  }
})

it('the documentation names every column, parameter and code, and how to use them', async () => {
  expect((await visitor().get('/api').expect(301)).headers['location']).toBe('/donnees-ouvertes')
  const page = await open(visitor(), '/donnees-ouvertes')
  for (const { columns, title, filters } of Object.values(catalogue)) for (const word of [title, ...columns.map(({ name }) => name), ...Object.keys(filters.shape)]) expect(page).toContain(word)
  for (const words of ['Ouvrir le CSV', 'Licence Ouverte 2.0', 'Citez la source', 'curl', 'If-None-Match', '/agenda.ics', 'flux Atom', 'Il n’y a pas de quota', 'job_fair', 'Métiers d’art']) expect(page.replaceAll('&quot;', '"')).toContain(words)
})

/** What is still held once nothing that can go is kept. */
function heldMemory() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

it('a thousand requests in a row are answered, and nothing of them is kept', async () => {
  const { clee } = await insertClee()
  for (let count = 0; count < 20; count += 1) await insertAction(clee.id, { startsOn: '2027-04-01' })
  const paths = ['/agenda.ics', '/agenda.atom', '/api/v1/actions', '/api/v1/actions.csv', '/sitemap.xml']
  const ask = async (index: number) => (await visitor().get(`${paths[index % paths.length]}`)).status
  for (let index = 0; index < 100; index += 1) await ask(index)
  const before = heldMemory()
  const statuses = new Set<number>()
  for (let index = 0; index < 1_000; index += 10) for (const status of await Promise.all(Array.from({ length: 10 }, (_, more) => ask(index + more)))) statuses.add(status)
  expect([...statuses]).toEqual([200])
  const kept = heldMemory() - before
  expect(kept).toBeLessThan(15_000_000)
}, 60_000)
