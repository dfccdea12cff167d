import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import type { Member } from '../src/generated/prisma/client.ts'
import { findOrCreateOrganisation } from '../src/organisations/commands.ts'
import { searchKey } from '../src/text.ts'
import { signedIn } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { follow, submit } from './support/features.ts'

const siret = '73282932000074'
const bare = { siret: null, city: '', kind: 'other' as const }
const typed = { world: 'economy', organisationName: 'Menuiserie Le Goff', siret, organisationCity: 'Fougères', organisationKind: 'company', jobTitle: 'Gérante' }

type Uses = 'member' | 'copilot' | 'carrier'

/** An organisation known by name alone, that another CLEE names. */
async function setUp(use: Uses = 'member') {
  const [own, other] = [await makeClee('active'), await makeClee('active')]
  const { id } = await db.organisation.create({ data: { name: 'Menuiserie Le Goff', searchName: searchKey('Menuiserie Le Goff'), world: 'economy' } })
  const member = { cleeId: other.clee.id, world: 'economy', organisationId: id, jobTitle: 'Gérante' } satisfies Partial<Member>
  if (use === 'member') await db.member.create({ data: member })
  if (use === 'copilot') await db.copilot.updateMany({ where: { cleeId: other.clee.id, side: 'economy' }, data: { organisationId: id } })
  if (use === 'carrier') await db.clee.update({ where: { id: other.clee.id }, data: { legalForm: 'carried', carrierId: id } })
  return { own, other, id, agent: await signedIn(own.head) }
}

const read = (id: string) => db.organisation.findUniqueOrThrow({ where: { id } })
const named = () => db.organisation.findMany({ where: { name: 'Menuiserie Le Goff' }, orderBy: { createdAt: 'asc' } })

describe('an organisation that another CLEE names too', () => {
  it.each(['member', 'copilot', 'carrier'] as const)('(%s) is left as it is by a member’s SIRET, town and kind: they make a new one', async (use) => {
    const { own, id, agent } = await setUp(use)
    await follow(agent, await submit(agent, `/clees/${own.clee.slug}/membres/ajout`, typed))
    expect(await named()).toMatchObject([{ id, ...bare }, { siret, city: 'Fougères', kind: 'company' }])
    expect(await db.member.findFirstOrThrow({ where: { cleeId: own.clee.id } })).not.toMatchObject({ organisationId: id })
  })

  it('is named without being completed when no SIRET is typed', async () => {
    const { own, id, agent } = await setUp()
    await follow(agent, await submit(agent, `/clees/${own.clee.slug}/membres/ajout`, { ...typed, siret: '' }))
    expect(await named()).toMatchObject([{ id, ...bare }])
    expect(await db.member.count({ where: { organisationId: id, cleeId: own.clee.id } })).toBe(1)
  })

  it('keeps its town and its kind when it is known by its SIRET', async () => {
    const { own, id, agent } = await setUp()
    await db.organisation.update({ where: { id }, data: { siret } })
    await follow(agent, await submit(agent, `/clees/${own.clee.slug}/membres/ajout`, typed))
    expect(await named()).toMatchObject([{ id, siret, city: '', kind: 'other' }])
  })

  it('is left as it is by an import, a co-pilot and an identity', async () => {
    const { own, id, agent } = await setUp()
    const path = `/clees/${own.clee.slug}`
    await submit(agent, `${path}/membres/import`, { etape: 'import', lines: `économie;Menuiserie Le Goff;${siret};Gérante` }).expect(303)
    expect(await read(id)).toMatchObject(bare)
    await db.member.deleteMany({ where: { cleeId: own.clee.id } })
    await db.organisation.deleteMany({ where: { siret } })
    const person = { side: 'economy', firstName: 'Zoé', lastName: 'Kervella', email: 'zoe@exemple.fr', jobTitle: 'Gérante', startsOn: '', endsOn: '' }
    await submit(agent, `${path}/copilotes/invitation?monde=economie`, { ...person, organisationName: 'Menuiserie Le Goff', siret, startsOn: new Date().toISOString().slice(0, 10) }).expect(303)
    expect(await read(id)).toMatchObject(bare)
    expect(await db.organisation.count({ where: { siret } })).toBe(1)
    await db.copilot.deleteMany({ where: { cleeId: own.clee.id, email: person.email } })
    await db.organisation.deleteMany({ where: { siret } })
    const identity = { name: own.clee.name, presentation: '', bassinIds: own.bassin.id, legalForm: 'carried', organisationName: 'Menuiserie Le Goff', siret }
    await submit(agent, `${path}/identite`, identity).expect(303)
    expect(await named()).toMatchObject([{ id, ...bare }, { siret }])
  })

  it('is completed by nobody when no CLEE is told, and by the CLEE that alone names it', async () => {
    const { other, id, own } = await setUp()
    const complete = (cleeId?: string) => db.$transaction((tx) => findOrCreateOrganisation(tx, { name: 'Menuiserie Le Goff', siret: null, world: 'economy', city: 'Fougères', ...(cleeId && { cleeId }) }))
    expect(await complete()).toMatchObject({ id, city: '' })
    expect(await complete(own.clee.id)).toMatchObject({ id, city: '' })
    expect(await complete(other.clee.id)).toMatchObject({ id, city: 'Fougères' })
    const page = await submit(await signedIn(other.head), `/clees/${other.clee.slug}/membres/ajout`, { ...typed, jobTitle: 'Comptable' })
    expect(page.status).toBe(303)
    expect(await named()).toMatchObject([{ id, siret, kind: 'company' }])
  })
})
