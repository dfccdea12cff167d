import { describe, expect, it } from 'vitest'
import { acceptInvitation } from '../src/copilots/commands.ts'
import { findInvitation, getSeat } from '../src/copilots/queries.ts'
import { db } from '../src/db.ts'
import { HttpError } from '../src/errors.ts'
import { cancelInvitation, renewInvitation } from '../src/mandates/commands.ts'
import { signedIn, visitor } from './support/app.ts'
import { acceptInvitationOf, asActor, dayFrom, makeClee, makeCoordinator, makeHead, makeSchool, makeUser, password } from './support/factories.ts'
import { eventsOf, follow, lastInvitationPath, mailsOf, open, readable, shownAgain, statusesOf, submit } from './support/features.ts'

const boss = { firstName: 'Yann', lastName: 'Guivarch', email: 'yann@entreprise.test', jobTitle: 'Directeur', organisationName: 'Chantiers du Nord', siret: '', startsOn: '', endsOn: '' }
const principal = { firstName: 'Maël', lastName: 'Le Goff', email: 'mael@college.test', jobTitle: 'Principal', startsOn: '', endsOn: '' }
const pathOf = (slug: string, side: 'education' | 'economie') => `/clees/${slug}/copilotes/invitation?monde=${side}`

describe('inviting a co-pilot', () => {
  it('of the economic side adds a second seat, which the person accepts', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    await open(agent, pathOf(clee.slug, 'economie'))
    const page = await follow(agent, await submit(agent, pathOf(clee.slug, 'economie'), { ...boss, siret: '356 000 000 49837', endsOn: dayFrom(300) }))
    expect(page).toContain('L’invitation de Yann Guivarch est à transmettre par la mission')
    expect(page).toContain('Yann Guivarch Directeur, Chantiers du Nord')
    expect(await mailsOf('invitation.sending')).toContain(boss.email)
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['copilot.designation', 'invitation.sending'])
    const invitation = await open(visitor(), await lastInvitationPath())
    for (const text of ['au titre du monde économique', 'Directeur, Chantiers du Nord', 'dès que vous acceptez', 'se termine le']) expect(invitation).toContain(text)
    await submit(visitor(), await lastInvitationPath(), { password, confirmation: password }).expect(303)
    expect(await db.copilot.count({ where: { cleeId: clee.id, side: 'economy', acceptedAt: { not: null } } })).toBe(2)
    expect(await db.user.findUniqueOrThrow({ where: { email: boss.email } })).toMatchObject({ role: 'company' })
  })

  it('of the education side opens an account of head, whose school is the seat’s', async () => {
    const { clee, company } = await makeClee('active')
    const school = await makeSchool({ name: 'Collège Mahatma Gandhi', kind: 'college' })
    const agent = await signedIn(company!)
    await follow(agent, await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: 'mahatma gandhi' }))
    expect(await open(visitor(), await lastInvitationPath())).toContain('au titre du monde éducatif, comme Principal, Collège Mahatma Gandhi')
    expect(await acceptInvitationOf(principal.email)).toMatchObject({ role: 'school_head', schoolUai: school.uai })
    const accepted = await db.mail.findFirstOrThrow({ where: { event: 'invitation.acceptance', text: { contains: 'au titre du monde éducatif' } } })
    expect(readable(accepted.text)).toContain(`Son invitation a été envoyée par ${company!.firstName} ${company!.lastName}`)
  })

  it('moves the account of a head to the school of the seat, once accepted', async () => {
    const { clee, mission } = await makeClee('active')
    const [head, school] = [await makeHead(), await makeSchool()]
    await submit(await signedIn(mission), pathOf(clee.slug, 'education'), { ...principal, email: head.email, school: school.uai }).expect(303)
    expect(await db.user.findUniqueOrThrow({ where: { id: head.id } })).toMatchObject({ schoolUai: head.schoolUai })
    const agent = await signedIn(head)
    expect(await follow(agent, await submit(agent, await lastInvitationPath()))).toContain('Vous copilotez maintenant ce CLEE')
    expect(await db.user.findUniqueOrThrow({ where: { id: head.id } })).toMatchObject({ schoolUai: school.uai })
  })

  it('for a later day opens the space that day', async () => {
    const { clee, head } = await makeClee('active')
    await submit(await signedIn(head), pathOf(clee.slug, 'economie'), { ...boss, startsOn: dayFrom(10) }).expect(303)
    const agent = visitor()
    const page = await follow(agent, await submit(agent, await lastInvitationPath(), { password, confirmation: password }))
    expect(page).toContain('Votre mandat de copilote commence le')
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
    await db.copilot.updateMany({ where: { email: boss.email }, data: { startsOn: new Date(dayFrom(0)) } })
    await agent.get(`/clees/${clee.slug}/espace`).expect(200)
  })

  it.each([
    ['half an address', { email: 'yann@' }, 'adresse électronique complète'],
    ['a SIRET that fails Luhn', { siret: '73282932000075' }, 'Ce numéro SIRET est faux'],
    ['an end before its start', { startsOn: dayFrom(20), endsOn: dayFrom(10) }, 'La fin du mandat ne peut pas précéder son début'],
    ['an end before today', { endsOn: dayFrom(-1) }, 'La fin du mandat ne peut pas précéder son début'],
    ['a start that is past', { startsOn: dayFrom(-1) }, 'Le mandat commence aujourd’hui ou plus tard'],
    ['a start too far', { startsOn: dayFrom(700) }, 'dans les dix-huit mois'],
    ['a day that is none', { startsOn: '31/02/2027' }, 'Saisissez une date qui existe'],
    ['a name of 300 characters', { lastName: 'a'.repeat(300) }, 'Raccourcissez ce texte'],
    ['an emoji in a name', { firstName: 'Zoé 🎉' }, 'Un nom se compose de lettres'],
    ['a script in a name', { lastName: '<script>alert(1)</script>' }, 'Un nom se compose de lettres'],
    ['a function of 300 characters', { jobTitle: 'b'.repeat(300) }, 'Raccourcissez ce texte'],
    ['no structure', { organisationName: '!!' }, 'au moins une lettre ou un chiffre'],
    ['an emoji in a function', { jobTitle: 'Directeur 🎉' }, 'Retirez de ce texte les émoticônes'],
    ['a script in a function', { jobTitle: 'Directeur <script>alert(1)</script>' }, 'Retirez de ce texte'],
  ])('refuses %s, and shows the form filled', async (_what, change, sentence) => {
    const { clee, head } = await makeClee('active')
    const typed = { ...boss, ...change }
    const { text } = await submit(await signedIn(head), pathOf(clee.slug, 'economie'), typed).expect(422)
    expect(readable(text)).toContain(sentence)
    expect(text).not.toContain('<script>alert')
    for (const value of Object.values(typed)) expect(readable(text.replaceAll('value="', '>')), value).toContain(shownAgain(value))
    expect(await db.copilot.count({ where: { cleeId: clee.id } })).toBe(2)
  })

  it.each([
    ['a private school', { name: 'Lycée Jeanne-d’Arc', sector: 'private' }, 'est un établissement privé'],
    ['a CIO', { name: 'CIO de Fougères', kind: 'cio' }, 'd’un autre type (CIO)'],
    ['an MFR', { name: 'MFR de Fougères', kind: 'mfr' }, 'd’un autre type (MFR)'],
    ['a school that is closed', { name: 'Collège disparu', isOpen: false }, 'est fermé'],
  ] as const)('refuses at its field %s (R1)', async (_what, facts, sentence) => {
    const { clee, head } = await makeClee('active')
    const school = await makeSchool(facts)
    const { text } = await submit(await signedIn(head), pathOf(clee.slug, 'education'), { ...principal, school: school.uai }).expect(422)
    expect(readable(text)).toContain(sentence)
    expect(text).toContain(`value="${school.uai}"`)
    expect(await db.copilot.count({ where: { email: principal.email } })).toBe(0)
  })

  it('says the letter that a wrong UAI should end with, and offers the schools that a name may mean', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const school = await makeSchool({ name: 'Collège Duguesclin' })
    await makeSchool({ name: 'Collège Duguay-Trouin' })
    const wrong = `${school.uai.slice(0, 7)}${school.uai.endsWith('A') ? 'B' : 'A'}`
    expect(readable((await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: wrong }).expect(422)).text)).toContain(`la lettre attendue est ${school.uai[7]}`)
    const choice = await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: 'collège dug' }).expect(422)
    expect(readable(choice.text)).toContain('Plusieurs établissements correspondent')
    await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: ['collège dug', `Collège Duguesclin, Fougères (${school.uai})`] }).expect(303)
    for (const typed of ['', 'zzz']) await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: typed, email: 'autre@college.test' }).expect(422)
  })

  it('refuses with one sentence the address of another role or of a disabled account', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    const agent = await signedIn(mission)
    const disabled = await makeUser('company', { isActive: false })
    for (const email of [head.email, mission.email, disabled.email]) {
      expect(readable((await submit(agent, pathOf(clee.slug, 'economie'), { ...boss, email }).expect(422)).text)).toContain('ne peut pas recevoir le copilotage économique')
    }
    const education = await submit(agent, pathOf(clee.slug, 'education'), { ...principal, email: company!.email, school: head.schoolUai }).expect(422)
    expect(readable(education.text)).toContain('ne peut pas recevoir le copilotage du monde éducatif')
  })

  it('refuses a second seat to who holds or awaits one, and leaves one seat to two clicks at once', async () => {
    const { clee, head, company } = await makeClee('active')
    const agent = await signedIn(head)
    const refused = async (email: string) => expect(readable((await submit(agent, pathOf(clee.slug, 'economie'), { ...boss, email }).expect(422)).text)).toContain('copilote déjà ce CLEE à ces dates, ou y est déjà invitée')
    await refused(company!.email)
    expect(await statusesOf([1, 2].map(() => submit(agent, pathOf(clee.slug, 'economie'), boss)))).toEqual([303, 422])
    await refused(boss.email)
    expect(await db.copilot.count({ where: { email: boss.email } })).toBe(1)
  })

  it('is open to the co-pilots and to the mission, once the CLEE is declared and until it is closed', async () => {
    const { clee, company, bassin } = await makeClee('active')
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    await coordinator.get(pathOf(clee.slug, 'economie')).expect(403)
    expect(readable((await submit(coordinator, pathOf(clee.slug, 'economie'), boss).expect(403)).text)).toContain('s’invitent entre eux')
    expect(await db.copilot.count({ where: { cleeId: clee.id } })).toBe(2)
    await submit(await signedIn(company!), pathOf(clee.slug, 'economie'), boss).expect(303)
    const outsider = await signedIn(await makeHead())
    await outsider.get(pathOf(clee.slug, 'economie')).expect(404)
    await submit(outsider, pathOf(clee.slug, 'economie'), { ...boss, email: 'x@essai.test' }).expect(404)
    const draft = await makeClee('draft')
    await submit(await signedIn(draft.head), pathOf(draft.clee.slug, 'education'), { ...principal, school: draft.head.schoolUai }).expect(409)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    const late = await submit(visitor(), await lastInvitationPath(), { password, confirmation: password }).expect(409)
    expect(readable(late.text)).toContain('le CLEE est fermé')
    expect(await db.copilot.count({ where: { email: { in: ['x@essai.test', principal.email] } } })).toBe(0)
  })
})

