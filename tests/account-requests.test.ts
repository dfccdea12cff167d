import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import type { School, User } from '../src/generated/prisma/client.ts'
import { purgeAccountLinks } from '../src/account-requests/purge.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const phrase = 'le port de Saint-Malo au matin'
const chosen = { password: phrase, confirmation: phrase }
let school: School
let mission: User

beforeEach(async () => {
  school = await makeSchool({ uai: '0350122T', name: 'Lycée des Rochers' })
  mission = await makeMission()
})

const head = { firstName: 'Malo', lastName: 'Rozé', email: 'malo.roze@ac-rennes.fr', jobTitle: 'Proviseur', role: 'school_head', school: '0350122T', organisationName: '', message: '' }
const company = { ...head, email: 'malo@ateliers.test', jobTitle: 'Gérant', role: 'company', school: '', organisationName: 'Ateliers Rozé', message: 'Je viens de la part du CLEE.' }
const ask = (body: object) => submit(visitor(), '/demande-de-compte', body)

async function askLink(body: Record<string, string> & { email: string } = head) {
  await ask(body).expect(303)
  return lastLinkPath('account.request', body.email.toLowerCase())
}

describe('asking for an account', () => {
  it('keeps a request that nobody has confirmed, and mails a link of 24 hours', async () => {
    const agent = visitor()
    expect(await follow(agent, await submit(agent, '/demande-de-compte', company))).toContain('vous transmettra un lien personnel')
    const request = await db.accountRequest.findFirstOrThrow()
    expect(request).toMatchObject({ status: 'unconfirmed', email: company.email, role: 'company', organisationName: 'Ateliers Rozé', schoolUai: null, message: company.message })
    expect(Math.round((request.expiresAt.getTime() - request.createdAt.getTime()) / 3_600_000)).toBe(24)
    expect(await db.user.count()).toBe(1)
    expect(await mailsOf('account.request')).toEqual([company.email])
  })

  it.each([
    ['a name of 300 characters', { lastName: 'é'.repeat(300) }, 'Raccourcissez'],
    ['an emoji', { firstName: '🙂' }, 'Un nom se compose de lettres'],
    ['a tag', { lastName: '<script>alert(1)</script>' }, 'Un nom se compose de lettres'],
    ['no role', { role: '' }, 'Dites qui vous êtes'],
    ['the mission', { role: 'mission' }, 'Dites qui vous êtes'],
    ['a head without a school', { school: '' }, 'Choisissez l’établissement que vous dirigez'],
    ['a company without a structure', { role: 'company', organisationName: '' }, 'Saisissez le nom de votre structure'],
    ['a wrong key', { school: '0350122A' }, 'la lettre attendue est T'],
    ['a school mailbox with a wrong key', { email: 'ce.0350122a@ac-rennes.fr' }, 'la lettre attendue est T'],
    ['the mailbox of no school', { email: 'ce.0350011x@ac-rennes.fr' }, 'Aucun établissement de l’annuaire'],
    ['no address', { email: '' }, 'Saisissez une adresse électronique'],
  ])('comes back with what was typed: %s', async (_what, typed, sentence) => {
    const body = { ...head, ...typed, message: 'Un message à garder' }
    const response = await ask(body).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).toMatch(/<title>Erreur/)
    expect(response.text).toContain('Un message à garder')
    expect(response.text).toContain('value="Proviseur"')
    expect(response.text).not.toContain('<script>alert')
    expect(await db.accountRequest.count()).toBe(0)
    expect(await db.mail.count()).toBe(0)
  })

  it('offers the schools that a text could mean', async () => {
    await makeSchool({ name: 'Lycée des Rochers Sud' })
    await makeSchool({ name: 'Lycée des Rochers Nord' })
    const text = readable((await ask({ ...head, school: 'rochers' }).expect(422)).text)
    expect(text).toContain('choisissez le bon')
    expect(text).toContain('Lycée des Rochers Sud, Fougères')
  })

  it('answers the same, in the same time, when the address has an account; only its holder is told', async () => {
    const known = await makeHead()
    const invited = await makeUser('company', { passwordHash: null })
    const disabled = await makeUser('company', { isActive: false })
    const answers = new Set<string>()
    for (const email of ['personne@essai.test', known.email, invited.email, disabled.email]) {
      const start = performance.now()
      const response = await ask({ ...company, email }).expect(303)
      expect(performance.now() - start).toBeGreaterThanOrEqual(295)
      answers.add(`${response.headers['location']} ${response.text} ${response.headers['set-cookie'] ?? ''}`)
    }
    expect(answers.size).toBe(1)
    const mail = await db.mail.findFirstOrThrow({ where: { toEmail: known.email } })
    expect(mail).toMatchObject({ subject: 'Vous avez déjà un compte', secretLink: null, text: expect.stringMatching(/connexion[\s\S]*mot-de-passe-oublie/) })
    expect(mail).toMatchObject({ toName: `${known.firstName} ${known.lastName}`, text: expect.stringContaining(`Bonjour ${known.firstName} ${known.lastName},`) })
    expect(mail.text).not.toContain('Rozé')
    expect((await db.mail.findFirstOrThrow({ where: { toEmail: disabled.email } })).subject).toBe('Votre compte est désactivé')
    expect(await db.accountRequest.count()).toBe(1)
  })

  it('asked again replaces the request that nobody confirmed; its link dies', async () => {
    const first = await askLink(company)
    const second = await askLink({ ...company, jobTitle: 'Présidente' })
    await visitor().get(first).expect(404)
    await visitor().get(second).expect(200)
    expect(await db.accountRequest.findMany()).toMatchObject([{ jobTitle: 'Présidente' }])
  })

  it('asked again while it waits says so by mail', async () => {
    await submit(visitor(), await askLink(company)).expect(303)
    await ask(company).expect(303)
    expect(await db.accountRequest.count()).toBe(1)
    expect(await db.mail.findFirst({ where: { subject: { contains: 'attend déjà' } } })).toMatchObject({ toEmail: company.email })
  })

  it('is counted by address: the sixth of an hour is refused', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => ask(company)))
    await ask(company).expect(429)
  })
})

