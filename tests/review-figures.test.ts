import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { db } from '../src/db.ts'
import type { World } from '../src/generated/prisma/client.ts'
import { academieFigures, readFigures } from '../src/reviews/figures.ts'
import { previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { makeBassin, makeSchool } from './support/factories.ts'
import { insertClee, makeDoneAction, makeOrganisation } from './support/reviews.ts'

const year = schoolYearOf()
const otherYear = previousSchoolYear(year)

const kinds = ['done', 'partly', 'cancelled', 'postponed', 'awaited', 'proposed'] as const
type Kind = (typeof kinds)[number]
type Drawn = { kind: Kind; isReviewed: boolean; type: string; clee: number; year: string; pupils: number | null; girls: number | null; adults: number | null; classes: number | null; schools: number[]; organisations: number[] }

const figure = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null })
const among = (count: number) => fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: 3 })
const sheet: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...kinds), isReviewed: fc.boolean(), type: fc.constantFrom('job_fair', 'coaching', 'project'), clee: fc.nat({ max: 2 }), year: fc.constantFrom(year, year, otherYear),
  pupils: figure, girls: figure, adults: figure, classes: figure, schools: among(4), organisations: among(5),
})

const isAchieved = ({ kind }: Drawn) => kind === 'done' || kind === 'partly'

function columnsOf(drawn: Drawn) {
  const outcome = drawn.kind === 'awaited' || drawn.kind === 'proposed' ? null : drawn.kind
  const before = { done: 'done', partly: 'done', cancelled: 'cancelled', postponed: 'postponed', awaited: 'planned', proposed: 'proposed' } as const
  const reached = isAchieved(drawn) ? { pupilsReached: drawn.pupils, girlsReached: drawn.girls, adultsReached: drawn.adults, classesReached: drawn.classes } : {}
  return { outcome, state: outcome && drawn.isReviewed ? ('reviewed' as const) : before[drawn.kind], outcomeReason: 'Neige.', retainedAt: drawn.kind === 'proposed' ? null : new Date(), startsOn: new Date(`${drawn.year.slice(0, 4)}-10-05`), ...reached }
}

async function makePlaces() {
  const bassin = await makeBassin()
  const clees = [await insertClee('Un'), await insertClee('Deux', [bassin.id]), await insertClee('Trois', [bassin.id])]
  const schools = await Promise.all([1, 2, 3, 4].map(async () => (await makeSchool()).uai))
  const organisations = await Promise.all((['economy', 'economy', 'employment', 'education', 'community'] as World[]).map((world) => makeOrganisation(world)))
  const plans = await db.actionPlan.createManyAndReturn({ data: clees.flatMap(({ id }) => [year, otherYear].map((schoolYear) => ({ cleeId: id, schoolYear }))) })
  const planOf = (cleeId: string, schoolYear: string) => plans.find((plan) => plan.cleeId === cleeId && plan.schoolYear === schoolYear)!.id
  return { bassin, clees, schools, organisations, planOf }
}
type Places = Awaited<ReturnType<typeof makePlaces>>

async function insertSheets(places: Places, sheets: Drawn[]) {
  await db.plannedAction.deleteMany()
  const rows = sheets.map((drawn) => ({ drawn, id: randomUUID(), cleeId: places.clees[drawn.clee]!.id }))
  await db.plannedAction.createMany({
    data: rows.map(({ drawn, id, cleeId }) => ({ id, cleeId, planId: places.planOf(cleeId, drawn.year), schoolYear: drawn.year, title: 'Une action', type: drawn.type, ...columnsOf(drawn) })),
  })
  await db.actionSchool.createMany({ data: rows.flatMap(({ drawn, id }) => drawn.schools.map((index) => ({ actionId: id, schoolUai: places.schools[index]! }))) })
  await db.actionPartner.createMany({ data: rows.flatMap(({ drawn, id }) => drawn.organisations.map((index) => ({ actionId: id, organisationId: places.organisations[index]!.id }))) })
}

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0)

/** The same figures, added up one sheet after the other. */
function expectedTally(sheets: Drawn[]) {
  const achieved = sheets.filter(isAchieved)
  const counts = Object.fromEntries(kinds.map((kind) => [kind, sheets.filter((drawn) => drawn.kind === kind).length]))
  return { ...counts, pupils: sum(achieved.map(({ pupils }) => pupils)), girls: sum(achieved.map(({ girls }) => girls)), adults: sum(achieved.map(({ adults }) => adults)), classes: sum(achieved.map(({ classes }) => classes)) }
}

