import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { readLines } from '../src/rollovers/lines.ts'
import { findRollover, readDoneLines } from '../src/rollovers/queries.ts'
import { settleRollovers, watchRollover } from '../src/rollovers/run.ts'
import { finish, rollCleesOf } from '../src/rollovers/steps.ts'
import { startRollover } from '../src/rollovers/commands.ts'
import { openYear } from '../src/school-years/commands.ts'
import { usualDeadlines } from '../src/school-years/deadlines.ts'
import { rolloverPath } from '../src/school-years/paths.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeBassin, makeHead, makeMission } from './support/factories.ts'
import { addAction, addPlan, makeRow } from './support/rollovers.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'

const year = '2027-2028'
const path = rolloverPath(year)
const passageDay = '2027-08-31T22:00:00Z'
let official: Awaited<ReturnType<typeof makeMission>>
let mission: TestAgent

const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
const plans = () => db.actionPlan.findMany({ where: { schoolYear: year }, orderBy: { cleeId: 'asc' } })
const found = async () => (await findRollover(year))!
const events = async () => (await db.auditEntry.findMany({ where: { event: { startsWith: 'rollover.' } }, orderBy: { id: 'asc' } })).map(({ event }) => event)

const openIt = async () => openYear(await asActor(official), year, { ...usualDeadlines(year), letterTitle: '', letterBody: '' })

/** The passage, from its button to its end. */
async function roll() {
  const answer = await submit(mission, path).expect(303)
  await settleRollovers()
  return answer
}

async function undo() {
  await submit(mission, `${path}/annulation`).expect(303)
  await settleRollovers()
}

beforeEach(async () => {
  at(passageDay)
  official = await makeMission()
  mission = await signedIn(official)
})
afterEach(() => vi.useRealTimers())

describe('the rehearsal', () => {
  it('says CLEE by CLEE what the passage then does: the same lines', async () => {
    at('2027-06-15T10:00:00Z')
    mission = await signedIn(official)
    const [one, two] = [await makeRow('Alpha'), await makeRow('Beta')]
    await makeRow('Ferme', { status: 'closed' })
    await makeRow('Brouillon', { status: 'draft' })
    await addAction(await addPlan(one.id, '2026-2027'), { state: 'postponed', outcome: 'postponed', outcomeReason: 'Grève.' })
    await addPlan(two.id, year)
    await makeBassin('Bassin de Rennes')
    await openIt()
    const rehearsed = await readLines(year)
    const page = await open(mission, path)
    for (const text of ['Ceci est une répétition', 'Liste vide', 'Liste gardée', 'CLEE fermé', 'Bilan à transmettre, 1 action reportée à reprendre', 'Bassin de Rennes']) expect(page).toContain(text)
    expect(page).not.toContain('Brouillon')
    expect((await mission.get(`${path}.csv`).expect(200)).text).toContain('2027-2028;Alpha;;Liste vide;1;1;1;À transmettre;1')
    expect(await db.rollover.count()).toBe(0)
    at(passageDay)
    mission = await signedIn(official)
    await roll()
    expect(await readDoneLines(await found())).toEqual(rehearsed)
    expect(rehearsed).toMatchObject([{ name: 'Alpha', outcome: 'start', members: 1, mandates: 1, endedMandates: 1, postponed: 1 }, { name: 'Beta', outcome: 'keep' }, { name: 'Ferme', outcome: 'leave' }])
    expect((await plans()).map(({ cleeId }) => cleeId).toSorted()).toEqual([one.id, two.id].toSorted())
  })

  it('opens on 1 June, for the mission', async () => {
    at('2027-05-31T21:59:00Z')
    mission = await signedIn(official)
    expect(await open(mission, path)).toContain('La répétition s’ouvre le 1er juin 2027')
    await mission.get(`${path}.csv`).expect(404)
    at('2027-05-31T22:00:00Z')
    expect(await open(mission, path)).toContain('Ce qui se passerait')
    await (await signedIn(await makeHead())).get(path).expect(403)
  })
})

