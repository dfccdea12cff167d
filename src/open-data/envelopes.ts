import { z } from 'zod'
import { config } from '../config.ts'
import { withDe } from '../web/view-helpers.ts'

const licenseSchema = z.object({ name: z.string(), url: z.url() })

/** The licence under which all of it may be used again. */
export const license = { name: 'Licence Ouverte 2.0', url: 'https://github.com/etalab/licence-ouverte/blob/master/LO.md' } satisfies z.output<typeof licenseSchema>

/** How a re-user names the source, as the licence asks. */
export const attribution = `Portail des CLEE, académie ${withDe(config.academie)}`

const source = {
  license: licenseSchema.meta({ description: 'La licence de ces données.' }),
  attribution: z.string().meta({ description: 'Comment citer la source, avec la date de mise à jour.' }),
}

const about = {
  ...source,
  updated_at: z.iso.datetime().nullable().meta({ description: 'Dernière modification de ce que la liste tient ; null quand elle est vide.' }),
}

/** A page of a collection. */
export const collectionOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    ...about,
    total: z.int().meta({ description: 'Le nombre d’éléments de toutes les pages.' }),
    page: z.int(),
    limit: z.int(),
    previous: z.url().nullable().meta({ description: 'La page précédente.' }),
    next: z.url().nullable().meta({ description: 'La page suivante ; null à la dernière.' }),
    data: z.array(item),
  })
export type CollectionPage<Item> = { license: typeof license; attribution: string; updated_at: string | null; total: number; page: number; limit: number; previous: string | null; next: string | null; data: Item[] }

/** A GeoJSON file (RFC 7946); `geometry` is null where no place is known. */
export const geoJsonOf = <Properties extends z.ZodType>(properties: Properties) =>
  z.object({
    type: z.literal('FeatureCollection'),
    ...about,
    features: z.array(z.object({
      type: z.literal('Feature'),
      id: z.string(),
      geometry: z.object({ type: z.literal('Point'), coordinates: z.array(z.number()).length(2) }).nullable(),
      properties,
    })),
  })

/** What says what is wrong (RFC 9457). */
export const problemSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'Ce qui ne va pas, et quoi faire.' }),
  errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).optional().meta({ description: 'Chaque paramètre refusé.' }),
  reference: z.string().optional().meta({ description: 'À communiquer à la mission académique.' }),
})

/** What stands at the root: the collections and their addresses. */
export const catalogueSchema = z.object({
  title: z.string(),
  ...source,
  documentation: z.url(),
  openapi: z.url(),
  collections: z.array(z.object({ name: z.string(), title: z.string(), json: z.url(), csv: z.url(), geojson: z.url().nullable(), table_schema: z.url() })),
  feeds: z.array(z.object({ title: z.string(), type: z.string(), url: z.url() })),
})
