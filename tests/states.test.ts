import { describe, expect, it } from 'vitest'
import { canEditClee } from '../src/clees/policy.ts'
import { transitions } from '../src/clees/workflow.ts'
import { db } from '../src/db.ts'
import { CleeStatus } from '../src/generated/prisma/client.ts'
import { manualMoves, moveTexts, stateMeanings, type ManualMove } from '../src/states/labels.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, dayFrom, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { eventsOf, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const reason = 'Les copilotes ont quitté le territoire.'
const states = Object.values(CleeStatus).filter((status) => status !== 'draft')

/** A CLEE put in a state, its people signed in. */
async function makeIn(status: CleeStatus) {
  const people = await makeClee('active')
  await db.clee.update({ where: { id: people.clee.id }, data: { status } })
  const path = (move: ManualMove) => `/clees/${people.clee.slug}/${moveTexts[move].path}`
  return { ...people, path, space: `/clees/${people.clee.slug}/espace` }
}

const statusOf = async (id: string) => (await db.clee.findUniqueOrThrow({ where: { id } })).status

describe('the table of moves is what each role meets', () => {
  it.each(states)('from %s', async (status) => {
    const { clee, head, company, mission, bassin, path, space } = await makeIn(status)
    const coordinator = await makeCoordinator(bassin.id)
    for (const person of [head, company!, mission, coordinator, await makeHead()]) {
      const agent = await signedIn(person)
      const isInside = person.role !== 'school_head' || person.id === head.id
      const page = isInside ? (await open(agent, space)).split('Histoire des états')[0] ?? '' : ''
      for (const move of manualMoves) {
        const { from, by } = transitions[move]
        const [mayRole, mayState] = [(by as readonly string[]).includes(person.role), (from as readonly string[]).includes(status)]
        const expected = !isInside ? 404 : !mayRole ? 403 : mayState ? 200 : 409
        const got = (await agent.get(path(move))).status
        expect([person.role, move, got]).toEqual([person.role, move, expected])
        if (expected !== 200) expect((await submit(agent, path(move), { reason })).status).toBe(expected)
        if (isInside) expect([move, page.includes(moveTexts[move].label)]).toEqual([move, expected === 200])
      }
    }
    expect(await statusOf(clee.id)).toBe(status)
    expect(await db.mail.count({ where: { event: { startsWith: 'clee.' }, NOT: { event: { in: ['clee.declaration', 'clee.acknowledgement'] } } } })).toBe(0)
  })

  it.each(manualMoves.flatMap((move) => transitions[move].from.map((from) => [move, from] as const)))('%s from %s is made, dated, written and told', async (move, from) => {
    const { clee, head, company, mission, path } = await makeIn(from)
    const agent = await signedIn(mission)
    expect(await open(agent, path(move))).toContain(readable(moveTexts[move].heading))
    const page = await follow(agent, await submit(agent, path(move), { reason }))
    expect(page).toContain(readable(moveTexts[move].done))
    expect(page).toContain(`${mission.firstName} ${mission.lastName} ${reason}`)
    expect(await statusOf(clee.id)).toBe(transitions[move].to)
    expect(page).toContain(readable(stateMeanings[transitions[move].to]))
    expect(await db.cleeStateChange.findFirst({ where: { cleeId: clee.id }, orderBy: { at: 'desc' } })).toMatchObject({ from, to: transitions[move].to, reason })
    expect((await eventsOf(clee.id)).at(-1)).toBe(`clee.${move}`)
    expect((await mailsOf(`clee.${move}`)).toSorted()).toEqual([head.email, company!.email].toSorted())
  })
})

describe('a move', () => {
  it.each(manualMoves.filter((move) => transitions[move].needsReason))('%s asks for its reason, and keeps what was typed', async (move) => {
    const { clee, mission, path } = await makeIn(transitions[move].from[0])
    const agent = await signedIn(mission)
    for (const typed of ['', '   ', `Trop long ${'a'.repeat(1001)}`]) {
      const { text } = await submit(agent, path(move), { reason: typed }).expect(422)
      expect(readable(text)).toContain(typed.trim() ? 'Raccourcissez ce texte' : readable(moveTexts[move].missing))
      expect(text).toContain(typed.trim())
    }
    expect(await statusOf(clee.id)).toBe(transitions[move].from[0])
  })

  it('needs no reason to relaunch, by a co-pilot, and tells the mission', async () => {
    const { clee, head, mission, company, path } = await makeIn('dormant')
    const agent = await signedIn(head)
    expect(await follow(agent, await submit(agent, path('relaunch')))).toContain('Le CLEE est relancé')
    expect(await statusOf(clee.id)).toBe('active')
    expect((await mailsOf('clee.relaunch')).toSorted()).toEqual([mission.email, company!.email].toSorted())
  })

  it.each([
    ['a side is empty', async (cleeId: string) => { await db.copilot.updateMany({ where: { cleeId, side: 'economy' }, data: { acceptedAt: null } }) }],
    ['the mission has not taken note', async (id: string) => { await db.clee.update({ where: { id }, data: { acknowledgedAt: null } }) }],
  ])('relaunches as vacant when %s (R2)', async (_what, change) => {
    const { clee, head, path } = await makeIn('dormant')
    await change(clee.id)
    await submit(await signedIn(head), path('relaunch')).expect(303)
    expect(await statusOf(clee.id)).toBe('vacant')
  })

  it('by two people at once is made once', async () => {
    const { clee, head, mission, path } = await makeIn('active')
    const agents = [await signedIn(head), await signedIn(mission)]
    expect(await statusesOf(agents.map((agent) => submit(agent, path('dormancy'), { reason })))).toEqual([303, 409])
    expect(await db.cleeStateChange.count({ where: { cleeId: clee.id, to: 'dormant' } })).toBe(1)
    expect(await mailsOf('clee.dormancy')).toHaveLength(2)
  })

  it('keeps a script in a reason as text', async () => {
    const { head, path, space } = await makeIn('active')
    const agent = await signedIn(head)
    await submit(agent, path('dormancy'), { reason: '<script>alert(1)</script> 🎉' }).expect(303)
    const { text } = await agent.get(space).expect(200)
    expect(text).not.toContain('<script>alert')
    expect(readable(text)).toContain('<script>alert(1)</script> 🎉')
  })
})

