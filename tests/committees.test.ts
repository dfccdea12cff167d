import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import type { World } from '../src/generated/prisma/client.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { eventsOf, follow, open, readable, submit } from './support/features.ts'

async function setUp() {
  const made = await makeClee('active')
  const organisation = await db.organisation.create({ data: { name: 'Ateliers', searchName: 'ateliers', world: 'economy' } })
  const add = (world: World, jobTitle: string, given: object = {}) => db.member.create({ data: { cleeId: made.clee.id, organisationId: organisation.id, world, jobTitle, ...given } })
  const [seated, standing, past] = [await add('employment', 'Directrice'), await add('economy', 'Gérant', { hasSeat: false }), await add('economy', 'Retraité', { hasSeat: false, startsOn: new Date('2020-01-01'), endsOn: new Date('2024-08-31') })]
  return { ...made, agent: await signedIn(made.head), path: `/clees/${made.clee.slug}/comite-de-pilotage`, seated, standing, past }
}
const seats = async () => (await db.member.findMany({ where: { hasSeat: true }, orderBy: { jobTitle: 'asc' } })).map(({ jobTitle }) => jobTitle)

describe('the composition of the steering committee', () => {
  it('shows co-pilots and current members by world, with the gauge, its sentences and its figures', async () => {
    const { agent, path, clee } = await setUp()
    const page = await open(agent, path)
    for (const text of ['Copilote', 'Directrice, Ateliers', 'Gérant, Ateliers', '3 sièges , copilotes compris', 'Le comité compte moins de 6 sièges', 'Insertion et emploi 1 33 %']) expect(page).toContain(text)
    expect(page).not.toContain('Retraité')
    for (const last of ['membres', 'espace']) expect(await open(agent, `/clees/${clee.slug}/${last}`)).toContain('Équilibre du comité de pilotage')
  })

  it('saves the seats in one go, tells the journal, and leaves past members alone', async () => {
    const { clee, agent, path, seated, standing, past } = await setUp()
    const page = await follow(agent, await submit(agent, path, { memberIds: [standing.id, past.id], before: seated.id }))
    expect(page).toContain('2 sièges ont changé')
    expect(await seats()).toEqual(['Gérant'])
    expect((await eventsOf(clee.id)).at(-1)).toBe('committee.composition')
    expect(await db.auditEntry.findFirst({ where: { event: 'committee.composition' } })).toMatchObject({ details: { given: ['Gérant, Ateliers'], taken: ['Directrice, Ateliers'] } })
    expect(await follow(agent, await submit(agent, path, { memberIds: [standing.id], before: standing.id }))).toContain('est restée la même')
  })

  it('loses neither of two changes saved from the same page', async () => {
    const { agent, path, seated, standing } = await setUp()
    await submit(agent, path, { memberIds: [seated.id, standing.id], before: seated.id }).expect(303)
    await submit(agent, path, { before: seated.id }).expect(303)
    expect(await seats()).toEqual(['Gérant'])
  })

  it('takes no member of another CLEE, refuses outsiders and what is unreadable', async () => {
    const { agent, path, standing } = await setUp()
    const other = await makeClee('active')
    const elsewhere = await signedIn(other.head)
    await submit(elsewhere, `/clees/${other.clee.slug}/comite-de-pilotage`, { memberIds: standing.id, before: '' }).expect(303)
    await submit(elsewhere, path, { memberIds: standing.id }).expect(404)
    await submit(await signedIn(await makeHead()), path, {}).expect(404)
    expect(readable((await submit(agent, path, { memberIds: 'x', before: '' }).expect(422)).text)).toContain('cochez à nouveau')
    expect(await seats()).toEqual(['Directrice'])
  })

  it('is the coordinator’s too, and nobody’s once the CLEE is closed', async () => {
    const { clee, bassin, agent, path, seated, standing } = await setUp()
    await submit(await signedIn(await makeCoordinator(bassin.id)), path, { memberIds: standing.id, before: '' }).expect(303)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(agent, path, { before: seated.id }).expect(409)
    const page = await agent.get(path).expect(200)
    expect(page.text).not.toContain('Enregistrer la composition')
    expect(await seats()).toEqual(['Directrice', 'Gérant'])
  })
})
