import { Router } from 'express'
import { schoolLabel, schoolSuggestions } from './pick.ts'
import { searchSchools } from './queries.ts'

/** Public: schools are open data. */
export const schoolsRouter = Router()

schoolsRouter.get(schoolSuggestions, async (req, res) => {
  const typed = typeof req.query['q'] === 'string' ? req.query['q'] : ''
  const schools = await searchSchools(typed, { limit: 8 })
  res.json(schools.map((school) => ({ value: schoolLabel(school), label: schoolLabel(school) })))
})