describe('confirming an address of the académie', () => {
  it('opens the account of a head at once, and tells the mission and the other heads', async () => {
    const other = await makeUser('school_head', { schoolUai: school.uai })
    const path = await askLink()
    const agent = visitor()
    expect(await open(agent, path)).toContain('choisissez votre mot de passe')
    const page = await follow(agent, await submit(agent, path, chosen))
    expect(page).toContain('rattaché à votre établissement')
    const user = await db.user.findUniqueOrThrow({ where: { email: head.email } })
    expect(user).toMatchObject({ role: 'school_head', schoolUai: school.uai, firstName: 'Malo', jobTitle: 'Proviseur', isActive: true })
    expect(await db.accountRequest.findFirst()).toMatchObject({ status: 'accepted', confirmedAt: expect.any(Date) })
    expect(await mailsOf('account.opening')).toEqual([mission.email, other.email, 'ce.0350122t@ac-rennes.fr'].toSorted())
    expect(await db.auditEntry.findFirst({ where: { event: 'account.opening' } })).toMatchObject({ actorId: user.id, subjectId: user.id })
    await submit(visitor(), '/connexion', { email: head.email, password: phrase }).expect(303)
  })

  it('of a school’s mailbox is that school, whatever was typed, and says so', async () => {
    await makeSchool({ name: 'Lycée d’ailleurs' })
    const email = 'CE.0350122t@ac-rennes.fr'
    const path = await askLink({ ...head, email, school: 'Lycée d’ailleurs' })
    expect(await open(visitor(), path)).toContain('est la messagerie de « Lycée des Rochers » : le compte est rattaché à cet établissement')
    await submit(visitor(), path, chosen).expect(303)
    expect(await db.user.findUnique({ where: { email } })).toMatchObject({ schoolUai: school.uai })
    expect(await mailsOf('account.opening')).toEqual([mission.email])
  })

  it('of a school’s mailbox, for the economic world, shows its structure to the person and to the mission', async () => {
    const path = await askLink({ ...company, email: 'ce.0350122t@ac-rennes.fr' })
    const page = await open(visitor(), path)
    for (const text of ['Lycée des Rochers', 'Ateliers Rozé']) expect(page).toContain(text)
    await submit(visitor(), path).expect(303)
    const request = await db.accountRequest.findFirstOrThrow()
    const desk = await open(await signedIn(mission), `/comptes/demandes/${request.id}`)
    expect(desk).toMatch(/Établissement Lycée des Rochers \(Fougères\).*Structure Ateliers Rozé/)
  })

  it.each([
    ['too short', { password: 'court', confirmation: 'court' }, 'au moins 12 caractères'],
    ['a common one', { password: 'Unbelievable', confirmation: 'Unbelievable' }, 'parmi les plus utilisés'],
    ['typed in two ways', { password: phrase, confirmation: 'autre' }, 'Les deux saisies diffèrent'],
  ])('refuses a password that is %s', async (_what, body, sentence) => {
    const path = await askLink()
    expect(readable((await submit(visitor(), path, body).expect(422)).text)).toContain(sentence)
    expect(await db.user.count({ where: { email: head.email } })).toBe(0)
  })

  it('opened twice at once opens one account', async () => {
    const path = await askLink()
    const [first, second] = await statusesOf([1, 2].map(() => submit(visitor(), path, chosen)))
    expect(first).toBe(303)
    expect([409, 410]).toContain(second)
    expect(await db.user.count({ where: { email: head.email } })).toBe(1)
  })

  it('refuses when the address got an account meanwhile', async () => {
    const path = await askLink()
    await makeUser('school_head', { email: head.email })
    expect(readable((await submit(visitor(), path, chosen).expect(409)).text)).toContain('a déjà un compte')
    expect(await db.accountRequest.findFirst()).toMatchObject({ status: 'unconfirmed' })
  })
})

