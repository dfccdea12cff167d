import type { z } from 'zod'
import { columnsOf, type Column } from './columns.ts'
import { actionSchema, bassinSchema, cleeDetailSchema, cleeSchema, filterSchemas, schoolSchema } from './schemas.ts'

export type CollectionName = keyof typeof filterSchemas

/** What the documents say of a collection; `component` is its name in the OpenAPI description. */
export type Described = {
  name: CollectionName
  title: string
  description: string
  component: string
  item: z.ZodObject
  /** When one alone says more than the list. */
  detail: z.ZodObject
  filters: z.ZodObject
  /** What names one of them in an address. */
  key: string
  example: string
  columns: Column[]
  hasPlaces: boolean
}

const described = (collection: Omit<Described, 'columns'>): Described => ({ ...collection, columns: columnsOf(collection.item) })

/** The collections of the open data, in the order of the pages. */
export const catalogue: Record<CollectionName, Described> = {
  clees: described({
    name: 'clees', title: 'CLEE', component: 'Clee', item: cleeSchema, detail: cleeDetailSchema, filters: filterSchemas.clees, key: 'slug', example: 'clee-du-pays-de-fougeres', hasPlaces: true,
    description: 'Les comités locaux école-entreprise publiés de l’académie\u00a0: territoire, copilotage, charte. Un CLEE fermé quitte la liste et garde son adresse.',
  }),
  bassins: described({
    name: 'bassins', title: 'Bassins', component: 'Bassin', item: bassinSchema, detail: bassinSchema, filters: filterSchemas.bassins, key: 'slug', example: 'rennes', hasPlaces: false,
    description: 'Les bassins de l’académie et les CLEE de chacun.',
  }),
  actions: described({
    name: 'actions', title: 'Actions', component: 'Action', item: actionSchema, detail: actionSchema, filters: filterSchemas.actions, key: 'id', example: '01978a3e-5c1d-7a42-9b70-3f1f2f6f8f10', hasPlaces: false,
    description: 'Les actions que les CLEE publient, de toutes les années scolaires, les plus récentes d’abord.',
  }),
  schools: described({
    name: 'schools', title: 'Établissements', component: 'School', item: schoolSchema, detail: schoolSchema, filters: filterSchemas.schools, key: 'uai', example: '0350762N', hasPlaces: true,
    description: 'Les collèges, lycées, EREA, CIO et MFR de l’académie, tirés de l’Annuaire de l’éducation, avec les CLEE auxquels ils prennent part.',
  }),
}
export const collections = Object.values(catalogue)
