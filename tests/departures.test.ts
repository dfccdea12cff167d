import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { vacateEndedMandates, watchMandates } from '../src/handovers/vacancy.ts'
import { signedIn, visitor } from './support/app.ts'
import { acceptInvitationOf, dayFrom, makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { during, eventsOf, follow, mailsOf, open, readable, shownAgain, statusesOf, submit } from './support/features.ts'

const colleague = { firstName: 'Yann', lastName: 'Guivarch', email: 'yann@entreprise.test', jobTitle: 'Directeur', organisationName: 'Chantiers du Nord', siret: '' }
const box = { isVacancyDeclared: 'oui' }

async function makeLeaver(stage: 'declared' | 'active' = 'active') {
  const people = await makeClee(stage)
  const seat = await db.copilot.findFirstOrThrow({ where: { cleeId: people.clee.id, side: stage === 'active' ? 'economy' : 'education' } })
  const agent = await signedIn(stage === 'active' ? people.company! : people.head)
  const base = `/clees/${people.clee.slug}/copilotes/${seat.id}`
  return { ...people, seat, agent, path: `${base}/depart`, change: `${base}/modification` }
}

const statusOf = async (id: string) => (await db.clee.findUniqueOrThrow({ where: { id } })).status
const seatOf = (id: string) => db.copilot.findUniqueOrThrow({ where: { id } })
const passDays = (id: string, days: number) => db.$executeRaw`UPDATE copilots SET starts_on = starts_on - ${days}::int, ends_on = ends_on - ${days}::int WHERE id = ${id}::uuid`

describe('ending a mandate', () => {
  it('that is not the last of its side is told to the others, and changes no state', async () => {
    const { clee, head, mission, seat, agent, path } = await makeLeaver()
    await submit(agent, `/clees/${clee.slug}/copilotes/invitation?monde=economie`, colleague).expect(303)
    await acceptInvitationOf(colleague.email)
    expect(await open(agent, path)).not.toContain('Je déclare le copilotage vacant')
    expect(await follow(agent, await submit(agent, path, { endsOn: dayFrom(5) }))).toContain('La fin du mandat est enregistrée')
    expect((await seatOf(seat.id)).endsOn).toEqual(new Date(dayFrom(5)))
    expect((await mailsOf('copilot.departure')).toSorted()).toEqual([head.email, mission.email, colleague.email].toSorted())
    expect((await eventsOf(clee.id)).at(-1)).toBe('copilot.departure')
    await passDays(seat.id, 6)
    await watchMandates()
    expect(await statusOf(clee.id)).toBe('active')
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
  })

  it('that is the last of its side asks for a successor or the vacancy (R2), and keeps what was typed', async () => {
    const { clee, seat, agent, path } = await makeLeaver()
    expect(await open(agent, path)).toContain('Je déclare le copilotage vacant')
    const { text } = await submit(agent, path, { endsOn: dayFrom(5) }).expect(422)
    expect(readable(text)).toContain('passez la main à un successeur, ou déclarez ici le copilotage vacant')
    expect(text).toContain(`value="${shownAgain(dayFrom(5))}"`)
    expect([await seatOf(seat.id), await statusOf(clee.id), await db.mail.count({ where: { event: 'copilot.departure' } })]).toEqual([seat, 'active', 0])
  })

  it('today makes the CLEE vacant tomorrow: until then its holder is shown and keeps their rights', async () => {
    const { clee, agent, seat, path } = await makeLeaver()
    await follow(agent, await submit(agent, path, { endsOn: dayFrom(0), ...box }))
    await watchMandates()
    expect([await statusOf(clee.id), await mailsOf('clee.vacancy')]).toEqual(['active', []])
    expect(await open(visitor(), `/clees/${clee.slug}`)).not.toContain('vacant')
    expect(await open(agent, `/clees/${clee.slug}/espace`)).toContain('Le siège du monde économique sera vacant à partir du')
    await submit(agent, `/clees/${clee.slug}/sommeil`, { reason: 'Une pause.' }).expect(303)
    await submit(agent, `/clees/${clee.slug}/relance`).expect(303)
    expect(await statusOf(clee.id)).toBe('active')
    await passDays(seat.id, 1)
    await watchMandates()
    expect(await statusOf(clee.id)).toBe('vacant')
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Le siège du monde économique est vacant')
  })

  it('later, with the vacancy declared, tells at once and makes the CLEE vacant the day after', async () => {
    const { clee, head, mission, seat, agent, path } = await makeLeaver()
    await submit(agent, path, { endsOn: dayFrom(3), ...box }).expect(303)
    expect((await mailsOf('copilot.departure')).toSorted()).toEqual([head.email, mission.email].toSorted())
    expect((await db.mail.findFirstOrThrow({ where: { event: 'copilot.departure' } })).subject).toContain('Copilotage bientôt vacant')
    await watchMandates()
    expect(await statusOf(clee.id)).toBe('active')
    await passDays(seat.id, 4)
    await Promise.all([vacateEndedMandates(), vacateEndedMandates(), watchMandates()])
    expect(await statusOf(clee.id)).toBe('vacant')
    expect((await mailsOf('clee.vacancy')).toSorted()).toEqual([head.email, mission.email].toSorted())
    expect(await db.cleeStateChange.findMany({ where: { cleeId: clee.id, to: 'vacant' } })).toMatchObject([{ actorName: '' }])
    expect(await open(await signedIn(head), `/clees/${clee.slug}/espace`)).toMatch(/Copilotage vacant.*Le portail/)
  })

  it('is no vacancy when somebody takes the seat while the portal looks', async () => {
    const { clee, seat } = await makeLeaver()
    await db.copilot.update({ where: { id: seat.id }, data: { startsOn: new Date(dayFrom(-9)), endsOn: new Date(dayFrom(-1)) } })
    const taking = `WITH locked AS (UPDATE clees SET updated_at = now() WHERE id = $1::uuid)
      INSERT INTO copilots (id, clee_id, side, first_name, last_name, email, job_title, organisation_id, starts_on, accepted_at)
      SELECT gen_random_uuid(), clee_id, side, 'Yann', 'Guivarch', 'yann@entreprise.test', 'Directeur', organisation_id, CURRENT_DATE, now() FROM copilots WHERE id = $2::uuid`
    await during(taking, [clee.id, seat.id], vacateEndedMandates)
    expect(await statusOf(clee.id)).toBe('active')
    expect(await mailsOf('clee.vacancy')).toEqual([])
  })

  it('becomes active again when somebody takes the seat', async () => {
    const { clee, head, mission, seat, path } = await makeLeaver()
    await passDays(seat.id, 30)
    await submit(await signedIn(mission), path, { endsOn: dayFrom(-1), ...box }).expect(303)
    await submit(await signedIn(head), `/clees/${clee.slug}/copilotes/invitation?monde=economie`, colleague).expect(303)
    expect(await statusOf(clee.id)).toBe('vacant')
    await acceptInvitationOf(colleague.email)
    expect(await statusOf(clee.id)).toBe('active')
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.activation')).toHaveLength(2)
  })

  it('of the head of a declared CLEE makes it vacant too', async () => {
    const { clee, mission, seat, agent, path } = await makeLeaver('declared')
    await submit(agent, path, { endsOn: dayFrom(0) }).expect(422)
    await submit(agent, path, { endsOn: dayFrom(0), ...box }).expect(303)
    await passDays(seat.id, 1)
    await watchMandates()
    expect(await statusOf(clee.id)).toBe('vacant')
    expect(await mailsOf('clee.vacancy')).toEqual([mission.email])
  })

  it('leaves a declared CLEE alone whose economic co-pilot has not answered yet', async () => {
    const { clee } = await makeLeaver('declared')
    await watchMandates()
    expect(await statusOf(clee.id)).toBe('declared')
  })

  it('in the past is noted by the mission alone: the rights end at once', async () => {
    const { clee, company, mission, seat, agent, path } = await makeLeaver()
    await passDays(seat.id, 30)
    expect(readable((await submit(agent, path, { endsOn: dayFrom(-1), ...box }).expect(422)).text)).toContain('Le dernier jour est le')
    const official = await signedIn(mission)
    expect(await open(official, path)).toContain('indiquez la date d’hier')
    expect(await open(agent, path)).not.toContain('indiquez la date d’hier')
    expect(readable((await submit(official, path, { endsOn: dayFrom(-31), ...box }).expect(422)).text)).toContain('au plus tôt')
    await submit(official, path, { endsOn: dayFrom(-1), ...box }).expect(303)
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
    expect(await statusOf(clee.id)).toBe('vacant')
    expect(await db.cleeStateChange.findFirstOrThrow({ where: { cleeId: clee.id, to: 'vacant' } })).toMatchObject({ from: 'active', reason: 'Le siège du monde économique n’est plus tenu.' })
    expect(await mailsOf('copilot.departure')).toEqual([company!.email])
    await official.get(path).expect(409)
  })

  it.each([
    ['no day', { endsOn: '' }, 'Indiquez le dernier jour'],
    ['a day that is none', { endsOn: '2027-02-31' }, 'Saisissez une date qui existe'],
    ['a day too far', { endsOn: dayFrom(600) }, 'dans les dix-huit mois'],
  ])('refuses %s', async (_what, typed, sentence) => {
    const { seat, agent, path } = await makeLeaver()
    expect(readable((await submit(agent, path, { ...typed, ...box }).expect(422)).text)).toContain(sentence)
    expect(await seatOf(seat.id)).toEqual(seat)
  })

  it('is refused to the others, 404 to outsiders, and done once by two people', async () => {
    const { clee, head, mission, bassin, seat, agent, path } = await makeLeaver()
    for (const person of [head, await makeCoordinator(bassin.id)]) {
      const other = await signedIn(person)
      await other.get(path).expect(403)
      await submit(other, path, { endsOn: dayFrom(0), ...box }).expect(403)
    }
    await submit(await signedIn(await makeHead()), path, { endsOn: dayFrom(0), ...box }).expect(404)
    expect(await seatOf(seat.id)).toEqual(seat)
    const official = await signedIn(mission)
    const statuses = await statusesOf([submit(agent, path, { endsOn: dayFrom(2), ...box }), submit(official, path, { endsOn: dayFrom(9), ...box })])
    expect([[303, 303], [303, 409]]).toContainEqual(statuses)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(official, path, { endsOn: dayFrom(0), ...box }).expect(409)
  })
})

describe('correcting a mandate', () => {
  it('changes the function, by the co-pilots and the mission, and tells the holder', async () => {
    const { clee, head, company, bassin, seat, agent: holder, change } = await makeLeaver()
    const agent = await signedIn(head)
    expect(await open(agent, change)).not.toContain('Dernier jour du mandat')
    expect(await follow(agent, await submit(agent, change, { jobTitle: 'Gérante', endsOn: dayFrom(3) }))).toContain('Le mandat est corrigé')
    expect(await seatOf(seat.id)).toMatchObject({ jobTitle: 'Gérante', endsOn: null })
    expect((await eventsOf(clee.id)).at(-1)).toBe('copilot.change')
    expect(await mailsOf('copilot.change')).toEqual([company!.email])
    expect((await db.mail.findFirstOrThrow({ where: { event: 'copilot.change' } })).text).toContain(`${head.firstName} ${head.lastName} a corrigé la fonction publiée`)
    expect(await open(agent, `/clees/${clee.slug}/espace`)).toContain('Fonction : Gérante, au lieu de Directrice générale')
    await submit(holder, change, { jobTitle: 'Gérante associée', endsOn: '' }).expect(303)
    expect(await mailsOf('copilot.change')).toHaveLength(1)
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    await coordinator.get(change).expect(403)
    await submit(coordinator, change, { jobTitle: 'Prise' }).expect(403)
    await submit(await signedIn(await makeHead()), change, { jobTitle: 'Prise' }).expect(404)
    expect(await seatOf(seat.id)).toMatchObject({ jobTitle: 'Gérante associée' })
  })

  it('takes a departure back, but ends no last mandate of a side (R2), and tells the others', async () => {
    const { head, mission, seat, agent, path, change } = await makeLeaver()
    expect(readable((await submit(agent, change, { jobTitle: 'Gérante', endsOn: dayFrom(9) }).expect(422)).text)).toContain('Ce siège serait vide ensuite')
    await submit(agent, path, { endsOn: dayFrom(9), ...box }).expect(303)
    await submit(agent, change, { jobTitle: 'Gérante', endsOn: dayFrom(20) }).expect(303)
    await submit(agent, change, { jobTitle: 'Gérante', endsOn: '' }).expect(303)
    expect(await seatOf(seat.id)).toMatchObject({ jobTitle: 'Gérante', endsOn: null })
    expect(await mailsOf('copilot.change')).toEqual([head.email, head.email, mission.email, mission.email].toSorted())
    const texts = (await db.mail.findMany({ where: { event: 'copilot.change', toEmail: mission.email }, orderBy: { createdAt: 'asc' } })).map(({ text }) => readable(text))
    expect(texts[0]).toContain('serait vacant à partir du')
    expect(texts[1]).toContain('garde son siège, sans date de fin')
  })

  it('is offered in one click while an end is planned', async () => {
    const { clee, head, company, mission, seat, agent, path } = await makeLeaver()
    const page = `/clees/${clee.slug}/copilotes`
    await agent.get(`${path}/retrait`).expect(409)
    await submit(agent, path, { endsOn: dayFrom(9), ...box }).expect(303)
    expect(await open(agent, page)).toContain('Revenir sur la fin du mandat')
    expect(await open(agent, `/clees/${clee.slug}/espace`)).toContain('Le siège du monde économique sera vacant à partir du')
    const other = await signedIn(head)
    expect(await open(other, page)).not.toContain('Revenir sur la fin du mandat')
    await submit(other, `${path}/retrait`).expect(403)
    await submit(await signedIn(await makeHead()), `${path}/retrait`).expect(404)
    expect(await open(agent, `${path}/retrait`)).toContain('Revenir sur la fin de ce mandat ?')
    const official = await signedIn(mission)
    expect(await statusesOf([submit(agent, `${path}/retrait`), submit(official, `${path}/retrait`)])).toEqual([303, 409])
    expect(await seatOf(seat.id)).toEqual(seat)
    expect((await mailsOf('copilot.change')).filter((email) => email !== company!.email && email !== mission.email)).toEqual([head.email])
    expect(await open(agent, `/clees/${clee.slug}/espace`)).not.toContain('sera vacant')
  })

  it.each([
    ['no function', { jobTitle: ' ', endsOn: '' }, 'Saisissez la fonction'],
    ['a function of 300 characters', { jobTitle: 'a'.repeat(300), endsOn: '' }, 'Raccourcissez ce texte'],
    ['an end before its start', { jobTitle: 'Gérante', endsOn: dayFrom(-1) }, 'La fin du mandat ne peut pas précéder son début'],
  ])('refuses %s', async (_what, typed, sentence) => {
    const { seat, agent, change } = await makeLeaver()
    const { text } = await submit(agent, change, typed).expect(422)
    expect(readable(text)).toContain(sentence)
    expect(text).toContain(`value="${shownAgain(typed.endsOn)}"`)
    expect(await seatOf(seat.id)).toEqual(seat)
  })

  it('is over for a mandate that is', async () => {
    const { seat, mission, change } = await makeLeaver()
    await db.copilot.update({ where: { id: seat.id }, data: { startsOn: new Date(dayFrom(-9)), endsOn: new Date(dayFrom(-1)) } })
    await submit(await signedIn(mission), change, { jobTitle: 'Gérante', endsOn: '' }).expect(409)
  })
})
