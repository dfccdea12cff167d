import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { makeBassin, makeMission, makeUser } from './support/factories.ts'
import { follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const year = schoolYearOf()
const lastYear = previousSchoolYear(year)
const path = '/coordonnateurs/reconduction'

let mission: TestAgent
let anne: User
let gone: User
let ids: { redon: string; dinan: string; gone: string }

const place = (userId: string, bassinId: string, schoolYear: string) => db.bassinCoordinator.create({ data: { userId, bassinId, schoolYear } })
const namesOf = async (schoolYear: string) =>
  (await db.bassinCoordinator.findMany({ where: { schoolYear }, include: { bassin: true, user: true }, orderBy: { bassin: { name: 'asc' } } })).map(({ bassin, user }) => `${bassin.name} : ${user.lastName}`)

beforeEach(async () => {
  mission = await signedIn(await makeMission())
  anne = await makeUser('coordinator', { firstName: 'Anne', lastName: 'Kerdoncuff' })
  gone = await makeUser('coordinator', { firstName: 'Yann', lastName: 'Parti', isActive: false })
  const [redon, dinan] = [await makeBassin('Redon'), await makeBassin('Dinan')]
  const lines = [await place(anne.id, redon.id, lastYear), await place(anne.id, dinan.id, lastYear), await place(gone.id, redon.id, lastYear)]
  ids = { redon: lines[0]!.id, dinan: lines[1]!.id, gone: lines[2]!.id }
})

describe('renewing the coordinators of the year before', () => {
  it('shows the fate of each, and writes nothing', async () => {
    const other = await makeUser('coordinator', { lastName: 'Nouvelle' })
    const dinan = await db.bassin.findUniqueOrThrow({ where: { slug: 'dinan' } })
    await place(other.id, dinan.id, year)
    const { text } = await mission.get(path).expect(200)
    expect(readable(text)).toMatch(/Dinan : Anne Kerdoncuff Ce bassin a déjà un coordonnateur.*Redon : Anne Kerdoncuff/)
    expect(readable(text)).toMatch(/Ne peuvent pas être reconduits .* Redon : Yann Parti/)
    // A bassin that has somebody is offered, not proposed.
    expect(text.match(/value="[^"]+" checked/g)).toEqual([`value="${ids.redon}" checked`])
    expect(await namesOf(year)).toEqual(['Dinan : Nouvelle'])
  })

  it('names again those who were ticked, tells each once, and never a disabled account', async () => {
    const page = await follow(mission, await submit(mission, path, { ids: [ids.redon, ids.dinan, ids.gone] }))
    expect(page).toContain(`2 désignations reconduites en ${year}`)
    expect(await namesOf(year)).toEqual(['Dinan : Kerdoncuff', 'Redon : Kerdoncuff'])
    expect(await db.auditEntry.count({ where: { event: 'coordinator.designation' } })).toBe(2)
    expect(await mailsOf('coordinator.designation')).toEqual([anne.email])
    expect(await open(mission, path)).toMatch(/Personne à reconduire.*Déjà désignés en/)
  })

  it('prepares the coming year from this one', async () => {
    const redon = await db.bassin.findUniqueOrThrow({ where: { slug: 'redon' } })
    const { id } = await place(anne.id, redon.id, year)
    await submit(mission, `${path}?annee=${nextSchoolYear(year)}`, { ids: id }).expect(303)
    expect(await namesOf(nextSchoolYear(year))).toEqual(['Redon : Kerdoncuff'])
  })

  it('asks for somebody to be ticked, and takes only lines of the year before', async () => {
    for (const typed of [{}, { ids: 'x' }]) expect(readable((await submit(mission, path, typed).expect(422)).text)).toMatch(/Cochez (au moins une personne|des personnes de la liste)/)
    const redon = await db.bassin.findUniqueOrThrow({ where: { slug: 'redon' } })
    const old = await place(anne.id, redon.id, '2019-2020')
    await submit(mission, path, { ids: [old.id, ids.gone] }).expect(409)
    expect(await namesOf(year)).toEqual([])
  })

  it('counts once when clicked twice at once', async () => {
    expect(await statusesOf([1, 2].map(() => submit(mission, path, { ids: [ids.redon, ids.dinan] })))).toEqual([303, 409])
    expect(await namesOf(year)).toHaveLength(2)
    expect(await mailsOf('coordinator.designation')).toEqual([anne.email])
  })

  it('is over for a past year (R9)', async () => {
    await mission.get(`${path}?annee=${lastYear}`).expect(409)
    await submit(mission, `${path}?annee=${lastYear}`, { ids: [ids.redon] }).expect(409)
  })
})
