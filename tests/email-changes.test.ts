import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import { confirmEmailChange } from '../src/email-changes/commands.ts'
import { findEmailChange } from '../src/email-changes/queries.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeHead, password } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const email = 'nouvelle@essai.test'
let user: User
let agent: TestAgent

beforeEach(async () => {
  user = await makeHead()
  agent = await signedIn(user)
})

const reload = () => db.user.findUniqueOrThrow({ where: { id: user.id } })
const ask = (typed: object = {}) => submit(agent, '/compte/adresse', { email, currentPassword: password, ...typed })
async function askLinks() {
  await ask().expect(303)
  return { old: await lastLinkPath('account.email', user.email), next: await lastLinkPath('account.email', email) }
}

describe('asking for another address', () => {
  it('sends a link to both, and shows that it waits', async () => {
    const page = await follow(agent, await ask({ email: email.toUpperCase() }))
    expect(page).toMatch(/transmet un lien à chacune des deux adresses[\s\S]*Changement d’adresse en cours/)
    expect(await mailsOf('account.email')).toEqual([user.email, email].toSorted())
    expect(await db.emailChange.findFirst()).toMatchObject({ userId: user.id, newEmail: email, oldConfirmedAt: null, newConfirmedAt: null })
    expect((await reload()).email).toBe(user.email)
  })

  it.each([
    ['a wrong password', { currentPassword: 'un autre mot de passe' }, 'Ce n’est pas votre mot de passe actuel'],
    ['no password', { currentPassword: '' }, 'Saisissez votre mot de passe'],
    ['an unreadable address', { email: 'sans-arobase' }, 'adresse électronique complète'],
    ['300 characters', { email: `${'a'.repeat(300)}@x.fr` }, 'Raccourcissez'],
    ['an emoji', { email: '🙂@x' }, 'adresse électronique complète'],
  ])('comes back with what was typed: %s', async (_what, typed, sentence) => {
    const response = await ask(typed).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).toContain('email' in typed ? typed.email : email)
    expect(response.text).not.toContain(password)
    expect(await db.emailChange.count()).toBe(0)
  })

  it('refuses the present address', async () => {
    expect(readable((await ask({ email: user.email.toUpperCase() }).expect(422)).text)).toContain('déjà l’adresse de votre compte')
  })

  it('answers the same when the address is taken; only its holder is told, and nothing changes', async () => {
    const holder = await makeHead()
    const free = await follow(agent, await ask())
    const taken = await follow(agent, await ask({ email: holder.email }))
    expect(taken.replaceAll(holder.email, email)).toBe(free)
    expect(await db.mail.findFirst({ where: { toEmail: holder.email } })).toMatchObject({ subject: 'Votre adresse a déjà un compte', secretLink: null })
    await submit(agent, await lastLinkPath('account.email', user.email)).expect(303)
    expect((await reload()).email).toBe(user.email)
  })

  it('asked again, or given up, kills the links before', async () => {
    const first = await askLinks()
    const second = await askLinks()
    await visitor().get(first.old).expect(404)
    await visitor().get(second.old).expect(200)
    expect(await follow(agent, await submit(agent, '/compte/annulation-adresse'))).toContain('Le changement d’adresse est annulé')
    await visitor().get(second.old).expect(404)
    expect(await db.emailChange.count()).toBe(0)
  })

  it('twice at once leaves one change', async () => {
    const statuses = await statusesOf([ask(), ask({ email: 'autre@essai.test' })])
    expect([[303, 303], [303, 409]]).toContainEqual(statuses)
    expect(await db.emailChange.count()).toBe(1)
  })
})

describe('the links', () => {
  it.each([['old', 'next'], ['next', 'old']] as const)('change the address once both are opened: %s, then %s', async (first, second) => {
    const links = await askLinks()
    const somewhere = visitor()
    expect(await open(somewhere, links[first])).toContain('Il restera à ouvrir')
    expect(await follow(somewhere, await submit(somewhere, links[first]))).toContain('Il reste à ouvrir le lien parti à l’autre adresse')
    expect((await reload()).email).toBe(user.email)
    expect(readable((await submit(visitor(), links[first]).expect(410)).text)).toContain('a déjà servi')
    expect(await open(somewhere, links[second])).toContain('aura lieu aussitôt')
    expect(await follow(somewhere, await submit(somewhere, links[second]))).toContain('L’adresse de votre compte est changée')
    expect((await reload()).email).toBe(email)
    expect(await db.auditEntry.findFirst({ where: { event: 'account.email' } })).toMatchObject({ actorId: user.id })
    expect((await db.mail.findMany({ where: { subject: 'L’adresse de votre compte a changé' }, orderBy: { toEmail: 'asc' } })).map(({ toEmail }) => toEmail)).toEqual([user.email, email].toSorted())
    await submit(visitor(), '/connexion', { email, password }).expect(303)
    await submit(visitor(), '/connexion', { email: user.email, password }).expect(422)
    expect(readable((await visitor().get(links.old).expect(410)).text)).toContain('est fait')
  })

  it('give the new address to running seats', async () => {
    const { head, clee } = await makeClee('active')
    user = head
    agent = await signedIn(head)
    const { old, next } = await askLinks()
    await submit(visitor(), old).expect(303)
    await submit(visitor(), next).expect(303)
    expect(await db.copilot.findFirst({ where: { cleeId: clee.id, side: 'education' } })).toMatchObject({ email })
  })

  it('opened both at once change the address; the same one twice at once confirms once', async () => {
    const { old, next } = await askLinks()
    const statuses = await statusesOf([submit(visitor(), old), submit(visitor(), next), submit(visitor(), old)])
    expect(statuses.slice(0, 2)).toEqual([303, 303])
    expect([409, 410]).toContain(statuses[2])
    expect((await reload()).email).toBe(email)
    expect(await db.auditEntry.count({ where: { event: 'account.email' } })).toBe(1)
  })

  it('read before, confirmed after another, are refused; so is an old one once a newer was asked for', async () => {
    const { old } = await askLinks()
    const found = await findEmailChange(old.split('/').at(-1) ?? '')
    await confirmEmailChange(found!)
    await expect(confirmEmailChange(found!)).rejects.toThrow('entre-temps')
    await askLinks()
    await expect(confirmEmailChange({ ...found!, side: 'new' })).rejects.toThrow('entre-temps')
  })

  it('say what to do when unknown or past their date, and are kept by nobody', async () => {
    expect(readable((await visitor().get('/compte/adresse/inconnu').expect(404)).text)).toContain('n’est pas connu')
    const { old } = await askLinks()
    expect((await visitor().get(old).expect(200)).headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    await db.emailChange.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(readable((await visitor().get(old).expect(410)).text)).toContain('n’est plus valable')
    await submit(visitor(), old).expect(410)
  })

  it('change nothing when the address got an account meanwhile, or the account was disabled', async () => {
    const { old, next } = await askLinks()
    await submit(visitor(), old).expect(303)
    const rival = await makeHead()
    await db.user.update({ where: { id: rival.id }, data: { email } })
    expect(readable((await submit(visitor(), next).expect(409)).text)).toContain('n’est plus disponible')
    expect((await reload()).email).toBe(user.email)
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    await submit(visitor(), next).expect(404)
  })
})
