import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeUser } from './support/factories.ts'
import { eventsOf, follow, lastInvitationPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

describe('sending a declaration', () => {
  it('dates it, gives a receipt on the page and by mail, tells the mission and invites the economic co-pilot', async () => {
    const { clee, head, mission } = await makeClee('draft')
    const agent = await signedIn(head)
    expect(await open(agent, `/clees/${clee.slug}/declaration`)).not.toContain('Il manque encore')
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/declaration`))
    const sent = await db.clee.findUniqueOrThrow({ where: { id: clee.id } })
    expect(sent).toMatchObject({ status: 'declared', declaredAt: expect.any(Date), acknowledgedAt: null })
    expect(sent.declarationReceipt).toMatch(/^DEC-\d{8}-[A-Z2-9]{6}$/)
    expect(page).toContain(sent.declarationReceipt)
    const mails = await db.mail.findMany({ where: { event: 'clee.declaration' } })
    expect(mails.map(({ toEmail }) => toEmail).toSorted()).toEqual([head.email, mission.email].toSorted())
    for (const mail of mails) expect(mail.text).toContain(sent.declarationReceipt)
    expect(await mailsOf('invitation.sending')).toEqual([clee.copilots.find(({ side }) => side === 'economy')?.email])
    expect(await lastInvitationPath()).toMatch(/^\/invitations\/.{40,}/)
    expect((await eventsOf(clee.id)).slice(-2).toSorted()).toEqual(['clee.declaration', 'invitation.sending'])
    await agent.get('/declaration').expect(403)
  })

  it('lists what is missing and sends nothing', async () => {
    const { clee, head } = await makeClee('draft')
    await db.cleeCommune.deleteMany()
    await db.copilot.deleteMany({ where: { side: 'economy' } })
    const agent = await signedIn(head)
    const page = readable((await submit(agent, `/clees/${clee.slug}/declaration`).expect(422)).text)
    expect(page).toContain('Ajoutez au moins une commune au territoire')
    expect(page).toContain('Désignez le copilote du monde économique')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'draft', declarationReceipt: null })
    expect(await db.mail.count()).toBe(0)
  })

  it('gives one receipt and one invitation to two clicks at once', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    const [first, second] = await statusesOf([1, 2].map(() => submit(agent, `/clees/${clee.slug}/declaration`)))
    expect(first).toBe(303)
    expect([404, 409]).toContain(second)
    expect(await db.invitation.count()).toBe(1)
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.declaration')).toHaveLength(1)
  })

  it('is the co-pilot’s alone: neither the mission nor a coordinator sends it', async () => {
    const { clee, mission, bassin } = await makeClee('draft')
    await submit(await signedIn(mission), `/clees/${clee.slug}/declaration`).expect(404)
    await submit(await signedIn(await makeCoordinator(bassin.id)), `/clees/${clee.slug}/declaration`).expect(404)
    expect(await db.clee.count({ where: { status: 'draft' } })).toBe(1)
  })

  it.each([
    ['of another role', { role: 'coordinator' as const }],
    ['that is disabled', { role: 'company' as const, isActive: false }],
  ])('says so when the address of the economic co-pilot has become an account %s', async (_what, { role, ...account }) => {
    const { clee, head } = await makeClee('draft')
    const email = clee.copilots.find(({ side }) => side === 'economy')?.email ?? ''
    await makeUser(role, { email, ...account })
    const agent = await signedIn(head)
    const response = await submit(agent, `/clees/${clee.slug}/declaration`)
    expect([409, 422]).toContain(response.status)
    expect(readable(response.text)).toContain('adresse')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'draft' })
  })
})

describe('deleting a draft', () => {
  it('asks first, deletes all of it and lets the head begin again', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    expect(await open(agent, `/clees/${clee.slug}/suppression`)).toContain('Supprimer ce brouillon de déclaration')
    expect(await db.clee.count()).toBe(1)
    expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/suppression`))).toContain('Le brouillon est supprimé')
    expect([await db.clee.count(), await db.copilot.count(), await db.cleeCommune.count()]).toEqual([0, 0, 0])
    expect((await eventsOf(clee.id)).at(-1)).toBe('clee.deletion')
    await agent.get('/declaration').expect(200)
  })

  it('is refused once the declaration is sent', async () => {
    const { clee, head } = await makeClee('declared')
    await submit(await signedIn(head), `/clees/${clee.slug}/suppression`).expect(404)
    expect(await db.clee.count()).toBe(1)
  })
})
