import { Router } from 'express'
import { cleeStates } from '../clees/labels.ts'
import { listCleesOfSchool } from '../directory/schools.ts'
import { aroundCommune } from '../find/around.ts'
import { elsewhere } from '../find/vain.ts'
import { schoolOf } from '../structured-data/schema-org.ts'
import { addressOf } from '../web/address.ts'
import { toCsv } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { writeSort } from '../web/sorting.ts'
import { schoolKindLabels, schoolSectorLabels } from './labels.ts'
import { schoolLabel, schoolSuggestions } from './pick.ts'
import { cityLine, codeLine } from './postal-codes.ts'
import { exportSchools, findEdition, getSchool, listSchools, schoolsPageSize, searchSchools } from './queries.ts'
import { readSchoolList } from './schemas.ts'
import { wrongUai } from './uai.ts'

/** Public: schools are open data. */
export const schoolsRouter = Router()

const columns = [{ label: 'Établissement', sortKey: 'nom' }, { label: 'Type', sortKey: 'type' }, { label: 'Secteur' }, { label: 'Commune', sortKey: 'commune' }, { label: 'Code UAI' }]
const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label: label.replace(/^./, (letter) => letter.toUpperCase()) }))

schoolsRouter.get(schoolSuggestions, async (req, res) => {
  const typed = typeof req.query['q'] === 'string' ? req.query['q'] : ''
  const schools = await searchSchools(typed, { limit: 8 })
  res.json(schools.map((school) => ({ value: schoolLabel(school), label: schoolLabel(school) })))
})

schoolsRouter.get('/etablissements', async (req, res) => {
  const { filters, sort, criteria } = readSchoolList(req.query)
  const page = pageNumber(req.query['page'])
  const { schools, total } = await listSchools(criteria, page)
  const query = { ...filters, tri: writeSort(sort, 'nom') }
  res.render('schools/index', {
    title: 'Les établissements',
    description: 'Les collèges, lycées, EREA, CIO et MFR de l’académie, et les comités locaux école-entreprise auxquels ils prennent part.',
    breadcrumb: [{ href: '/etablissements', label: 'Établissements' }],
    filters,
    elsewhere: total === 0 ? await elsewhere(filters.recherche) : null,
    edition: await findEdition(),
    kinds: optionsOf(schoolKindLabels),
    sectors: optionsOf(schoolSectorLabels),
    wrongUai: wrongUai(filters.recherche),
    ...listPage({ path: '/etablissements', query, sort, columns, page, total, size: schoolsPageSize }),
    schools: schools.map((school) => ({ ...school, kindLabel: schoolKindLabels[school.kind], sectorLabel: schoolSectorLabels[school.sector], codeLine: codeLine(school.postalCode, school.communePostalCodes) })),
  })
})

schoolsRouter.get('/etablissements.csv', async (req, res) => {
  const schools = await exportSchools(readSchoolList(req.query).criteria)
  const rows = schools.map(({ uai, name, kind, sector, address, postalCode, city, website }) => [uai, name, schoolKindLabels[kind], schoolSectorLabels[sector], address, postalCode, city, website ?? ''])
  const head = ['Code UAI', 'Nom', 'Type', 'Secteur', 'Adresse', 'Code postal', 'Commune', 'Site web']
  res.attachment('etablissements.csv').type('text/csv').send(toCsv([head, ...rows]))
})

schoolsRouter.get('/etablissements/:uai', async (req, res) => {
  const school = await getSchool(req.params.uai)
  const clees = await listCleesOfSchool(req.user, school.uai)
  res.render('schools/show', {
    title: school.name,
    description: `${[school.name, school.city].filter(Boolean).join(', ')} : les comités locaux école-entreprise auxquels cet établissement prend part.`,
    canonical: addressOf(`/etablissements/${school.uai}`),
    structuredData: schoolOf(school),
    breadcrumb: [{ href: '/etablissements', label: 'Établissements' }, { href: `/etablissements/${school.uai}`, label: school.name }],
    school,
    cityLine: cityLine(school),
    kindLabel: schoolKindLabels[school.kind],
    sectorLabel: schoolSectorLabels[school.sector],
    around: school.commune && clees.length === 0 ? await aroundCommune(school.commune) : null,
    clees: clees.map((clee) => ({ ...clee, badge: cleeStates[clee.status] })),
  })
})