const distinct = (lists: number[][]) => [...new Set(lists.flat())]
const expectedLinks = (sheets: Drawn[]) => ({ schools: distinct(sheets.filter(isAchieved).map(({ schools }) => schools)).length, organisations: distinct(sheets.filter(isAchieved).map(({ organisations }) => organisations)).length })

function expectedTotal({ organisations }: Places, sheets: Drawn[]) {
  const linked = distinct(sheets.filter(isAchieved).map((drawn) => drawn.organisations)).map((index) => organisations[index]!.world)
  const worlds = Object.fromEntries(['education', 'economy', 'employment', 'community'].map((world) => [world, linked.filter((one) => one === world).length]))
  return { ...expectedTally(sheets), ...expectedLinks(sheets), worlds, clees: new Set(sheets.filter(isAchieved).map(({ clee }) => clee)).size }
}

async function checkFigures(places: Places, drawn: Drawn[]) {
  // Girls are among the pupils.
  const all = drawn.map((one) => ({ ...one, girls: one.girls === null || one.pupils === null ? null : Math.min(one.girls, one.pupils) }))
  await insertSheets(places, all)
  const sheets = all.filter((one) => one.year === year)
  const figures = await academieFigures(year)
  expect(figures.total).toEqual(expectedTotal(places, sheets))
  expect(Object.fromEntries(figures.types.map(({ type, ...tally }) => [type, tally]))).toEqual(Object.fromEntries([...new Set(sheets.map(({ type }) => type))].map((type) => [type, expectedTally(sheets.filter((one) => one.type === type))])))
  for (const [index, { id }] of places.clees.entries()) {
    const own = sheets.filter(({ clee }) => clee === index)
    if (own.length > 0) expect(figures.clees.get(id)).toEqual({ ...expectedTally(own), ...expectedLinks(own) })
    expect((await readFigures({ schoolYear: year, cleeIds: [id] })).total).toEqual(expectedTotal(places, own))
  }
  const inBassin = sheets.filter(({ clee }) => clee > 0)
  expect(figures.bassins.get(places.bassin.id) ?? { schools: 0, organisations: 0 }).toEqual(expectedLinks(inBassin))
}

test('the figures of a review are the sum of its sheets, and those of the académie of its CLEEs, whatever the sheets', async () => {
  const places = await makePlaces()
  const run = await fc.check(fc.asyncProperty(fc.array(sheet, { maxLength: 25 }), (drawn) => checkFigures(places, drawn)), { numRuns: 25 })
  expect(fc.defaultReportMessage(run)).toBeUndefined()
}, 30_000)

test('a figure that was never given adds nothing, and a year without sheets is a row of zeros', async () => {
  const { id } = await insertClee('Un')
  expect((await academieFigures(year)).total).toMatchObject({ done: 0, pupils: 0, schools: 0, organisations: 0, clees: 0, worlds: { economy: 0 } })
  await makeDoneAction(id, { pupilsReached: 40 })
  await makeDoneAction(id, { pupilsReached: null })
  expect((await academieFigures(year)).total).toMatchObject({ done: 2, pupils: 40, girls: 0, clees: 1 })
})

test('a proposal cancelled before it was retained is not a cancelled action', async () => {
  const { id } = await insertClee('Un')
  const proposal = await makeDoneAction(id, { outcome: null, state: 'proposed' })
  await db.plannedAction.update({ where: { id: proposal.id }, data: { state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Neige.' } })
  expect((await academieFigures(year)).total).toMatchObject({ cancelled: 0, proposed: 0, awaited: 0 })
})

test('an action that changes years takes its schools and its partners along', async () => {
  const { id } = await insertClee('Un')
  const [school, organisation] = [await makeSchool(), await makeOrganisation()]
  const action = await makeDoneAction(id, { startsOn: null, schools: [school.uai], partners: [organisation.id] })
  const plan = await db.actionPlan.create({ data: { cleeId: id, schoolYear: otherYear } })
  await db.plannedAction.update({ where: { id: action.id }, data: { planId: plan.id, schoolYear: otherYear } })
  expect((await academieFigures(year)).total).toMatchObject({ done: 0, schools: 0, organisations: 0 })
  expect((await academieFigures(otherYear)).total).toMatchObject({ done: 1, schools: 1, organisations: 1 })
})
