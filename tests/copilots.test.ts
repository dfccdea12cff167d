import { describe, expect, it } from 'vitest'
import { acceptInvitation, designateEconomicCopilot, renewInvitation } from '../src/copilots/commands.ts'
import { findInvitation } from '../src/copilots/queries.ts'
import { db } from '../src/db.ts'
import { HttpError } from '../src/errors.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeHead, makeUser } from './support/factories.ts'
import { eventsOf, follow, lastInvitationPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const person = { firstName: 'Yann', lastName: 'Guivarch', email: 'yann@entreprise.test', jobTitle: 'Directeur', organisationName: 'Chantiers du Nord', siret: '' }

describe('naming the economic co-pilot', () => {
  it('replaces, in a draft, the person named, and invites nobody yet', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/copilotes`, { ...person, siret: '732 829 320 00074' }))
    expect(page).toContain('il sera invité quand vous enverrez la déclaration')
    const seats = await db.copilot.findMany({ where: { cleeId: clee.id, side: 'economy' }, include: { organisation: true } })
    expect(seats).toMatchObject([{ email: 'yann@entreprise.test', userId: null, acceptedAt: null, organisation: { name: 'Chantiers du Nord', siret: '73282932000074' } }])
    expect([await db.mail.count(), await db.invitation.count()]).toEqual([0, 0])
    expect((await eventsOf(clee.id)).at(-1)).toBe('copilot.designation')
  })

  it.each([
    ['no name', { lastName: '' }, 'Saisissez le nom du copilote'],
    ['half an address', { email: 'yann@' }, 'adresse électronique complète'],
    ['no structure', { organisationName: ' ' }, 'Saisissez le nom de sa structure'],
    ['a wrong SIRET', { siret: '73282932000075' }, 'Ce numéro SIRET est faux'],
    ['a SIREN', { siret: '732829320' }, 'numéro SIREN'],
    ['a function of 121 characters', { jobTitle: 'a'.repeat(121) }, 'Raccourcissez ce texte'],
  ])('refuses %s and shows the form filled', async (_what, change, sentence) => {
    const { clee, head } = await makeClee('draft')
    const typed = { ...person, ...change }
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, typed).expect(422)
    expect(readable(page.text)).toContain(sentence)
    for (const value of [typed.firstName, typed.email, typed.jobTitle]) expect(page.text).toContain(`value="${value}"`)
    expect(await db.copilot.count({ where: { email: typed.email } })).toBe(0)
  })

  it('refuses at its field an address of the education side', async () => {
    const { clee, head } = await makeClee('declared')
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, { ...person, email: head.email.toUpperCase() }).expect(422)
    expect(readable(page.text)).toContain('ne peut pas recevoir le copilotage économique')
    const disabled = await makeUser('company', { isActive: false })
    await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, { ...person, email: disabled.email }).expect(422)
    expect(await db.copilot.count({ where: { side: 'economy', email: { in: [head.email, disabled.email] } } })).toBe(0)
  })

  it('kills the earlier link and forgets the unused account when another person is named', async () => {
    const { clee, head } = await makeClee('declared')
    const before = await lastInvitationPath()
    const agent = await signedIn(head)
    expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/copilotes`, person))).toContain('est invité par courriel')
    await visitor().get(before).expect(404)
    await visitor().get(await lastInvitationPath()).expect(200)
    expect(await db.user.findMany({ where: { role: 'company' } })).toMatchObject([{ email: 'yann@entreprise.test' }])
    expect(await mailsOf('invitation.sending')).toContain('yann@entreprise.test')
  })

  it('kills the earlier link too when that person had an account, which stays', async () => {
    const { company } = await makeClee('active')
    const { clee, head } = await makeClee('draft')
    await db.copilot.updateMany({ where: { cleeId: clee.id, side: 'economy' }, data: { email: company!.email } })
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/declaration`).expect(303)
    const before = await lastInvitationPath()
    await submit(agent, `/clees/${clee.slug}/copilotes`, person).expect(303)
    await visitor().get(before).expect(404)
    expect(await db.user.count({ where: { id: company!.id } })).toBe(1)
  })

  it('is over once the seat is taken', async () => {
    const { clee, head, company } = await makeClee('active')
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/copilotes`, person).expect(409)
    await submit(agent, `/clees/${clee.slug}/copilotes/invitation`).expect(409)
    expect(await db.copilot.findMany({ where: { side: 'economy' } })).toMatchObject([{ userId: company!.id }])
  })

  it('twice at once leaves one seat waiting and one link', async () => {
    const { clee, head } = await makeClee('declared')
    const agent = await signedIn(head)
    const statuses = await statusesOf(['un@essai.test', 'deux@essai.test'].map((email) => submit(agent, `/clees/${clee.slug}/copilotes`, { ...person, email })))
    expect(statuses[0]).toBe(303)
    expect([303, 409]).toContain(statuses[1])
    expect(await db.copilot.count({ where: { side: 'economy' } })).toBe(1)
    expect(await db.invitation.count()).toBe(1)
    expect(await db.user.count({ where: { role: 'company' } })).toBe(1)
  })

  it('while the person accepts leaves one seat, and never fails', async () => {
    const { clee, head } = await makeClee('declared')
    const actor = await asActor(head)
    const invitation = await findInvitation((await lastInvitationPath()).split('/').at(-1) ?? '')
    const outcomes = await Promise.allSettled([
      acceptInvitation(invitation!, 'une phrase de passe longue'),
      designateEconomicCopilot(actor, clee, { ...person, siret: null }),
      renewInvitation(actor, clee),
    ])
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(HttpError)
    expect(await db.copilot.count({ where: { side: 'economy' } })).toBe(1)
  })

  it('is open to the mission and the coordinator of the bassin, not to others', async () => {
    const { clee, mission, bassin } = await makeClee('declared')
    for (const editor of [mission, await makeCoordinator(bassin.id)]) {
      await submit(await signedIn(editor), `/clees/${clee.slug}/copilotes`, person).expect(303)
    }
    for (const outsider of [await makeHead(), await makeCoordinator(bassin.id, '2020-2021')]) {
      await submit(await signedIn(outsider), `/clees/${clee.slug}/copilotes`, { ...person, email: 'x@essai.test' }).expect(404)
    }
    expect(await db.copilot.count({ where: { email: 'x@essai.test' } })).toBe(0)
  })
})