describe('an invitation that waits', () => {
  const waiting = (cleeId: string) => db.copilot.findFirstOrThrow({ where: { cleeId, acceptedAt: null } })

  it('is sent again with a fresh link, and the earlier one dies', async () => {
    const { clee, head } = await makeClee('declared')
    const before = await lastInvitationPath()
    const agent = await signedIn(head)
    const path = `/clees/${clee.slug}/copilotes/${(await waiting(clee.id)).id}/relance`
    expect(await follow(agent, await submit(agent, path))).toContain('Une nouvelle invitation')
    await visitor().get(before).expect(404)
    await visitor().get(await lastInvitationPath()).expect(200)
    expect((await eventsOf(clee.id)).filter((event) => event === 'invitation.sending')).toHaveLength(2)
    await submit(await signedIn(await makeHead()), path).expect(404)
    await db.user.updateMany({ where: { role: 'company' }, data: { isActive: false } })
    expect(readable((await submit(agent, path).expect(422)).text)).toContain('Indiquez-en une autre')
  })

  it('is neither sent again nor cancelled by a coordinator', async () => {
    const { clee, bassin } = await makeClee('declared')
    const agent = await signedIn(await makeCoordinator(bassin.id))
    const path = `/clees/${clee.slug}/copilotes/${(await waiting(clee.id)).id}`
    await agent.get(`${path}/annulation`).expect(403)
    for (const last of ['relance', 'annulation']) await submit(agent, `${path}/${last}`).expect(403)
    expect(await waiting(clee.id)).toBeDefined()
    expect(await mailsOf('invitation.sending')).toHaveLength(1)
  })

  it('is cancelled once confirmed: seat, link and unused account go', async () => {
    const { clee, head } = await makeClee('declared')
    const link = await lastInvitationPath()
    const agent = await signedIn(head)
    const path = `/clees/${clee.slug}/copilotes/${(await waiting(clee.id)).id}/annulation`
    expect(await open(agent, path)).toContain('Annuler l’invitation de Zoé Kervella ?')
    await submit(await signedIn(await makeHead()), path).expect(404)
    expect(await follow(agent, await submit(agent, path))).toContain('L’invitation est annulée')
    await visitor().get(link).expect(404)
    expect([await db.copilot.count({ where: { side: 'economy' } }), await db.user.count({ where: { role: 'company' } })]).toEqual([0, 0])
    expect((await eventsOf(clee.id)).at(-1)).toBe('copilot.cancellation')
    await submit(agent, path).expect(404)
  })

  it('once accepted is neither sent again nor cancelled', async () => {
    const { clee, head, company } = await makeClee('active')
    const seat = await db.copilot.findFirstOrThrow({ where: { userId: company!.id } })
    const agent = await signedIn(head)
    for (const last of ['relance', 'annulation']) await submit(agent, `/clees/${clee.slug}/copilotes/${seat.id}/${last}`).expect(409)
    await agent.get(`/clees/${clee.slug}/copilotes/${seat.id}/annulation`).expect(409)
    expect(await db.copilot.count({ where: { id: seat.id } })).toBe(1)
  })

  it('accepted, renewed and cancelled at once never fails, and ends one way', async () => {
    const { clee, head } = await makeClee('declared')
    const actor = await asActor(head)
    const seat = await getSeat(clee.id, (await waiting(clee.id)).id)
    const invitation = await findInvitation((await lastInvitationPath()).split('/').at(-1) ?? '')
    const outcomes = await Promise.allSettled([acceptInvitation(invitation!, 'une phrase de passe longue'), cancelInvitation(actor, clee, seat), renewInvitation(actor, clee, seat)])
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(HttpError)
    const left = await db.copilot.findMany({ where: { cleeId: clee.id, side: 'economy' } })
    expect(left.length === 0 || left[0]?.acceptedAt !== null || outcomes[1].status === 'rejected').toBe(true)
  })

  it('of another CLEE, or unknown, is 404', async () => {
    const [{ clee, head }, other] = [await makeClee('declared'), await makeClee('declared')]
    const agent = await signedIn(head)
    for (const id of [(await waiting(other.clee.id)).id, 'pas-un-uuid', '01975d2e-0000-7000-8000-000000000000']) {
      for (const last of ['relance', 'annulation', 'modification']) await submit(agent, `/clees/${clee.slug}/copilotes/${id}/${last}`, { jobTitle: 'X' }).expect(404)
    }
  })
})
