import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { watchMandates } from '../src/handovers/vacancy.ts'
import { signedIn, visitor } from './support/app.ts'
import { acceptInvitationOf, dayFrom, makeClee, makeCoordinator, makeHead, makeSchool, password } from './support/factories.ts'
import { eventsOf, follow, lastInvitationPath, mailsOf, open, readable, shownAgain, sortedStatuses, statusesOf, submit } from './support/features.ts'

const successor = { firstName: 'Maël', lastName: 'Le Goff', email: 'mael@college.test', jobTitle: 'Principal' }

/** An active CLEE whose head is about to leave, with the address of the hand-over and what its form says. */
async function makeLeaver() {
  const people = await makeClee('active')
  const seat = await db.copilot.findFirstOrThrow({ where: { userId: people.head.id } })
  const typed = { ...successor, school: people.head.schoolUai ?? '', endsOn: dayFrom(30), startsOn: dayFrom(20) }
  return { ...people, seat, typed, path: `/clees/${people.clee.slug}/copilotes/${seat.id}/passation`, agent: await signedIn(people.head) }
}

const seatOf = (id: string) => db.copilot.findUniqueOrThrow({ where: { id } })
const successorOf = (id: string) => db.copilot.findFirstOrThrow({ where: { replacesId: id } })
const isoOf = (day: Date | null) => day?.toISOString().slice(0, 10)
/** Moves the dates of a seat, as if days had passed. */
const shift = (id: string, startsOn: number, endsOn: number | null) =>
  db.copilot.update({ where: { id }, data: { startsOn: new Date(dayFrom(startsOn)), endsOn: endsOn === null ? null : new Date(dayFrom(endsOn)) } })