describe('renewing an invitation', () => {
  it('sends a fresh link and kills the earlier one', async () => {
    const { clee, head } = await makeClee('declared')
    const before = await lastInvitationPath()
    const agent = await signedIn(head)
    expect(await open(agent, `/clees/${clee.slug}/copilotes`)).toContain('Renvoyer l’invitation')
    expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/copilotes/invitation`))).toContain('Une nouvelle invitation part')
    await visitor().get(before).expect(404)
    await visitor().get(await lastInvitationPath()).expect(200)
    expect((await eventsOf(clee.id)).filter((event) => event === 'invitation.sending')).toHaveLength(2)
  })

  it('has nothing to send for a draft, and goes only to outsiders’ 404', async () => {
    const { clee, head } = await makeClee('draft')
    await submit(await signedIn(head), `/clees/${clee.slug}/copilotes/invitation`).expect(409)
    await submit(await signedIn(await makeHead()), `/clees/${clee.slug}/copilotes/invitation`).expect(404)
    expect(await db.mail.count()).toBe(0)
  })

  it('says so when the account was disabled since', async () => {
    const { clee, head } = await makeClee('declared')
    await db.user.updateMany({ where: { role: 'company' }, data: { isActive: false } })
    const response = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes/invitation`).expect(422)
    expect(readable(response.text)).toContain('Indiquez-en une autre')
  })
})
