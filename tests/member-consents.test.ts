import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { forgetFormerMembers } from '../src/members/forget.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { eventsOf, follow, open, readable, statusesOf, submit } from './support/features.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const consent = { consentOn: '2026-11-12', means: 'oral', precision: 'réunion du 12 novembre' }

async function setUp(given: object = {}) {
  const made = await makeClee('active')
  const organisation = await db.organisation.create({ data: { name: 'Ateliers du Nord', searchName: 'ateliers du nord', world: 'economy' } })
  const member = await db.member.create({
    data: { cleeId: made.clee.id, world: 'economy', organisationId: organisation.id, jobTitle: 'Gérante', firstName: 'Zoé', lastName: 'Quintin', startsOn: day('2025-09-01'), ...given },
  })
  return { ...made, member, agent: await signedIn(made.head), path: (last: string) => `/clees/${made.clee.slug}/membres/${member.id}/${last}`, page: `/clees/${made.clee.slug}` }
}
const reload = (id: string) => db.member.findUniqueOrThrow({ where: { id } })

describe('the consent of a member (R18)', () => {
  it('recorded, publishes the name; withdrawn in one click, hides it', async () => {
    const { clee, agent, path, page, member, head } = await setUp()
    expect(await open(visitor(), page)).not.toContain('Quintin')
    expect(await open(agent, path('accord'))).toContain('Zoé Quintin')
    const list = await follow(agent, await submit(agent, path('accord'), consent))
    expect(list).toContain('L’accord est enregistré')
    expect(list).toContain('Accord du 12/11/2026')
    expect(await reload(member.id)).toMatchObject({ consentOn: day('2026-11-12'), consentMeans: 'De vive voix, en réunion – réunion du 12 novembre', consentRecordedBy: `${head.firstName} ${head.lastName}` })
    expect(await open(visitor(), page)).toContain('Zoé Quintin, Gérante, Ateliers du Nord')
    expect(await follow(agent, await submit(agent, path('retrait-accord')))).toContain('L’accord est retiré')
    expect(await reload(member.id)).toMatchObject({ consentOn: null, consentMeans: '', consentRecordedBy: '' })
    const read = await open(visitor(), page)
    expect(read).toContain('Gérante, Ateliers du Nord')
    expect(read).not.toContain('Quintin')
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['member.consent', 'member.consent-withdrawal'])
    expect(await db.auditEntry.count({ where: { subjectName: { contains: 'Quintin' } } })).toBe(0)
  })

  it.each([
    ['no day', { consentOn: '' }, 'le jour où la personne'],
    ['a day to come', { consentOn: '2027-11-12' }, 'cette date est à venir'],
    ['no means', { means: '' }, 'comment la personne a donné'],
    ['a precision of 300 characters', { precision: 'a'.repeat(300) }, 'Raccourcissez ce texte'],
  ])('refuses %s and keeps what was typed', async (_what, change, sentence) => {
    const { agent, path, member } = await setUp()
    const typed = { ...consent, ...change }
    const answer = await submit(agent, path('accord'), typed).expect(422)
    expect(readable(answer.text)).toContain(sentence)
    expect(answer.text).toContain(`value="${typed.precision}"`)
    expect((await reload(member.id)).consentOn).toBeNull()
  })

  it('is recorded once, withdrawn once', async () => {
    const { clee, agent, path } = await setUp()
    expect(await statusesOf([1, 2].map(() => submit(agent, path('accord'), consent)))).toEqual([303, 409])
    expect(await statusesOf([1, 2].map(() => submit(agent, path('retrait-accord'))))).toEqual([303, 303])
    expect((await eventsOf(clee.id)).filter((event) => event.startsWith('member.consent'))).toEqual(['member.consent', 'member.consent-withdrawal'])
  })

  it('needs a name, and the people of an open CLEE', async () => {
    const { clee, agent, path, member } = await setUp()
    const other = await makeClee('active')
    for (const last of ['accord', 'retrait-accord']) {
      await submit(await signedIn(other.head), path(last), consent).expect(404)
      await submit(await signedIn(other.head), `/clees/${other.clee.slug}/membres/${member.id}/${last}`, consent).expect(404)
    }
    await db.member.update({ where: { id: member.id }, data: { firstName: '', lastName: '' } })
    expect(readable((await submit(agent, path('accord'), consent).expect(409)).text)).toContain('Ajoutez d’abord son nom')
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    for (const last of ['accord', 'retrait-accord']) await submit(agent, path(last), consent).expect(409)
    expect((await reload(member.id)).consentOn).toBeNull()
  })

  it('of a person alone, shows the function alone without it', async () => {
    const { page } = await setUp({ organisationId: null, jobTitle: 'Chef d’entreprise à la retraite' })
    const read = await open(visitor(), page)
    expect(read).toContain('Chef d’entreprise à la retraite')
    expect(read).not.toMatch(/Quintin|undefined/)
  })
})

describe('forgetting former members', () => {
  it('erases the names and consents of those who left more than a year ago, nothing else', async () => {
    const { clee, member } = await setUp({ endsOn: day('2025-11-21'), consentOn: day('2025-10-01'), consentMeans: 'm', consentRecordedBy: 'r' })
    const make = (data: object) => db.member.create({ data: { cleeId: clee.id, world: 'community', jobTitle: 'Parent', lastName: 'Guivarch', startsOn: day('2020-01-01'), ...data } })
    const alone = await make({ endsOn: day('2024-01-01') })
    const recent = await make({ endsOn: day('2025-11-22') })
    const present = await make({})
    expect(await forgetFormerMembers(day('2026-11-22'))).toBe(2)
    expect(await reload(member.id)).toMatchObject({ firstName: '', lastName: '', consentOn: null, consentRecordedBy: '', jobTitle: 'Gérante', endsOn: day('2025-11-21') })
    expect((await reload(alone.id)).lastName).toBe('Nom effacé')
    for (const { id } of [recent, present]) expect((await reload(id)).lastName).toBe('Guivarch')
    expect(await forgetFormerMembers(day('2026-11-22'))).toBe(0)
  })
})