describe('handing a seat over', () => {
  it('sets the last day, invites the successor, tells the others, and rewrites nothing', async () => {
    const { clee, company, mission, seat, typed, path, agent } = await makeLeaver()
    expect(await open(agent, path)).toContain('Passer la main')
    const page = await follow(agent, await submit(agent, path, typed))
    expect(page).toContain('La passation est enregistrée : l’invitation de Maël Le Goff est à transmettre par la mission')
    expect(page).toContain('Passation en cours')
    expect(page).toContain('qui n’a pas encore accepté')
    const left = await seatOf(seat.id)
    expect({ ...left, endsOn: null }).toEqual(seat)
    expect(isoOf(left.endsOn)).toBe(typed.endsOn)
    expect(isoOf((await successorOf(seat.id)).startsOn)).toBe(typed.startsOn)
    expect((await mailsOf('copilot.handover')).toSorted()).toEqual([company!.email, mission.email].toSorted())
    expect((await mailsOf('invitation.sending')).at(-1)).toBeDefined()
    expect(await mailsOf('invitation.sending')).toContain(successor.email)
    expect((await eventsOf(clee.id)).slice(-3)).toEqual(['copilot.designation', 'invitation.sending', 'copilot.handover'])
    expect(await open(visitor(), await lastInvitationPath())).toContain('Votre mandat commence le')
  })

  it('overlaps while both hold the seat, then ends the rights of who leaves after their last day', async () => {
    const { clee, seat, typed, path, agent } = await makeLeaver()
    await submit(agent, path, typed).expect(303)
    await acceptInvitationOf(successor.email)
    const next = await successorOf(seat.id)
    const newcomer = await signedIn({ email: successor.email })
    await newcomer.get(`/clees/${clee.slug}/espace`).expect(404)
    await shift(seat.id, -30, 0)
    await shift(next.id, -10, null)
    for (const person of [agent, newcomer]) await person.get(`/clees/${clee.slug}/espace`).expect(200)
    await shift(seat.id, -30, -1)
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
    await newcomer.get(`/clees/${clee.slug}/espace`).expect(200)
    await watchMandates()
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'active' })
    await submit(newcomer, `/clees/${clee.slug}/charte`).expect(303)
  })

  it('still tells who leaves what happens, up to their last day', async () => {
    const { clee, head, company, seat } = await makeLeaver()
    await shift(seat.id, -30, 0)
    await submit(await signedIn(company!), `/clees/${clee.slug}/sommeil`, { reason: 'Une pause.' }).expect(303)
    expect(await mailsOf('clee.dormancy')).toContain(head.email)
    await shift(seat.id, -30, -1)
    await submit(await signedIn(company!), `/clees/${clee.slug}/relance`).expect(303)
    expect(await mailsOf('clee.relaunch')).not.toContain(head.email)
  })

  it('of the economic side is done by the mission too', async () => {
    const { clee, company, mission } = await makeLeaver()
    const seat = await db.copilot.findFirstOrThrow({ where: { userId: company!.id } })
    const typed = { ...successor, organisationName: 'Chantiers du Nord', siret: '35600000049837', endsOn: dayFrom(0), startsOn: dayFrom(1) }
    await submit(await signedIn(mission), `/clees/${clee.slug}/copilotes/${seat.id}/passation`, typed).expect(303)
    expect(await db.copilot.findFirstOrThrow({ where: { replacesId: seat.id }, include: { organisation: true } })).toMatchObject({ side: 'economy', organisation: { siret: '35600000049837' } })
    expect(await mailsOf('copilot.handover')).toContain(company!.email)
  })

  it.each([
    ['no last day', { endsOn: '' }, 'Indiquez le dernier jour'],
    ['a last day that is past', { endsOn: dayFrom(-1), startsOn: dayFrom(0) }, 'Le dernier jour est le'],
    ['a last day too far', { endsOn: dayFrom(600) }, 'dans les dix-huit mois'],
    ['no first day', { startsOn: '' }, 'Indiquez le premier jour'],
    ['a first day that is past', { startsOn: dayFrom(-1) }, 'Le successeur commence aujourd’hui ou plus tard'],
    ['a seat empty in between', { endsOn: dayFrom(10), startsOn: dayFrom(12) }, 'Le siège resterait vide entre les deux'],
    ['a name of 300 characters', { lastName: 'a'.repeat(300) }, 'Raccourcissez ce texte'],
    ['an emoji in a name', { firstName: '🎉' }, 'Un nom se compose de lettres'],
    ['a UAI without a school', { school: '0350000A' }, 'la lettre attendue est'],
  ])('refuses %s, keeps what was typed and writes nothing', async (_what, change, sentence) => {
    const { seat, typed, path, agent } = await makeLeaver()
    const { text } = await submit(agent, path, { ...typed, ...change }).expect(422)
    expect(readable(text)).toContain(sentence)
    for (const value of Object.values({ ...typed, ...change })) expect(text).toContain(`value="${shownAgain(value)}"`)
    expect([await seatOf(seat.id), await db.copilot.count()]).toEqual([seat, 2])
  })

  it('refuses a private school (R1), the leaver’s own address, and who co-pilots already', async () => {
    const { head, company, seat, typed, path, agent } = await makeLeaver()
    const refused = async (change: object) => readable((await submit(agent, path, { ...typed, ...change }).expect(422)).text)
    expect(await refused({ school: (await makeSchool({ sector: 'private' })).uai })).toContain('est un établissement privé')
    expect(await refused({ email: head.email })).toContain('indiquez celle de son successeur')
    expect(await refused({ email: company!.email })).toContain('ne peut pas recevoir le copilotage du monde éducatif')
    const other = await makeHead()
    await db.copilot.create({ data: { cleeId: seat.cleeId, side: 'education', userId: other.id, firstName: 'A', lastName: 'B', email: other.email, jobTitle: 'C', schoolUai: other.schoolUai, startsOn: new Date('2024-09-01'), acceptedAt: new Date() } })
    expect(await refused({ email: other.email })).toContain('copilote déjà ce CLEE')
    expect(await seatOf(seat.id)).toEqual(seat)
  })

  it('is refused to the other co-pilots and to coordinators, 404 to outsiders and of another CLEE', async () => {
    const { clee, company, bassin, seat, typed, path, agent } = await makeLeaver()
    for (const person of [company!, await makeCoordinator(bassin.id)]) {
      const other = await signedIn(person)
      await other.get(path).expect(403)
      await submit(other, path, typed).expect(403)
    }
    await submit(await signedIn(await makeHead()), path, typed).expect(404)
    const elsewhere = await makeLeaver()
    await submit(agent, `/clees/${clee.slug}/copilotes/${elsewhere.seat.id}/passation`, typed).expect(404)
    expect(await seatOf(seat.id)).toEqual(seat)
  })

  it('by two people at once is done by one; the other reads that it is done', async () => {
    const { mission, seat, typed, path, agent } = await makeLeaver()
    const official = await signedIn(mission)
    const answers = await Promise.all([submit(agent, path, typed), submit(official, path, { ...typed, email: 'autre@college.test', endsOn: dayFrom(40) })])
    expect(sortedStatuses(answers)).toEqual([303, 409])
    expect(readable(answers.find(({ status }) => status === 409)?.text ?? '')).toMatch(/passer la main|passation est déjà en cours/)
    expect(await db.copilot.count({ where: { replacesId: seat.id } })).toBe(1)
    expect((await eventsOf(seat.cleeId)).filter((event) => event === 'copilot.handover')).toHaveLength(1)
    await submit(official, path, typed).expect(409)
    await official.get(path).expect(409)
  })

  it('without an answer leaves the CLEE vacant the day after', async () => {
    const { clee, company, mission, seat, typed, path, agent } = await makeLeaver()
    await submit(agent, path, typed).expect(303)
    await shift(seat.id, -30, 0)
    await watchMandates()
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'active' })
    await shift(seat.id, -30, -1)
    await watchMandates()
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'vacant' })
    expect((await mailsOf('clee.vacancy')).toSorted()).toEqual([company!.email, mission.email].toSorted())
    await acceptInvitationOf(successor.email)
    await shift((await successorOf(seat.id)).id, 0, null)
    await watchMandates()
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ status: 'active' })
  })
})

