import { expect, it } from 'vitest'
import { db, pool } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { closeYear } from '../src/school-years/commands.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeClee } from './support/factories.ts'
import { during, makeAction, open, submit } from './support/features.ts'

const year = schoolYearOf()
const openYear = () => db.schoolYear.create({ data: { schoolYear: year, openedByName: 'La mission' } })

it('what is sent or written while the mission closes the year waits for it, and is refused', async () => {
  const { clee, head } = await makeClee('active')
  const agent = await signedIn(head)
  await makeAction(clee.id, head)
  await openYear()
  const closing = `UPDATE school_years SET status = 'closed', closed_at = now(), closed_by_name = 'La mission'`
  const answers = await during(closing, [], () => Promise.all([
    submit(agent, `/clees/${clee.slug}/actions/soumission`),
    submit(agent, `/clees/${clee.slug}/bilan/texte`, { text: 'Notre année.', revision: 1 }),
  ]))
  expect(answers.map(({ status }) => status)).toEqual([409, 409])
  expect(await db.actionPlan.findFirstOrThrow()).toMatchObject({ status: 'draft', receipt: null })
  expect(await db.planReview.count({ where: { text: { not: '' } } })).toBe(0)
})

it('a closing waits for who is writing', async () => {
  const { mission } = await makeClee('active')
  await openYear()
  const writer = await pool.connect()
  await writer.query('BEGIN')
  await writer.query('SELECT 1 FROM school_years FOR SHARE')
  let isClosed = false
  const closing = closeYear(await asActor(mission), year).then(() => (isClosed = true))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(isClosed).toBe(false)
  await writer.query('COMMIT').finally(() => writer.release())
  await closing
  expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ status: 'closed' })
})

it('the pages of a closed year say who closed it and when; before that, its review is to be done by its deadline, and late only after', async () => {
  const { clee, head } = await makeClee('active')
  const agent = await signedIn(head)
  const { id } = await makeAction(clee.id, head)
  const space = `/clees/${clee.slug}`
  await openYear()
  const dueOn = (date: string) => db.schoolYear.updateMany({ data: { reviewDueOn: new Date(date) } })
  await dueOn(`${year.slice(5)}-07-10`)
  expect(await open(agent, `${space}/bilan`)).toContain(`À faire avant le 10 juillet ${year.slice(5)}`)
  await dueOn(`${year.slice(0, 4)}-09-01`)
  expect(await open(agent, `${space}/bilan`)).toContain('En retard')
  await db.schoolYear.updateMany({ data: { status: 'closed', closedAt: new Date('2026-11-03T09:30:00Z'), closedByName: 'Camille Le Goff' } })
  for (const page of ['/actions', `/actions/${id}`, '/bilan']) expect(await open(agent, space + page)).toContain(`La mission académique a clos l’année scolaire ${year} le 3 novembre 2026 à 10 h 30 (Camille Le Goff).`)
})
