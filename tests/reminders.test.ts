import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { remindAgreements } from '../src/charters/reminders.ts'
import { db } from '../src/db.ts'
import { sendReminders } from '../src/reminders/send.ts'
import { isMonthlyDue, mondayOf } from '../src/reminders/weeks.ts'
import { asActor, makeClee, makeCoordinator, makeHead, makeMission, makeUser } from './support/factories.ts'
import { ageCharter, bringCharter, makeAction, mailsOf } from './support/features.ts'
import { day, meet, openYear, readTasks, setClock, taskOf } from './support/reminders.ts'

// A Monday of the school year 2026-2027.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00+01:00') })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what awaits a co-pilot', () => {
  it('is the list to fill in, then to send, with its date; nothing once it is sent, or the year closed', async () => {
    const { clee, head } = await makeClee('active')
    await openYear({ planDueOn: day('2026-11-30') })
    expect(await taskOf(head, 'plan.start')).toMatchObject({ dueOn: day('2026-11-30'), href: `/clees/${clee.slug}/actions?annee=2026-2027` })
    await makeAction(clee.id, head)
    expect(await taskOf(head, 'plan.submission')).toMatchObject({ dueOn: day('2026-11-30') })
    await db.actionPlan.updateMany({ data: { status: 'submitted', hasChanges: false, submittedAt: new Date(), receipt: 'R' } })
    expect((await readTasks(head)).filter(({ key }) => key.startsWith('plan.'))).toEqual([])
    await db.actionPlan.updateMany({ data: { status: 'questioned' } })
    expect(await taskOf(head, 'plan.question')).toMatchObject({ isUrgent: true })
    await db.schoolYear.updateMany({ data: { status: 'closed', closedAt: new Date(), closedByName: 'Mission' } })
    expect((await readTasks(head)).filter(({ key }) => /^(plan|actions|review)\./.test(key))).toEqual([])
  })

  it('is the actions that my side has not agreed to, urgent when the other has', async () => {
    const { clee, head, company } = await makeClee('active')
    await makeAction(clee.id, head)
    await makeAction(clee.id, head, { title: 'Une visite' })
    await db.plannedAction.updateMany({ data: { educationAgreedAt: null, economyAgreedAt: null } })
    await db.plannedAction.updateMany({ where: { title: 'Une visite' }, data: { educationAgreedAt: new Date(), educationAgreedByName: 'Anne' } })
    expect(await taskOf(head, 'actions.agreement')).toMatchObject({ title: 'Donner l’accord du monde éducatif à une action', isUrgent: false })
    expect(await taskOf(company!, 'actions.agreement')).toMatchObject({ title: expect.stringMatching(/monde économique à 2\sactions$/), isUrgent: true })
    await db.plannedAction.updateMany({ data: { state: 'retained' } })
    expect(await taskOf(company!, 'actions.agreement')).toBeUndefined()
  })

  it('is the actions whose day is past and that have no figures, with the way to the only one', async () => {
    const { clee, head } = await makeClee('active')
    const one = await makeAction(clee.id, head, { startsOn: day('2026-11-20') })
    await db.plannedAction.updateMany({ data: { state: 'planned' } })
    expect(await taskOf(head, 'actions.figures')).toMatchObject({ href: `/clees/${clee.slug}/actions/${one.id}` })
    await makeAction(clee.id, head, { title: 'Longue', startsOn: day('2026-11-20'), endsOn: day('2026-11-23') })
    await db.plannedAction.updateMany({ where: { title: 'Longue' }, data: { state: 'retained' } })
    expect((await taskOf(head, 'actions.figures'))?.title).toBe('Saisir les chiffres d’une action passée')
    setClock('2026-11-24')
    expect(await taskOf(head, 'actions.figures')).toMatchObject({ title: expect.stringMatching(/2\sactions passées$/), href: `/clees/${clee.slug}/actions?annee=2026-2027` })
    await db.plannedAction.updateMany({ data: { state: 'done', outcome: 'done' } })
    expect(await taskOf(head, 'actions.figures')).toBeDefined()
    const sent = { status: 'submitted', receipt: 'BIL', submittedAt: new Date(), figures: {}, educationApprovedAt: new Date(), economyApprovedAt: new Date() } as const
    await db.planReview.create({ data: { planId: one.planId, cleeId: clee.id, schoolYear: '2026-2027', ...sent } })
    expect(await taskOf(head, 'actions.figures')).toBeUndefined()
    await db.planReview.deleteMany()
    await db.plannedAction.updateMany({ data: { pupilsReached: 0 } })
    expect(await taskOf(head, 'actions.figures')).toBeUndefined()
  })

  it('is the review from 1 June, to approve when the other has, to complete when the mission returns it', async () => {
    const { clee, head, company } = await makeClee('active')
    await openYear({ reviewDueOn: day('2027-06-30') })
    const { planId } = await makeAction(clee.id, head)
    setClock('2027-05-31')
    expect(await taskOf(head, 'review.writing')).toBeUndefined()
    setClock('2027-06-01')
    expect(await taskOf(head, 'review.writing')).toMatchObject({ dueOn: day('2027-06-30'), href: `/clees/${clee.slug}/bilan?annee=2026-2027` })
    const { id } = await db.planReview.create({ data: { planId, cleeId: clee.id, schoolYear: '2026-2027', educationApprovedAt: new Date(), educationApprovedByName: 'Anne' } })
    expect(await taskOf(company!, 'review.approval')).toMatchObject({ isUrgent: true })
    expect(await taskOf(head, 'review.awaited')).toMatchObject({ isElsewhere: true })
    await db.planReview.update({ where: { id }, data: { educationApprovedAt: null, returnReason: 'Précisez.' } })
    expect(await taskOf(head, 'review.return')).toMatchObject({ isUrgent: true })
    await db.planReview.update({ where: { id }, data: { status: 'submitted', receipt: 'BIL', submittedAt: new Date(), figures: {}, educationApprovedAt: new Date(), economyApprovedAt: new Date() } })
    expect((await readTasks(head)).filter(({ key }) => key.startsWith('review.'))).toEqual([])
  })

  it('is the charter by the mission’s date, then to renew three months before its end', async () => {
    const { clee, head, mission } = await makeClee('active')
    await openYear({ charterDueOn: day('2026-12-15') })
    expect(await taskOf(head, 'charter.creation')).toMatchObject({ dueOn: day('2026-12-15') })
    await bringCharter(clee.id, head, mission, 'draft')
    expect(await taskOf(head, 'charter.submission')).toMatchObject({ dueOn: day('2026-12-15') })
    await bringCharter(clee.id, head, mission, 'validated')
    await ageCharter(clee.id, { validUntil: day('2027-03-01') })
    expect(await taskOf(head, 'charter.renewal')).toBeUndefined()
    setClock('2026-12-01')
    expect(await taskOf(head, 'charter.renewal')).toMatchObject({ dueOn: day('2027-03-01'), text: expect.stringContaining('valable jusqu’au') })
    setClock('2027-03-02')
    expect((await taskOf(head, 'charter.renewal'))?.text).toContain('Sa validité est dépassée')
  })

  it('is that the CLEE has not met for six months, counted from its start while it has never met', async () => {
    const { clee, head } = await makeClee('active')
    expect(await taskOf(head, 'meeting.quiet')).toBeUndefined()
    setClock('2027-05-23')
    expect((await taskOf(head, 'meeting.quiet'))?.text).toContain('Aucune réunion')
    await meet(clee.id, '2026-11-24')
    expect(await taskOf(head, 'meeting.quiet')).toBeUndefined()
    setClock('2027-05-24')
    expect((await taskOf(head, 'meeting.quiet'))?.text).toMatch(/Dernière réunion le 24\snovembre\s2026\. Cela fait plus de six mois/)
    await meet(clee.id, '2027-06-10')
    await db.meeting.create({ data: { cleeId: clee.id, kind: 'working_group', heldOn: day('2027-05-20'), createdByName: 'Anne' } })
    expect(await taskOf(head, 'meeting.quiet')).toBeDefined()
    setClock('2027-06-10')
    expect(await taskOf(head, 'meeting.quiet')).toBeUndefined()
  })

  it('comes with the most urgent first, what is for others last; a dormant CLEE still shows what others wait for', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    await openYear({ planDueOn: day('2026-11-01') })
    await bringCharter(clee.id, head, mission, 'proposed')
    expect((await readTasks(company!)).map(({ key }) => key)).toEqual(['charter.agreement', 'plan.start'])
    expect((await readTasks(head)).map(({ key }) => key)).toEqual(['plan.start', 'charter.awaited'])
    await db.clee.update({ where: { id: clee.id }, data: { status: 'dormant' } })
    expect((await readTasks(company!)).map(({ key }) => key)).toEqual(['charter.agreement', 'clee.dormant'])
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    expect(await readTasks(company!)).toEqual([])
  })
})

