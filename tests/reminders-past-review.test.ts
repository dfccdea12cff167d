import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { sendReminders } from '../src/reminders/send.ts'
import { makeClee, makeCoordinator, makeUser } from './support/factories.ts'
import { makeAction } from './support/features.ts'
import { day, openYear, readTasks, setClock, taskOf } from './support/reminders.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00+01:00') })
})
afterEach(() => {
  vi.useRealTimers()
})

const lastMail = (where: object) => db.mail.findFirstOrThrow({ where: { event: 'reminders', ...where }, orderBy: { createdAt: 'desc' } })

describe('the review of the year before', () => {
  it('awaits the co-pilots from 1 September, until it is sent or the mission closes that year', async () => {
    const { clee, head, company } = await makeClee('active')
    const previous = await openYear({ reviewDueOn: day('2027-06-30') })
    const { planId } = await makeAction(clee.id, head)
    setClock('2027-09-01')
    expect(await taskOf(head, 'review.writing')).toBeUndefined()
    const href = `/clees/${clee.slug}/bilan?annee=2026-2027`
    expect(await taskOf(head, 'review.past')).toMatchObject({ title: 'Bilan 2026-2027 à terminer', dueOn: day('2027-06-30'), href })
    await db.schoolYear.create({ data: { schoolYear: '2027-2028', openedByName: 'Mission', status: 'closed', closedAt: new Date() } })
    expect(await taskOf(head, 'review.past')).toBeDefined()
    const { id } = await db.planReview.create({ data: { planId, cleeId: clee.id, schoolYear: '2026-2027', educationApprovedAt: new Date(), educationApprovedByName: 'Anne' } })
    expect(await taskOf(company!, 'review.approval')).toMatchObject({ title: 'Approuver le bilan de 2026-2027', href, isUrgent: true })
    expect(await taskOf(head, 'review.awaited')).toMatchObject({ isElsewhere: true })
    const reviewsOf = async () => (await readTasks(head)).filter(({ key }) => key.startsWith('review.'))
    await db.schoolYear.update({ where: { schoolYear: previous.schoolYear }, data: { status: 'closed', closedAt: new Date() } })
    expect(await reviewsOf()).toEqual([])
    await db.schoolYear.update({ where: { schoolYear: previous.schoolYear }, data: { status: 'open', closedAt: null } })
    expect(await reviewsOf()).toHaveLength(1)
    await db.planReview.update({ where: { id }, data: { status: 'submitted', receipt: 'BIL', submittedAt: new Date(), figures: {}, economyApprovedAt: new Date() } })
    expect(await reviewsOf()).toEqual([])
    await db.planReview.deleteMany()
    setClock('2028-09-01')
    expect(await reviewsOf()).toEqual([])
  })

  it('is not asked of who had no actions then', async () => {
    const { clee, head } = await makeClee('active')
    await db.actionPlan.create({ data: { cleeId: clee.id, schoolYear: '2025-2026' } })
    expect(await taskOf(head, 'review.past')).toBeUndefined()
    await makeAction(clee.id, head, {}, '2026-2027')
    await db.plannedAction.updateMany({ data: { planId: (await db.actionPlan.findFirstOrThrow({ where: { schoolYear: '2025-2026' } })).id, schoolYear: '2025-2026' } })
    expect(await taskOf(head, 'review.past')).toMatchObject({ title: 'Bilan 2025-2026 à terminer', dueOn: null })
  })

  it('is told to the coordinator and to the mission once it is late', async () => {
    const { clee, head, bassin } = await makeClee('active')
    await makeAction(clee.id, head)
    await openYear({ reviewDueOn: day('2027-06-30') })
    await makeUser('mission')
    setClock('2027-09-06')
    const coordinator = await makeCoordinator(bassin.id)
    await sendReminders()
    expect((await lastMail({ toEmail: coordinator.email })).text).toMatch(new RegExp(`${clee.name}\\. .*bilan de l’an dernier non transmis`, 'i'))
    expect((await lastMail({ text: { contains: 'En retard dans le réseau' } })).text).toMatch(/Bilan de l’an dernier non transmis\s: 1\sCLEE[^-]+annees-scolaires\/2026-2027\?manque=retard-bilan\n/)
  })
})
