import { Router } from 'express'
import { schoolKindLabels } from '../schools/labels.ts'
import { today } from '../school-year.ts'
import { upperFirst } from '../text.ts'
import { withDe } from '../web/view-helpers.ts'
import { mapPage } from './page.ts'
import { mapSchema, shownSchools } from './schemas.ts'

/** Public: the map of the académie. */
export const mapRouter = Router()

const schoolOptions = [
  { value: '', label: 'Ne pas les montrer' },
  ...shownSchools.map((value) => ({ value, label: value === '1' ? 'Tous' : `${upperFirst(schoolKindLabels[value])} seulement` })),
]

mapRouter.get('/carte', async (req, res) => {
  const filters = mapSchema.parse(req.query)
  const { bassin, ...page } = await mapPage(filters)
  res.render('map/index', {
    title: bassin ? `Carte du bassin ${withDe(bassin.name)}` : 'Carte des CLEE',
    description: 'La carte des comités locaux école-entreprise de l’académie, de leurs bassins et de leurs établissements.',
    breadcrumb: [{ href: '/carte', label: 'Carte' }, ...(bassin ? [{ href: `/carte?bassin=${bassin.slug}`, label: bassin.name }] : [])],
    filters,
    bassin,
    schoolOptions,
    asOf: today(),
    ...page,
  })
})
