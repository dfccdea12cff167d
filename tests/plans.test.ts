import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { during, eventsOf, follow, mailsOf, makeAction, open, readable, statusesOf, submit } from './support/features.ts'
import { cancel, editAction, planRow, withPlan } from './support/plans.ts'

const year = schoolYearOf()

describe('sending the list of actions', () => {
  it('dates it, gives a receipt, tells the mission and both co-pilots', async () => {
    const { agent, head, company, mission, path, clee } = await withPlan()
    const page = await follow(agent, await submit(agent, `${path}/soumission?annee=${year}`))
    const plan = await planRow()
    expect(plan).toMatchObject({ status: 'submitted', schoolYear: year, submittedAt: expect.any(Date), submittedByName: `${head.firstName} ${head.lastName}` })
    expect(plan.receipt).toMatch(/^ACT-\d{8}-[A-Z2-9]{6}$/)
    expect(page).toContain(plan.receipt)
    expect((await mailsOf('plan.submission')).toSorted()).toEqual([head.email, company!.email, mission.email].toSorted())
    for (const mail of await db.mail.findMany()) expect(mail.text).toContain(plan.receipt)
    expect((await eventsOf(clee.id)).at(-1)).toBe('plan.submission')
  })

  it('does not wait for the mission to take note of the CLEE', async () => {
    const { agent, path } = await withPlan('declared')
    await submit(agent, `${path}/soumission`).expect(303)
    expect(await planRow()).toMatchObject({ status: 'submitted' })
  })

  it('refuses an empty list, and one where everything is cancelled', async () => {
    const { agent, path, action } = await withPlan()
    await submit(agent, `${path}/soumission?annee=${nextSchoolYear(year)}`).expect(409)
    await cancel(action)
    expect(await open(agent, path)).not.toContain('Transmettre la liste')
    const refused = await submit(agent, `${path}/soumission`).expect(409)
    expect(readable(refused.text)).toContain('Cette liste ne contient aucune action à transmettre')
    await db.plannedAction.deleteMany()
    await submit(agent, `${path}/soumission`).expect(409)
    expect(await planRow()).toMatchObject({ status: 'draft', receipt: null, hasChanges: true })
    expect(await db.mail.count()).toBe(0)
  })

  it('keeps what is sent: everything but what is cancelled, proposed actions as such', async () => {
    const { agent, path, clee, head, action } = await withPlan()
    const cancelled = await makeAction(clee.id, head, { title: 'Visite abandonnée' })
    await cancel(cancelled)
    expect(await open(agent, path)).toContain('1 action partira, transmise comme « proposée » ; celles qui sont annulées ne partent pas.')
    await submit(agent, `${path}/soumission`).expect(303)
    expect((await planRow()).sentActions).toEqual([{ id: action.id, revision: action.revision, title: action.title }])
    expect(await open(agent, path)).not.toMatch(/depuis l’envoi/i)
  })

  it('is of a writable year and an open CLEE', async () => {
    const { agent, path, clee } = await withPlan()
    await db.schoolYear.create({ data: { schoolYear: year, openedByName: 'Essai', status: 'closed', closedAt: new Date() } })
    const closedYear = await submit(agent, `${path}/soumission`).expect(409)
    expect(readable(closedYear.text)).toContain('a clos l’année scolaire')
    expect(await open(agent, path)).not.toContain('Transmettre la liste')
    await db.schoolYear.deleteMany()
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    const closedClee = await submit(agent, `${path}/soumission`).expect(409)
    expect(readable(closedClee.text)).toContain('Ce CLEE est fermé')
    expect(await planRow()).toMatchObject({ status: 'draft' })
  })

  it('waits for who saves an action at the same time: that change comes after the sending', async () => {
    const { agent, path, action } = await withPlan()
    await during('UPDATE action_plans SET has_changes = true WHERE id = $1::uuid', [action.planId], async () => {
      const sending = submit(agent, `${path}/soumission`).expect(303)
      await editAction({ title: 'Forum déplacé' }, false)
      return sending
    })
    expect((await planRow()).sentActions).toEqual([{ id: action.id, revision: 2, title: 'Forum déplacé' }])
  })

  it('counts once when both co-pilots send it at once', async () => {
    const { clee, agent, company, path } = await withPlan()
    const other = await signedIn(company!)
    expect(await statusesOf([agent, other].map((one) => submit(one, `${path}/soumission`)))).toEqual([303, 409])
    expect((await eventsOf(clee.id)).filter((event) => event === 'plan.submission')).toHaveLength(1)
    expect(await mailsOf('plan.submission')).toHaveLength(3)
  })

  it('shows a change made since, and lets the list be sent again', async () => {
    const { agent, official, path, clee, head } = await withPlan()
    await submit(agent, `${path}/soumission`).expect(303)
    const first = await planRow()
    await submit(agent, `${path}/soumission`).expect(409)
    await submit(official, `${path}/accuse-de-reception`, { receipt: first.receipt }).expect(303)
    await editAction({ title: 'Forum déplacé' })
    const late = await makeAction(clee.id, head, { title: 'Action tardive' })
    const gone = await makeAction(clee.id, head, { title: 'Action passagère' })
    await db.actionPlan.updateMany({ data: { sentActions: [...((await planRow()).sentActions as object[]), { id: gone.id, revision: 1, title: gone.title }] } })
    await db.plannedAction.delete({ where: { id: gone.id } })
    await cancel(await makeAction(clee.id, head, { title: 'Action annulée aussitôt' }))
    for (const one of [agent, official]) {
      const page = await open(one, path)
      for (const sentence of ['La liste a changé depuis cet envoi', 'Modifiée depuis l’envoi Forum déplacé', `Ajoutée depuis l’envoi ${late.title}`, 'Retirée depuis l’envoi Action passagère']) expect(page).toContain(sentence)
      expect(page).not.toMatch(/depuis l’envoi Action annulée/)
    }
    await submit(agent, `${path}/soumission`).expect(303)
    const second = await planRow()
    expect(second).toMatchObject({ status: 'submitted', acknowledgedAt: null, acknowledgedByName: null })
    expect(second.receipt).not.toBe(first.receipt)
    expect(await open(agent, path)).not.toMatch(/depuis (l’|cet )envoi/)
  })

  it('is for the co-pilots: the coordinator and the mission read it and do not send it', async () => {
    const { official, path, bassin } = await withPlan()
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    for (const one of [coordinator, official]) {
      expect(await open(one, path)).not.toContain('Transmettre la liste')
      await submit(one, `${path}/soumission`).expect(403)
    }
    await submit(await signedIn(await makeHead()), `${path}/soumission`).expect(404)
    await submit(visitor(), `${path}/soumission`).expect(302)
    expect(await planRow()).toMatchObject({ status: 'draft' })
  })
})