describe('taking a hand-over back', () => {
  async function makeHandover() {
    const made = await makeLeaver()
    await submit(made.agent, made.path, made.typed).expect(303)
    return { ...made, withdrawal: `${made.path}/retrait` }
  }

  it('keeps the seat, cancels the invitation, and allows another', async () => {
    const { seat, typed, path, withdrawal, agent, clee } = await makeHandover()
    const link = await lastInvitationPath()
    expect(await open(agent, withdrawal)).toContain('Revenir sur cette passation ?')
    expect(await follow(agent, await submit(agent, withdrawal))).toContain('La passation est retirée')
    expect(await seatOf(seat.id)).toEqual(seat)
    await visitor().get(link).expect(404)
    expect(await db.user.count({ where: { email: successor.email } })).toBe(0)
    expect((await eventsOf(clee.id)).slice(-2).toSorted()).toEqual(['copilot.cancellation', 'copilot.change'])
    await submit(agent, withdrawal).expect(409)
    await submit(agent, path, typed).expect(303)
  })

  it('is the mission’s alone once the successor has accepted', async () => {
    const { seat, withdrawal, agent, mission } = await makeHandover()
    await acceptInvitationOf(successor.email)
    await agent.get(withdrawal).expect(403)
    await submit(agent, withdrawal).expect(403)
    await follow(await signedIn(mission), await submit(await signedIn(mission), withdrawal))
    expect(await seatOf(seat.id)).toEqual(seat)
    expect(await db.copilot.count({ where: { replacesId: seat.id } })).toBe(0)
    expect(await mailsOf('copilot.handover')).toContain(successor.email)
  })

  it('ends tonight, and keeps in the history, a successor who has begun', async () => {
    const { seat, withdrawal, mission } = await makeHandover()
    await acceptInvitationOf(successor.email)
    await shift((await successorOf(seat.id)).id, -5, null)
    await submit(await signedIn(mission), withdrawal).expect(303)
    expect(isoOf((await successorOf(seat.id)).endsOn)).toBe(dayFrom(0))
    expect(await seatOf(seat.id)).toEqual(seat)
  })

  it('is over once its date is past, and done once by two clicks', async () => {
    const { seat, withdrawal, agent } = await makeHandover()
    expect(await statusesOf([1, 2].map(() => submit(agent, withdrawal)))).toEqual([303, 409])
    const other = await makeHandover()
    await shift(other.seat.id, -30, -1)
    await submit(await signedIn(other.mission), other.withdrawal).expect(409)
    expect((await seatOf(seat.id)).endsOn).toBeNull()
  })

  it('is not done by cancelling the successor’s invitation, nor by moving the date', async () => {
    const { clee, seat, company, agent } = await makeHandover()
    const next = await successorOf(seat.id)
    await submit(await signedIn(company!), `/clees/${clee.slug}/copilotes/${next.id}/annulation`).expect(409)
    const moved = await submit(agent, `/clees/${clee.slug}/copilotes/${seat.id}/modification`, { jobTitle: 'Proviseure', endsOn: dayFrom(50) }).expect(422)
    expect(readable(moved.text)).toContain('Une passation est en cours')
    await submit(visitor(), await lastInvitationPath(), { password, confirmation: password }).expect(303)
  })
})
