import { Router, type Request, type Response } from 'express'
import { HttpError, Moved, notFound } from '../errors.ts'
import { today } from '../school-year.ts'
import { checkUai } from '../schools/uai.ts'
import { uuid } from '../web/fields.ts'
import { sendPieces } from '../web/send-text.ts'
import { actionReader, getOpenAction } from './actions.ts'
import { bassinReader, getOpenBassin } from './bassins.ts'
import { catalogue, type CollectionName, type Described } from './catalogue.ts'
import { cleeReader, getOpenClee } from './clees.ts'
import { documentationOf } from './documentation.ts'
import { csvPieces, geoJsonPieces, type Placed } from './files.ts'
import { openApi } from './openapi.ts'
import { pageOf, pagesAround, rootOf } from './page.ts'
import { apiPath, documentationPath } from './paths.ts'
import { problemHandler, readParameters } from './problems.ts'
import { filterSchemas, noParameters, pagingSchema } from './schemas.ts'
import { getOpenSchool, schoolReader } from './schools.ts'
import { addLinks, openToAll, sendJson } from './send.ts'
import type { Reader } from './source.ts'
import { tableSchemaOf } from './table-schema.ts'

/** Public, in front of the sessions: the data that anybody may use again. */
export const openDataRouter = Router()
/** Public: the page that explains them. */
export const openDataPagesRouter = Router()

openDataRouter.use(apiPath, openToAll)

/** The readers of the collections, each with the filters that its addresses take. */
const readers: { [Name in CollectionName]: Reader<object, object> } = { clees: cleeReader, bassins: bassinReader, actions: actionReader, schools: schoolReader }

async function sendPage(req: Request, res: Response, name: CollectionName) {
  const { page, limit, ...filters } = readParameters(filterSchemas[name].extend(pagingSchema.shape), req.query)
  const paging = { page, limit }
  const found = await readers[name].page(filters, paging)
  const around = pagesAround(name, filters, paging, found.total)
  addLinks(res, [{ rel: 'first', href: around.first }, { rel: 'prev', href: around.previous }, { rel: 'next', href: around.next }, { rel: 'last', href: around.last }])
  sendJson(req, res, pageOf(found, paging, around))
}

async function sendCsv(req: Request, res: Response, { name, columns }: Described) {
  const { items } = await readers[name].all(readParameters(filterSchemas[name], req.query))
  addLinks(res, [{ rel: 'describedby', href: `${apiPath}/schemas/${name}.json`, type: 'application/json' }])
  res.attachment(`${name}.csv`)
  await sendPieces(req, res, 'text/csv', csvPieces(columns, items))
}

async function sendPlaces<Filters, Item extends Placed>(req: Request, res: Response, { key }: Described, filters: Filters, reader: Reader<Filters, Item>) {
  const { changedAt, items } = await reader.all(filters)
  await sendPieces(req, res, 'application/geo+json', geoJsonPieces(items, key, changedAt))
}

openDataRouter.get('/api/v1', (req, res) => {
  readParameters(noParameters, req.query)
  sendJson(req, res, rootOf())
})
openDataRouter.get('/api/v1/openapi.json', (req, res) => sendJson(req, res, openApi))

openDataRouter.get('/api/v1/schemas/:name.json', (req, res) => {
  const { name } = req.params
  if (!Object.hasOwn(catalogue, name)) throw notFound(`Aucune collection ne s’appelle «\u00a0${name.slice(0, 40)}\u00a0»\u00a0: elles sont à l’adresse ${apiPath}.`)
  sendJson(req, res, tableSchemaOf(catalogue[name as CollectionName]))
})

openDataRouter.get('/api/v1/clees', (req, res) => sendPage(req, res, 'clees'))
openDataRouter.get('/api/v1/clees.csv', (req, res) => sendCsv(req, res, catalogue.clees))
openDataRouter.get('/api/v1/clees.geojson', (req, res) => sendPlaces(req, res, catalogue.clees, readParameters(filterSchemas.clees, req.query), cleeReader))
openDataRouter.get('/api/v1/clees/:slug', async (req, res) => {
  readParameters(noParameters, req.query)
  const clee = await getOpenClee(slugIn(req.params.slug))
  if (clee.slug !== req.params.slug) throw new Moved(`${apiPath}/clees/${clee.slug}`)
  sendJson(req, res, clee)
})

openDataRouter.get('/api/v1/bassins', (req, res) => sendPage(req, res, 'bassins'))
openDataRouter.get('/api/v1/bassins.csv', (req, res) => sendCsv(req, res, catalogue.bassins))
openDataRouter.get('/api/v1/bassins/:slug', async (req, res) => {
  readParameters(noParameters, req.query)
  sendJson(req, res, await getOpenBassin(slugIn(req.params.slug)))
})

openDataRouter.get('/api/v1/actions', (req, res) => sendPage(req, res, 'actions'))
openDataRouter.get('/api/v1/actions.csv', (req, res) => sendCsv(req, res, catalogue.actions))
openDataRouter.get('/api/v1/actions/:id', async (req, res) => {
  readParameters(noParameters, req.query)
  const id = uuid.safeParse(req.params.id)
  if (!id.success) throw new HttpError(400, 'L’identifiant d’une action est un UUID, par exemple 01978a3e-5c1d-7a42-9b70-3f1f2f6f8f10.')
  sendJson(req, res, await getOpenAction(id.data))
})

openDataRouter.get('/api/v1/schools', (req, res) => sendPage(req, res, 'schools'))
openDataRouter.get('/api/v1/schools.csv', (req, res) => sendCsv(req, res, catalogue.schools))
openDataRouter.get('/api/v1/schools.geojson', (req, res) => sendPlaces(req, res, catalogue.schools, readParameters(filterSchemas.schools, req.query), schoolReader))
openDataRouter.get('/api/v1/schools/:uai', async (req, res) => {
  readParameters(noParameters, req.query)
  const check = checkUai(req.params.uai)
  if (!check.ok) throw new HttpError(400, check.reason)
  sendJson(req, res, await getOpenSchool(check.uai))
})

/** A part of an address that may name something; "" finds nothing. */
const slugIn = (text: string) => (/^[a-z0-9-]{1,200}$/.test(text) ? text : '')

openDataRouter.use(apiPath, () => {
  throw notFound(`Il n’y a rien à cette adresse\u00a0: les collections sont à l’adresse ${apiPath}.`)
})
openDataRouter.use(apiPath, problemHandler)

openDataPagesRouter.get('/api', (_req, res) => res.redirect(301, documentationPath))

openDataPagesRouter.get('/donnees-ouvertes', (_req, res) => {
  res.render('open-data/index', { ...documentationOf(), asOf: today() })
})
