import { createServer } from 'node:http'
import { parse } from 'node:querystring'
import supertest from 'supertest'
import { expect, test } from 'vitest'
import { createUncachedApp } from '../src/app.ts'
import { db } from '../src/db.ts'
import { filterSchemas, pagingSchema } from '../src/open-data/schemas.ts'
import { pageParameters } from '../src/page-cache/addresses.ts'
import { makeClee } from './support/factories.ts'
import { fill, publicPaths } from './support/public-addresses.ts'

/** What the metadata of every page look for, and only pages behind the sign-in read. */
const isPrivate = (name: string) => name === 'texte'
const ofObjects = new Set([...Object.getOwnPropertyNames(Object.prototype), 'toJSON', 'then'])

/** A query that notes the names which it is asked for. */
function listening(query: object, names: Set<string>) {
  const note = (name: string | symbol) => { if (typeof name === 'string' && !ofObjects.has(name)) names.add(name) }
  return new Proxy(query, {
    get: (target, name) => (note(name), Reflect.get(target, name) as unknown),
    has: (target, name) => (note(name), Reflect.has(target, name)),
  })
}

test('the parameters that let a page be kept are those that public pages read', async () => {
  const names = new Set<string>()
  const app = createUncachedApp({ sessionSecret: 'un secret de quarante caractères au moins' })
  app.set('query parser', (text: string) => listening({ ...parse(text) }, names))
  const agent = supertest(createServer(app))
  const { clee, bassin, head } = await makeClee('active')
  const { schoolUai } = await db.user.findUniqueOrThrow({ where: { id: head.id } })
  const world = { '/clees/': clee.slug, '/bassins/': bassin.slug, '/etablissements/': schoolUai ?? '', '/participer/': 'question' }
  for (const path of publicPaths('GET')) expect((await agent.get(fill(path, world, 'inconnu')).redirects(0)).status).toBeLessThan(500)
  // The open data copy the query before they read it, with schemas that name all they take.
  for (const { shape } of [pagingSchema, ...Object.values(filterSchemas)]) for (const name of Object.keys(shape)) names.add(name)
  expect([...names].filter((name) => !isPrivate(name)).toSorted()).toEqual([...pageParameters].toSorted())
})