describe('acknowledging a list', () => {
  it('is noted, and told to both co-pilots', async () => {
    const { clee, agent, official, head, company, mission, path } = await withPlan()
    await submit(agent, `${path}/soumission`).expect(303)
    const page = await official.get(path).expect(200)
    const receipt = /name="receipt" value="([^"]+)"/.exec(page.text)?.[1]
    expect(await follow(official, await submit(official, `${path}/accuse-de-reception?annee=${year}`, { receipt }))).toContain('Votre accusé de réception est enregistré')
    expect(await planRow()).toMatchObject({ status: 'acknowledged', acknowledgedAt: expect.any(Date), acknowledgedByName: `${mission.firstName} ${mission.lastName}` })
    expect((await mailsOf('plan.acknowledgement')).toSorted()).toEqual([head.email, company!.email].toSorted())
    expect((await eventsOf(clee.id)).at(-1)).toBe('plan.acknowledgement')
  })

  it('is refused when the list was sent again since it was read', async () => {
    const { agent, official, path } = await withPlan()
    await submit(agent, `${path}/soumission`).expect(303)
    const { receipt } = await planRow()
    await editAction({ title: 'Forum déplacé' })
    await submit(agent, `${path}/soumission`).expect(303)
    await submit(official, `${path}/accuse-de-reception`, { receipt }).expect(409)
    await submit(official, `${path}/accuse-de-reception`).expect(409)
    expect(await planRow()).toMatchObject({ status: 'submitted', acknowledgedAt: null })
  })

  it('counts once, and is the mission’s alone', async () => {
    const { agent, official, path, bassin } = await withPlan()
    await submit(official, `${path}/accuse-de-reception`).expect(409)
    await submit(agent, `${path}/soumission`).expect(303)
    const { receipt } = await planRow()
    for (const one of [agent, await signedIn(await makeCoordinator(bassin.id))]) await submit(one, `${path}/accuse-de-reception`, { receipt }).expect(403)
    expect(await statusesOf([1, 2].map(() => submit(official, `${path}/accuse-de-reception`, { receipt })))).toEqual([303, 409])
    expect(await mailsOf('plan.acknowledgement')).toHaveLength(2)
  })
})

describe('who reads an action', () => {
  const soon = new Date(`${year.slice(5)}-08-30T00:00:00Z`)
  const publish = async (cleeId: string, author: { id: string }, visibility: 'network' | 'public' | 'private', title: string) => {
    const { id } = await makeAction(cleeId, author, { title })
    await db.plannedAction.update({ where: { id }, data: { visibility, state: 'retained', audiences: ['pupils'], startsOn: soon } })
  }

  it('on the page of its CLEE: the public the public ones, signed-in people those of the network too', async () => {
    const { clee, head } = await makeClee('active')
    await publish(clee.id, head, 'public', 'Action pour tous')
    await publish(clee.id, head, 'network', 'Action du réseau')
    await publish(clee.id, head, 'private', 'Action interne')
    const anonymous = await open(visitor(), `/clees/${clee.slug}`)
    expect(anonymous).toContain('Action pour tous')
    expect(anonymous).not.toMatch(/Action du réseau|Action interne/)
    const page = await open(await signedIn(await makeHead()), `/clees/${clee.slug}`)
    expect(page).toContain('Action du réseau')
    expect(page).not.toContain('Action interne')
    const home = await open(visitor(), '/')
    expect(home).toContain('Action pour tous')
    expect(home).not.toMatch(/Action du réseau|Action interne/)
  })

  it('of a CLEE that the mission has not taken note of: nobody on the home page', async () => {
    const { clee, head, mission } = await makeClee('declared')
    await publish(clee.id, head, 'public', 'Action pour tous')
    expect(await open(visitor(), '/')).not.toContain('Action pour tous')
    await visitor().get(`/clees/${clee.slug}`).expect(404)
    await submit(await signedIn(mission), `/clees/${clee.slug}/prise-d-acte`).expect(303)
    expect(await open(visitor(), '/')).toContain('Action pour tous')
    expect(readable((await visitor().get(`/clees/${clee.slug}`)).text)).toContain('Action pour tous')
  })
})