const digests = () => db.reminderDigest.findMany({ orderBy: [{ week: 'asc' }, { userId: 'asc' }] })
const mailTo = (email: string) => db.mail.findFirstOrThrow({ where: { event: 'reminders', toEmail: email }, orderBy: { createdAt: 'desc' } })
const setPace = (email: string, reminderPace: 'weekly' | 'monthly' | 'none') => db.user.update({ where: { email }, data: { reminderPace } })

describe('the mail that groups what awaits somebody', () => {
  it('leaves once a week, whatever the number of processes, with the link to do each thing and to have it less', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    await openYear({ planDueOn: day('2026-11-11') })
    await Promise.all([sendReminders(), sendReminders(), sendReminders()])
    setClock('2026-11-29', '23:00')
    expect(await sendReminders()).toBe(0)
    expect((await mailsOf('reminders')).toSorted()).toEqual([head.email, company!.email, mission.email].toSorted())
    expect(await digests()).toHaveLength(3)
    const { subject, text } = await mailTo(head.email)
    expect(subject).toMatch(/^Ce qui vous attend\s: 2\schoses à faire$/)
    expect(text).toMatch(/En retard de 12\sjours/)
    for (const path of [`/clees/${clee.slug}/actions?annee=2026-2027`, `/clees/${clee.slug}/charte`, '/compte#rappels', '/tableau-de-bord']) expect(text).toContain(`http://localhost:3000${path}\n`)
    setClock('2026-11-30')
    expect(await sendReminders()).toBe(3)
  })

  it('is the guard and the mail together: a line without its mail is not left behind', async () => {
    const { head } = await makeClee('active')
    await db.$executeRaw`ALTER TABLE mails ADD CONSTRAINT refused CHECK (event <> 'reminders')`
    await expect(sendReminders()).rejects.toThrow()
    expect(await digests()).toEqual([])
    await db.$executeRaw`ALTER TABLE mails DROP CONSTRAINT refused`
    await sendReminders()
    expect(await mailsOf('reminders')).toContain(head.email)
  })

  it('goes neither to who wants none, nor to an account that is disabled, was never used, or has nothing to do', async () => {
    const { head, company } = await makeClee('active')
    await setPace(head.email, 'none')
    await db.user.update({ where: { id: company!.id }, data: { isActive: false } })
    await db.user.updateMany({ where: { role: 'mission' }, data: { passwordHash: null } })
    await makeHead()
    expect(await sendReminders()).toBe(0)
    expect(await digests()).toEqual([])
  })

  it('goes each month to who prefers so: the first Monday, four weeks at least after the last', async () => {
    const { head } = await makeClee('active')
    await db.user.updateMany({ data: { reminderPace: 'none' } })
    await setPace(head.email, 'monthly')
    const weeks: string[] = []
    for (let monday = mondayOf(new Date()); monday < day('2027-02-10'); monday = new Date(monday.getTime() + 7 * 86_400_000)) {
      vi.setSystemTime(monday)
      if ((await sendReminders()) > 0) weeks.push(monday.toISOString().slice(0, 10))
    }
    expect(weeks).toEqual(['2026-12-07', '2027-01-04', '2027-02-01'])
    expect(isMonthlyDue(day('2027-03-01'), day('2027-02-08'))).toBe(false)
  })

  it('tells the mission what awaits it and who is late, a coordinator which CLEEs of their bassins are', async () => {
    const { clee, bassin } = await makeClee('active')
    setClock('2026-11-23', '08:01')
    const other = await makeClee('active', 'CLEE d’ailleurs')
    const coordinator = await makeCoordinator(bassin.id)
    const official = await makeMission()
    await openYear({ planDueOn: day('2026-11-11') })
    await sendReminders()
    const [told, toldMission] = [(await mailTo(coordinator.email)).text, (await mailTo(official.email)).text]
    expect(told).toContain(`${clee.name}. Liste des actions non transmise.`)
    expect(told).toContain(`/clees/${clee.slug}/espace`)
    expect(told).not.toContain(other.clee.name)
    expect(toldMission).toMatch(/Liste des actions non transmise\s: 2\sCLEE/)
    expect(toldMission).toContain('/annees-scolaires/2026-2027')
    expect(toldMission).toContain('sans coordonnateur')
  })

  it('and the reminder of an agreement are never two in a week about the same charter', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'proposed')
    await db.charter.updateMany({ data: { proposedAt: day('2026-11-16') } })
    await sendReminders()
    expect((await mailTo(company!.email)).text).toContain('Donner votre accord à la charte')
    await remindAgreements()
    expect(await mailsOf('charter.reminder')).toEqual([])
    await setPace(company!.email, 'none')
    setClock('2026-12-01')
    await remindAgreements()
    expect(await mailsOf('charter.reminder')).toEqual([company!.email])
    await setPace(company!.email, 'weekly')
    setClock('2026-12-07')
    await sendReminders()
    expect((await mailTo(company!.email)).text).not.toContain('Donner votre accord à la charte')
  })

  it('of somebody who leaves the portal is forgotten with their account', async () => {
    const person = await makeUser('company')
    await db.reminderDigest.create({ data: { userId: person.id, week: day('2026-11-23'), count: 1 } })
    const { deleteAccount } = await import('../src/users/deletion.ts')
    await deleteAccount(await asActor(await makeMission()), person.id, false)
    expect(await digests()).toEqual([])
  })
})