describe('confirming any other request', () => {
  it.each([
    ['of a company', company],
    ['of a coordinator of the académie', { ...head, role: 'coordinator' }],
    ['of a head at another address', { ...head, email: 'malo@ailleurs.test' }],
    ['of a head at a domain that only looks like the académie’s', { ...head, email: 'ce.0350122t@faux-ac-rennes.fr' }],
  ])('waits for the mission, which is told: %s', async (_what, body) => {
    const path = await askLink(body)
    const agent = visitor()
    expect(await open(agent, path)).toContain('examine votre demande')
    expect(await follow(agent, await submit(agent, path, chosen))).toContain('Votre demande est confirmée')
    expect(await db.accountRequest.findFirst()).toMatchObject({ status: 'waiting', confirmedAt: expect.any(Date) })
    expect(await db.user.count({ where: { email: body.email } })).toBe(0)
    expect(await mailsOf('account.request')).toContain(mission.email)
    expect(await db.auditEntry.findFirst({ where: { event: 'account.request' } })).toMatchObject({ subjectName: expect.stringContaining(body.jobTitle) })
  })

  it('says what to do with a link unknown, past its date or used; its page is kept by nobody', async () => {
    expect(readable((await visitor().get('/demande-de-compte/inconnu').expect(404)).text)).toContain('n’est pas connu')
    const path = await askLink(company)
    expect((await visitor().get(path).expect(200)).headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    await db.accountRequest.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('n’est plus valable')
    await submit(visitor(), path).expect(410)
    await db.accountRequest.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } })
    const statuses = await statusesOf([1, 2].map(() => submit(visitor(), path)))
    expect([[303, 409], [303, 410]]).toContainEqual(statuses)
    expect(readable((await visitor().get(path).expect(410)).text)).toContain('déjà confirmée')
  })
})

it('what was never confirmed is forgotten after 30 days, what was decided after 12 months', async () => {
  const day = 24 * 3_600_000
  const old = (days: number) => new Date(Date.now() - days * day)
  const person = { firstName: 'A', lastName: 'B', jobTitle: 'C', role: 'company' as const, organisationName: 'D' }
  const make = (name: string, data: object) => db.accountRequest.create({ data: { ...person, email: `${name}@x.fr`, tokenHash: name, expiresAt: old(0), ...data } })
  await make('oublie', { expiresAt: old(31) })
  await make('recent', { expiresAt: old(29) })
  await make('decide', { status: 'accepted', confirmedAt: old(400), decidedAt: old(366), expiresAt: old(400) })
  await make('attend', { status: 'waiting', confirmedAt: old(400), expiresAt: old(400) })
  const user = await makeHead()
  await db.passwordReset.create({ data: { userId: user.id, tokenHash: 'a', expiresAt: old(31) } })
  await db.emailChange.create({ data: { userId: user.id, newEmail: 'x@y.fr', oldTokenHash: 'b', newTokenHash: 'c', expiresAt: old(31) } })
  await purgeAccountLinks()
  expect((await db.accountRequest.findMany({ orderBy: { email: 'asc' } })).map(({ email }) => email)).toEqual(['attend@x.fr', 'recent@x.fr'])
  expect([await db.passwordReset.count(), await db.emailChange.count()]).toEqual([0, 0])
})