describe('the passage', () => {
  it('is started, goes on behind, and says what it did', async () => {
    await makeRow('Alpha')
    await openIt()
    expect(await follow(mission, await roll())).toContain('La bascule vers 2027-2028 a commencé')
    const page = await open(mission, path)
    for (const text of ['Faite', 'Ce qui a été fait', 'Elle s’annule jusqu’au 1er octobre 2027']) expect(page).toContain(text)
    expect(await found()).toMatchObject({ status: 'done', total: 1, fromYear: '2026-2027' })
    expect(await events()).toEqual(['rollover.start', 'rollover.end'])
    expect(await plans()).toMatchObject([{ status: 'draft', submittedAt: null }])
  })

  it('waits for 1 September in Paris, and for the year to be opened', async () => {
    await makeRow('Alpha')
    at('2027-08-31T21:59:59Z')
    mission = await signedIn(official)
    await openIt()
    expect(readable((await submit(mission, path).expect(409)).text)).toContain('se fait à partir du 1er septembre 2027')
    await watchRollover()
    expect(await db.rollover.count()).toBe(0)
    at(passageDay)
    await db.schoolYear.deleteMany()
    expect(readable((await submit(mission, path).expect(409)).text)).toContain('Ouvrez d’abord l’année scolaire 2027-2028')
    await watchRollover()
    expect(await db.rollover.count()).toBe(0)
    await submit(mission, rolloverPath('2026-2027')).expect(409)
  })

  it('is the mission’s', async () => {
    await openIt()
    const head = await signedIn(await makeHead())
    await submit(head, path).expect(403)
    await submit(head, `${path}/annulation`).expect(403)
    await submit(mission, rolloverPath('2040-2041')).expect(404)
    expect(await db.rollover.count()).toBe(0)
  })

  it('does nothing the second time, nor when several start it at once', async () => {
    for (const name of ['Alpha', 'Beta', 'Gamma']) await makeRow(name)
    await openIt()
    const statuses = await statusesOf([submit(mission, path), submit(mission, path), submit(mission, path)])
    await settleRollovers()
    expect(statuses.filter((status) => status === 303).length).toBeGreaterThan(0)
    await submit(mission, path).expect(409)
    await Promise.all([watchRollover(), watchRollover()])
    expect(await plans()).toHaveLength(3)
    expect(await db.rollover.count()).toBe(1)
    expect(await events()).toEqual(['rollover.start', 'rollover.end'])
  })

  it('comes by itself once the year is opened, in several processes at once', async () => {
    for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta']) await makeRow(name)
    await openIt()
    await Promise.all([watchRollover(), watchRollover(), watchRollover()])
    expect(await found()).toMatchObject({ status: 'done', startedByName: 'Le portail', total: 4 })
    expect(await plans()).toHaveLength(4)
    expect(await events()).toEqual(['rollover.start', 'rollover.end'])
  })

  it('killed in its middle, is taken up where it was, by the button or by itself', async () => {
    for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta']) await makeRow(name)
    await openIt()
    const rollover = await startRollover(await asActor(official), year)
    await rollCleesOf(rollover, { limit: 2 })
    await finish(rollover)
    expect(await plans()).toHaveLength(2)
    expect(await open(mission, path)).toContain('2 CLEE faits sur 4')
    const before = await plans()
    expect(await follow(mission, await roll())).toContain('Ce qui restait à faire est repris.')
    expect(await found()).toMatchObject({ status: 'done', total: 4 })
    expect(await plans()).toEqual(expect.arrayContaining(before))
    expect(await plans()).toHaveLength(4)
  })

  it('one CLEE that fails stops no other: it is shown, and tried again', async () => {
    const [one, two] = [await makeRow('Alpha'), await makeRow('Beta')]
    await openIt()
    await db.$executeRawUnsafe(`CREATE FUNCTION fail_plan() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.clee_id = '${one.id}' THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$`)
    await db.$executeRaw`CREATE TRIGGER fail_plan BEFORE INSERT ON action_plans FOR EACH ROW EXECUTE FUNCTION fail_plan()`
    await roll()
    expect((await plans()).map(({ cleeId }) => cleeId)).toEqual([two.id])
    const page = await open(mission, path)
    for (const text of ['1 CLEE fait sur 2', '1 CLEE n’a pas pu être traité', 'Alpha (le 1er septembre 2027']) expect(page).toContain(text)
    await db.$executeRaw`DROP FUNCTION fail_plan() CASCADE`
    await watchRollover()
    expect(await plans()).toHaveLength(2)
    expect(await found()).toMatchObject({ status: 'done' })
    expect(await db.rolloverItem.findMany({ orderBy: { cleeId: 'asc' } })).toMatchObject([{ failedAt: null, mandates: 1 }, { failedAt: null, mandates: 1 }])
  })
})

