import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeHead, makeUser, password } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const phrase = 'le port de Saint-Malo au matin'
const chosen = { password: phrase, confirmation: phrase }
let user: User

beforeEach(async () => {
  user = await makeHead()
})

const forget = (email: string) => submit(visitor(), '/mot-de-passe-oublie', { email })
async function askLink(email = user.email) {
  await forget(email).expect(303)
  return lastLinkPath('account.password', email)
}

describe('a forgotten password', () => {
  it('sends a link of one hour, of which only the hash is kept', async () => {
    const agent = visitor()
    const page = await follow(agent, await submit(agent, '/mot-de-passe-oublie', { email: ` ${user.email.toUpperCase()} ` }))
    expect(page).toContain('Si un compte correspond à cette adresse')
    const path = await lastLinkPath('account.password', user.email)
    const token = path.split('/').at(-1) ?? ''
    const reset = await db.passwordReset.findFirstOrThrow()
    expect(reset).toMatchObject({ userId: user.id, usedAt: null, tokenHash: createHash('sha256').update(token).digest('hex') })
    expect(Math.round((reset.expiresAt.getTime() - reset.createdAt.getTime()) / 60_000)).toBe(60)
    expect((await db.mail.findFirstOrThrow()).text).not.toContain(token)
  })

  it('answers the same, in the same time, whether the address has an account or not', async () => {
    const disabled = await makeHead()
    await db.user.update({ where: { id: disabled.id }, data: { isActive: false } })
    const answers = new Set<string>()
    for (const email of [user.email, 'inconnu@essai.test', disabled.email]) {
      const start = performance.now()
      const response = await forget(email).expect(303)
      expect(performance.now() - start).toBeGreaterThanOrEqual(295)
      answers.add(`${response.headers['location']} ${response.text} ${response.headers['set-cookie'] ?? ''}`)
    }
    expect(answers.size).toBe(1)
    expect(await mailsOf('account.password')).toEqual([user.email])
  })

  it('sends a fresh invitation to an account that nobody has opened', async () => {
    const invited = await makeUser('company', { passwordHash: null })
    const path = await askLink(invited.email)
    expect(path).toMatch(/^\/invitations\//)
    await submit(visitor(), path, chosen).expect(303)
    await submit(visitor(), '/connexion', { email: invited.email, password: phrase }).expect(303)
  })

  it.each([['', 'Saisissez une adresse électronique'], ['sans-arobase', 'adresse électronique complète'], [`${'a'.repeat(300)}@x.fr`, 'Raccourcissez'], ['<script>@x.fr', 'adresse électronique complète'], ['🙂', 'adresse électronique complète']])(
    'keeps what was typed and says what is wrong: %s',
    async (email, sentence) => {
      const response = await forget(email).expect(422)
      expect(readable(response.text)).toContain(sentence)
      expect(response.text).toContain('Erreur')
      if (email && !email.includes('<')) expect(response.text).toContain(email)
      expect(response.text).not.toContain('<script>@')
      expect(await db.mail.count()).toBe(0)
    },
  )

  it('is counted by address, known or not: the sixth of an hour is refused', async () => {
    for (const email of [user.email, 'inconnu@essai.test']) {
      await Promise.all([1, 2, 3, 4, 5].map(() => forget(email).expect(303)))
      expect(readable((await forget(email).expect(429)).text)).toContain('Trop de demandes de lien')
    }
  })
})

it('is counted by network, whatever the addresses: past thirty in an hour', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, number) => forget(`personne${number}@essai.test`).expect(303)))
  await forget(user.email).expect(429)
})

describe('the link', () => {
  it('changes the password, closes every session, tells the person, and is written in the journal', async () => {
    const agents = [await signedIn(user), await signedIn(user)]
    const path = await askLink()
    const agent = visitor()
    expect(await open(agent, path)).toContain(user.email)
    const page = await follow(agent, await submit(agent, path, chosen))
    expect(page).toContain('Votre mot de passe est changé')
    for (const old of agents) await old.get('/tableau-de-bord').expect(302)
    await submit(visitor(), '/connexion', { email: user.email, password }).expect(422)
    await submit(visitor(), '/connexion', { email: user.email, password: phrase }).expect(303)
    expect(await db.auditEntry.findFirst({ where: { event: 'account.password' } })).toMatchObject({ actorId: user.id, subjectId: user.id })
    const mail = await db.mail.findFirstOrThrow({ where: { event: 'account.password', secretLink: null } })
    expect(mail).toMatchObject({ toEmail: user.email, subject: 'Votre mot de passe a changé' })
  })

  it('is neither kept by a cache nor told to another site', async () => {
    const { headers } = await visitor().get(await askLink()).expect(200)
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  })

  it.each([
    ['too short', { password: 'court', confirmation: 'court' }, 'au moins 12 caractères'],
    ['a common one', { password: 'Unbelievable', confirmation: 'Unbelievable' }, 'parmi les plus utilisés'],
    ['typed in two ways', { password: phrase, confirmation: `${phrase}!` }, 'Les deux saisies diffèrent'],
    ['absent', {}, 'Choisissez un mot de passe'],
  ])('refuses a password that is %s, and still serves after', async (_what, body, sentence) => {
    const path = await askLink()
    const response = await submit(visitor(), path, body).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).not.toContain(phrase)
    expect(await db.passwordReset.count({ where: { usedAt: null } })).toBe(1)
    expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).passwordHash).toBe(user.passwordHash)
  })

  it('says what to do when it is unknown, past its date, used or replaced', async () => {
    expect(readable((await visitor().get('/mot-de-passe/inconnu').expect(404)).text)).toContain('n’est pas connu')
    const first = await askLink()
    const path = await askLink()
    await visitor().get(first).expect(404)
    await db.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('n’est plus valable')
    await submit(visitor(), path, chosen).expect(410)
    await db.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } })
    await submit(visitor(), path, chosen).expect(303)
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('a déjà servi')
    await submit(visitor(), path, chosen).expect(410)
  })

  it('opened twice at once serves once', async () => {
    const path = await askLink()
    const [first, second] = await statusesOf([1, 2].map(() => submit(visitor(), path, chosen)))
    expect(first).toBe(303)
    expect([409, 410]).toContain(second)
    expect(await db.auditEntry.count({ where: { event: 'account.password' } })).toBe(1)
  })

  it('dies with the account that is disabled', async () => {
    const path = await askLink()
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    await visitor().get(path).expect(404)
    await submit(visitor(), path, chosen).expect(404)
  })
})