describe('a closed CLEE', () => {
  it('leaves the lists, keeps its page, and is only read', async () => {
    const { clee, head, bassin, mission, path, space } = await makeIn('active')
    await submit(await signedIn(mission), path('closure'), { reason }).expect(303)
    for (const list of ['/clees', `/bassins/${bassin.slug}`]) expect(await open(visitor(), list)).not.toContain(clee.name)
    const page = await open(visitor(), `/clees/${clee.slug}`)
    expect(page).toMatch(/Ce CLEE est fermé depuis le \d+/)
    expect(page).not.toContain(reason)
    const agent = await signedIn(head)
    expect(await open(agent, `/clees/${clee.slug}`)).toContain('Espace du CLEE')
    expect(await open(agent, space)).toContain(reason)
    await agent.get(`/clees/${clee.slug}/copilotes`).expect(200)
    for (const page of ['identite', 'copilotes/invitation']) await agent.get(`/clees/${clee.slug}/${page}`).expect(409)
    expect(canEditClee(await asActor(mission), await reloadClee(clee.id))).toBe(false)
    expect(await open(agent, '/tableau-de-bord')).toContain('(0)')
  })
})

describe('the public page', () => {
  it('says since when a CLEE sleeps, and what is vacant', async () => {
    const { clee, head, path } = await makeIn('active')
    await submit(await signedIn(head), path('dormancy'), { reason }).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).toMatch(/Ce CLEE est en sommeil depuis le \d+/)
    await db.copilot.updateMany({ where: { cleeId: clee.id, side: 'education' }, data: { startsOn: new Date(dayFrom(-9)), endsOn: new Date(dayFrom(-1)) } })
    await db.clee.update({ where: { id: clee.id }, data: { status: 'vacant' } })
    const page = await open(visitor(), `/clees/${clee.slug}`)
    expect(page).toMatch(/Le siège du monde éducatif est vacant depuis le/)
    expect(page).toContain('accompagne la recherche d’un copilote')
    expect(page).not.toContain(head.jobTitle)
  })

  it('shows a co-pilot’s name once they agreed (R18), and no seat that is not held today', async () => {
    const { clee, head, company } = await makeIn('active')
    const path = `/clees/${clee.slug}`
    expect(await open(visitor(), path)).not.toContain(head.lastName)
    await db.user.update({ where: { id: head.id }, data: { nameConsentAt: new Date() } })
    const page = await open(visitor(), path)
    expect(page).toContain(`${head.firstName} ${head.lastName}`)
    expect(page).not.toContain(company!.lastName)
    await db.copilot.updateMany({ where: { userId: head.id }, data: { startsOn: new Date(dayFrom(3)) } })
    const later = await open(visitor(), path)
    expect(later).not.toContain(head.lastName)
    expect(later).toContain('Le siège du monde éducatif est vacant')
  })
})

describe('the dashboard of a co-pilot', () => {
  it('says which seat is vacant, and which mandate ends without successor', async () => {
    const { clee, head, company } = await makeIn('active')
    const agent = await signedIn(head)
    const dashboard = () => open(agent, '/tableau-de-bord')
    expect(await dashboard()).not.toMatch(/Mandat qui se termine|vacant/)
    await db.copilot.updateMany({ where: { userId: company!.id }, data: { endsOn: new Date(dayFrom(61)) } })
    expect(await dashboard()).not.toContain('Mandat qui se termine')
    await db.copilot.updateMany({ where: { userId: company!.id }, data: { endsOn: new Date(dayFrom(60)) } })
    expect(await dashboard()).toMatch(/Mandat qui se termine le.*Personne ne prend encore la suite de Zoé Kervella/)
    await db.copilot.updateMany({ where: { userId: company!.id }, data: { startsOn: new Date(dayFrom(-9)), endsOn: new Date(dayFrom(-1)) } })
    expect(await dashboard()).toContain('Siège du monde économique vacant')
    expect((await agent.get('/tableau-de-bord')).text).toContain(`/clees/${clee.slug}/copilotes/invitation?monde=economie`)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'dormant' } })
    expect(await dashboard()).toContain('CLEE en sommeil')
  })
})