describe('undoing the passage', () => {
  it('removes the lists that are still empty, leaves and names the others, and may be followed by another', async () => {
    const [one, two, three] = [await makeRow('Alpha'), await makeRow('Beta'), await makeRow('Gamma')]
    await addPlan(three.id, year)
    await openIt()
    await roll()
    await addAction(await db.actionPlan.findFirstOrThrow({ where: { cleeId: two.id, schoolYear: year } }))
    expect(await open(mission, `${path}/annulation`)).toContain('Annuler la bascule vers 2027-2028 ?')
    await undo()
    const page = await open(mission, path)
    for (const text of ['La bascule a été annulée', '1 liste qu’elle avait commencée reste', 'Beta']) expect(page).toContain(text)
    expect((await plans()).map(({ cleeId }) => cleeId).toSorted()).toEqual([two.id, three.id].toSorted())
    await watchRollover()
    expect(await plans()).toHaveLength(2)
    await roll()
    expect((await plans()).map(({ cleeId }) => cleeId).toSorted()).toEqual([one.id, two.id, three.id].toSorted())
    expect(await events()).toEqual(['rollover.start', 'rollover.end', 'rollover.reversal', 'rollover.start', 'rollover.end'])
  })

  it('is killed in its middle and taken up, and stops a passage under way', async () => {
    for (const name of ['Alpha', 'Beta', 'Gamma']) await makeRow(name)
    await openIt()
    const rollover = await startRollover(await asActor(official), year)
    await rollCleesOf(rollover, { limit: 2 })
    await db.rollover.updateMany({ data: { status: 'reverting', revertedByName: 'Anne' } })
    await rollCleesOf(rollover)
    expect(await plans()).toHaveLength(2)
    await rollCleesOf(await found(), { limit: 1 })
    expect(await plans()).toHaveLength(1)
    expect(await open(mission, path)).toContain('L’annulation est en cours')
    await Promise.all([watchRollover(), watchRollover()])
    expect(await plans()).toHaveLength(0)
    expect(await found()).toMatchObject({ status: 'reverted' })
  })

  it('is done once, and not when there is nothing to undo', async () => {
    await makeRow('Alpha')
    await openIt()
    await submit(mission, `${path}/annulation`).expect(409)
    await roll()
    expect(await statusesOf([submit(mission, `${path}/annulation`), submit(mission, `${path}/annulation`)])).toEqual([303, 409])
    await settleRollovers()
    expect((await events()).filter((event) => event === 'rollover.reversal')).toHaveLength(1)
  })

  it('is possible for thirty days, Paris time', async () => {
    await makeRow('Alpha')
    await openIt()
    await roll()
    at('2027-10-01T22:00:00Z')
    mission = await signedIn(official)
    expect(readable((await submit(mission, `${path}/annulation`).expect(409)).text)).toContain('ne s’annule plus depuis le 1er octobre 2027')
    await mission.get(`${path}/annulation`).expect(409)
    expect(await open(mission, path)).not.toContain('Annuler la bascule')
    expect(await plans()).toHaveLength(1)
    at('2027-10-01T21:59:00Z')
    await undo()
    expect(await plans()).toHaveLength(0)
  })
})
