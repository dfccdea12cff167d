import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { acceptInvitation } from '../src/copilots/commands.ts'
import { findInvitation } from '../src/copilots/queries.ts'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeUser, password } from './support/factories.ts'
import { eventsOf, follow, lastInvitationPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const phrase = 'le port de Saint-Malo au matin'
const chosen = { password: phrase, confirmation: phrase }

const economySeat = (cleeId: string) => db.copilot.findFirstOrThrow({ where: { cleeId, side: 'economy' }, include: { user: true } })

describe('accepting an invitation', () => {
  it('opens the account and the seat, and tells the others', async () => {
    const { clee, head, mission } = await makeClee('declared')
    const path = await lastInvitationPath()
    const agent = visitor()
    expect(await open(agent, path)).toContain(clee.name)
    const page = await follow(agent, await submit(agent, path, chosen))
    expect(page).toContain('Vous copilotez maintenant ce CLEE')
    expect(page).toContain(clee.name)
    const seat = await economySeat(clee.id)
    expect(seat.acceptedAt).not.toBeNull()
    expect(seat.user).toMatchObject({ role: 'company', passwordHash: expect.stringMatching(/^\$argon2id\$/) })
    expect(await eventsOf(clee.id)).toContain('invitation.acceptance')
    expect((await mailsOf('invitation.acceptance')).toSorted()).toEqual([head.email, mission.email].toSorted())
    await agent.get(`/clees/${clee.slug}/espace`).expect(200)
    const later = visitor()
    await submit(later, '/connexion', { email: seat.email, password: phrase }).expect(303)
  })

  it.each([
    ['too short', { password: 'court', confirmation: 'court' }, 'au moins 12 caractères'],
    ['a common one', { password: 'Unbelievable', confirmation: 'Unbelievable' }, 'parmi les plus utilisés'],
    ['typed in two ways', { password: phrase, confirmation: `${phrase}!` }, 'Les deux saisies diffèrent'],
    ['absent', {}, 'Choisissez un mot de passe'],
    ['endless', { password: 'a'.repeat(201), confirmation: 'a'.repeat(201) }, 'trop long'],
  ])('refuses a password that is %s', async (_what, body, sentence) => {
    const { clee } = await makeClee('declared')
    const response = await submit(visitor(), await lastInvitationPath(), body).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).not.toContain(phrase)
    expect((await economySeat(clee.id)).acceptedAt).toBeNull()
    expect(await db.invitation.count({ where: { usedAt: null } })).toBe(1)
  })

  it('says what to do with a link unknown, past its date or used', async () => {
    await makeClee('declared')
    const path = await lastInvitationPath()
    expect(readable((await visitor().get('/invitations/inconnu').expect(404)).text)).toContain('n’est pas connu')
    await db.invitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('n’est plus valable')
    await submit(visitor(), path, chosen).expect(410)
    await db.invitation.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } })
    await submit(visitor(), path, chosen).expect(303)
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('a déjà servi')
    await submit(visitor(), path, chosen).expect(410)
  })

  it('lasts 72 hours, and keeps of its token only a hash', async () => {
    await makeClee('declared')
    const token = (await lastInvitationPath()).split('/').at(-1) ?? ''
    const invitation = await db.invitation.findFirstOrThrow()
    expect(invitation.tokenHash).toBe(createHash('sha256').update(token).digest('hex'))
    expect(Math.round((invitation.expiresAt.getTime() - invitation.createdAt.getTime()) / 3_600_000)).toBe(72)
    expect((await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' } })).text).not.toContain(token)
    expect(JSON.stringify(await db.auditEntry.findMany())).not.toContain(token)
    const { headers } = await visitor().get(`/invitations/${token}`).expect(200)
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  })

  it('opened twice at once is accepted once', async () => {
    const { clee } = await makeClee('declared')
    const path = await lastInvitationPath()
    const [first, second] = await statusesOf([1, 2].map(() => submit(visitor(), path, chosen)))
    expect(first).toBe(303)
    expect([409, 410]).toContain(second)
    expect((await eventsOf(clee.id)).filter((event) => event === 'invitation.acceptance')).toHaveLength(1)
  })

  it('read before, accepted after another, is refused by its date of use', async () => {
    await makeClee('declared')
    const invitation = await findInvitation((await lastInvitationPath()).split('/').at(-1) ?? '')
    await acceptInvitation(invitation!, phrase)
    await expect(acceptInvitation(invitation!, 'un autre mot de passe')).rejects.toThrow('a déjà servi')
  })

  it('asks a company that has an account to sign in first', async () => {
    const { clee, head, company } = await makeClee('active')
    const other = await makeClee('draft', 'CLEE du Coglais')
    await db.copilot.updateMany({ where: { cleeId: other.clee.id, side: 'economy' }, data: { email: company!.email } })
    await submit(await signedIn(other.head), `/clees/${other.clee.slug}/declaration`).expect(303)
    const path = await lastInvitationPath()
    expect(await db.user.count({ where: { role: 'company' } })).toBe(1)
    expect(await open(visitor(), path)).toContain('Vous avez déjà un compte')
    const away = await submit(visitor(), path, chosen).expect(303)
    expect(away.headers['location']).toBe(`/connexion?suite=${encodeURIComponent(path)}`)
    await submit(await signedIn(head), path).expect(303)
    expect((await economySeat(other.clee.id)).acceptedAt).toBeNull()
    const agent = await signedIn(company!)
    expect(await open(agent, path)).toContain('Accepter le copilotage')
    await follow(agent, await submit(agent, path))
    expect((await economySeat(other.clee.id)).userId).toBe(company!.id)
    const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: company!.id } })
    expect(passwordHash).toBe(company!.passwordHash)
    await agent.get(`/clees/${clee.slug}/espace`).expect(200)
    await agent.get(`/clees/${other.clee.slug}/espace`).expect(200)
  })

  it('opens nothing for an account that was disabled since', async () => {
    const { clee } = await makeClee('declared')
    const path = await lastInvitationPath()
    await db.user.updateMany({ where: { role: 'company' }, data: { isActive: false } })
    await submit(visitor(), path, chosen).expect(403)
    expect((await economySeat(clee.id)).acceptedAt).toBeNull()
  })
})

describe('a CLEE becomes active (R2)', () => {
  it('once acknowledged, if both sides are seated', async () => {
    const { clee, mission } = await makeClee('declared')
    await submit(visitor(), await lastInvitationPath(), chosen).expect(303)
    expect(await db.clee.findFirst()).toMatchObject({ status: 'declared', activatedAt: null })
    await submit(await signedIn(mission), `/clees/${clee.slug}/prise-d-acte`).expect(303)
    expect(await db.clee.findFirst()).toMatchObject({ status: 'active', activatedAt: expect.any(Date) })
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.activation')).toHaveLength(1)
  })

  it('once the second side is seated, if acknowledged', async () => {
    await makeClee('acknowledged')
    expect(await db.clee.findFirst()).toMatchObject({ status: 'declared', activatedAt: null })
    await submit(visitor(), await lastInvitationPath(), chosen).expect(303)
    expect(await db.clee.findFirst()).toMatchObject({ status: 'active', activatedAt: expect.any(Date) })
  })

  it('when acknowledged and accepted at once', async () => {
    const { clee, mission } = await makeClee('declared')
    const official = await signedIn(mission)
    const path = await lastInvitationPath()
    await Promise.all([submit(official, `/clees/${clee.slug}/prise-d-acte`).expect(303), submit(visitor(), path, chosen).expect(303)])
    expect(await db.clee.findFirst()).toMatchObject({ status: 'active' })
  })
})

it('does not open a session for a person without a password', async () => {
  await makeUser('company', { passwordHash: null, email: 'sans@essai.test' })
  await submit(visitor(), '/connexion', { email: 'sans@essai.test', password }).expect(422)
})
