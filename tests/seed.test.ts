import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { demonstrationAccounts, demonstrationPassword, seedDemonstration } from '../prisma/seed.ts'
import { listNextActions } from '../src/actions/queries.ts'
import { findCurrentUser } from '../src/auth/current-user.ts'
import { isCommonPassword, isPassword, passwordMinimum } from '../src/auth/passwords.ts'
import { findNewerTemplate } from '../src/charter-templates/queries.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { findStanding } from '../src/charters/standings.ts'
import { missingArticles } from '../src/charters/template.ts'
import { cleeInclude } from '../src/clees/queries.ts'
import { listQueue } from '../src/dashboard/queries.ts'
import { listCopilotTasks } from '../src/reminders/tasks.ts'
import { db } from '../src/db.ts'
import { missingForDeclaration } from '../src/declarations/completeness.ts'
import { ActionState, CharterStatus, CleeStatus, PlanStatus } from '../src/generated/prisma/client.ts'
import { checkSiret } from '../src/organisations/siret.ts'
import { schoolYearOf } from '../src/school-year.ts'

const personOf = async (email: string) => {
  const { id } = await db.user.findUniqueOrThrow({ where: { email } })
  const person = await findCurrentUser(id)
  if (!person) throw new Error(`${email} est désactivé`)
  return person
}

const sorted = (values: Iterable<string>) => [...new Set(values)].toSorted()

const listStandings = async (cleeId: string) => (await findStanding(cleeId))?.reasons.map(({ label }) => label)

const countRows = async () => ({
  users: await db.user.count(),
  schools: await db.school.count(),
  bassins: await db.bassin.count(),
  communes: await db.commune.count(),
  mails: await db.mail.count(),
  entries: await db.auditEntry.count(),
})

describe('the demonstration', () => {
  // The tests of a file share a database that is emptied before each: what is seeded serves one test.
  beforeEach(seedDemonstration)

  test('shows twelve CLEEs of five bassins in every state', async () => {
    expect(await db.clee.count()).toBe(12)
    expect(await db.bassin.count()).toBe(5)
    expect(sorted((await db.clee.findMany()).map(({ status }) => status))).toEqual(sorted(Object.values(CleeStatus)))
    expect(sorted((await db.charter.findMany()).map(({ status }) => status))).toEqual(sorted(Object.values(CharterStatus)))
    const plans = await db.actionPlan.findMany()
    const { questioned: _, ...usual } = PlanStatus
    expect(plans.map(({ status }) => status)).toEqual(expect.arrayContaining(Object.values(usual)))
    expect(sorted((await db.plannedAction.findMany()).map(({ state }) => state))).toEqual(sorted(Object.values(ActionState)))
    expect(plans.filter(({ submittedAt, hasChanges }) => submittedAt && hasChanges)).toHaveLength(2)
    const clees = await db.clee.findMany({ include: { ...cleeInclude(), plans: true } })
    expect(clees.filter((clee) => clee.bassins.length === 2)).toHaveLength(1)
    expect(clees.filter((clee) => clee.status !== 'draft' && clee.plans.length === 0).length).toBeGreaterThan(0)
    expect(Math.max(...clees.map(({ members }) => members.length))).toBe(16)
    expect(Math.max(...clees.map(({ name }) => name.length))).toBeGreaterThan(90)
    const sent = await db.charter.findMany({ where: { status: { not: 'draft' } }, include: { articles: true } })
    expect(sent.flatMap(({ articles }) => missingArticles(articles))).toEqual([])
    const drafts = clees.filter(({ status }) => status === 'draft').map((clee) => missingForDeclaration(clee).length)
    expect(new Set(drafts)).toEqual(new Set([0, 2]))
  })

  test('lets each announced account sign in, at the example domain, to what its label says', async () => {
    const users = await db.user.findMany()
    expect(users.filter(({ email }) => !email.endsWith('@exemple.fr'))).toEqual([])
    expect(demonstrationPassword.length).toBeGreaterThanOrEqual(passwordMinimum)
    expect(isCommonPassword(demonstrationPassword)).toBe(false)
    expect(demonstrationAccounts.map(({ email }) => email).toSorted()).toEqual(
      ['cheffe', 'coordination', 'entreprise', 'mission', 'nouveau.chef'].map((name) => `${name}@exemple.fr`),
    )
    for (const { email } of demonstrationAccounts) {
      const user = users.find((one) => one.email === email)
      expect(await isPassword(user?.passwordHash ?? null, demonstrationPassword)).toBe(true)
    }
    const head = await personOf('cheffe@exemple.fr')
    expect(head.cleeIds).toHaveLength(1)
    expect((await personOf('entreprise@exemple.fr')).cleeIds).toEqual(head.cleeIds)
    expect((await personOf('nouveau.chef@exemple.fr')).cleeIds).toEqual([])
    expect((await personOf('coordination@exemple.fr')).bassinIds).toHaveLength(2)
    const [clee] = await listCopilotTasks(head)
    expect(clee?.tasks.map(({ text }) => text)).toContain('La liste a changé depuis le dernier envoi.')
    expect(clee?.tasks.map(({ title }) => title)).toContain('Signer la charte')
    const charter = await getLatestCharter(head.cleeIds[0]!)
    expect(charter.status).toBe('validated')
    expect(await findNewerTemplate(charter)).toMatchObject({ version: charter.templateVersion + 1 })
  })

  test('gives the mission several items of each kind, and the home page actions to come', async () => {
    const counts = new Map((await listQueue()).map(({ kind, items }) => [kind, items.length]))
    for (const kind of ['declaration', 'charter', 'plan'] as const) {
      expect(counts.get(kind), kind).toBeGreaterThan(1)
    }
    expect((await listNextActions(6)).length).toBe(6)
  })

  test('shows a charter at each step: written, agreed upon, discussed, returned, in force, to be brought up to date', async () => {
    const charters = await db.charter.findMany({ include: { clee: true, signatures: true, comments: true, articles: true }, orderBy: { version: 'asc' } })
    const versionsOf = (name: string) => charters.filter(({ clee }) => clee.name.includes(name))
    const statusesOf = (name: string) => versionsOf(name).map(({ status }) => status)
    expect(statusesOf('Rennes Nord-Est')).toEqual(['validated', 'proposed'])
    expect(versionsOf('Rennes Nord-Est')[0]?.signatures.map(({ signatory }) => signatory).toSorted()).toEqual(['economy', 'education'])
    expect(statusesOf('Couesnon')).toEqual(['replaced', 'validated', 'submitted'])
    expect(sorted(versionsOf('Couesnon').flatMap(({ comments }) => comments.map(({ authorRole }) => authorRole)))).toEqual(['coordinator', 'mission', 'school_head'])
    expect(statusesOf('Émeraude')).toEqual(['validated'])
    expect(await listStandings(versionsOf('Émeraude')[0]!.cleeId)).toEqual(['copilotes changés'])
    expect(await listStandings(versionsOf('Rennes')[0]!.cleeId)).toEqual([])
    expect(statusesOf('Saint-Malo')).toEqual(['returned', 'draft'])
    expect(versionsOf('Saint-Malo').map(({ comments }) => comments.map(({ authorRole }) => authorRole))).toEqual([['mission'], ['company']])
    const [before, after] = versionsOf('pays de Fougères')
    const differing = after?.articles.filter(({ key, body, priorities }) => before?.articles.some((one) => one.key === key && JSON.stringify([one.body, one.priorities]) !== JSON.stringify([body, priorities])))
    expect(differing?.map(({ key }) => key).toSorted()).toEqual(['functioning', 'objectives'])
  })

  test('shows people who come, stay and go', async () => {
    const seats = await db.copilot.findMany({ include: { replaces: true } })
    const successors = seats.filter(({ replacesId }) => replacesId)
    expect(successors.map(({ acceptedAt }) => (acceptedAt ? 'taken' : 'waiting')).toSorted()).toEqual(['taken', 'waiting'])
    expect(successors.every(({ startsOn, replaces }) => replaces?.endsOn && startsOn <= replaces.endsOn)).toBe(true)
    const marches = await db.clee.findFirstOrThrow({ where: { name: { contains: 'Couesnon' } }, include: { copilots: true } })
    expect(marches.copilots.filter(({ acceptedAt }) => acceptedAt)).toHaveLength(3)
    const members = await db.member.findMany()
    expect(members.filter(({ schoolUai, organisationId }) => !schoolUai && !organisationId)).toHaveLength(2)
    expect(members.filter(({ consentOn }) => consentOn)).toHaveLength(3)
    expect(members.filter(({ endsOn }) => endsOn)).toHaveLength(1)
    expect(await db.user.count({ where: { nameConsentAt: { not: null } } })).toBe(1)
    const moved = await db.cleeStateChange.findMany({ where: { to: { in: ['vacant', 'dormant', 'closed'] } } })
    expect(moved.flatMap(({ to, reason }) => (reason ? [to] : [])).toSorted()).toEqual(['closed', 'dormant', 'vacant'])

    const organisations = await db.organisation.findMany()
    expect(sorted(organisations.map(({ kind }) => kind)).length).toBeGreaterThan(6)
    const sirets = organisations.flatMap(({ siret }) => siret ?? [])
    expect(sirets).toHaveLength(5)
    expect(sirets.filter((siret) => !checkSiret(siret).ok || !siret.startsWith('000'))).toEqual([])

    const years = await db.bassinCoordinator.findMany()
    const current = years.filter(({ schoolYear }) => schoolYear === schoolYearOf())
    expect(new Set(current.map(({ bassinId }) => bassinId)).size).toBe(4)
    expect(years.length - current.length).toBe(2)
    expect((await db.accountRequest.findMany()).map(({ status }) => status).toSorted()).toEqual(['refused', 'waiting'])
    expect(await db.user.count({ where: { isActive: false } })).toBe(1)
    expect(await db.user.count({ where: { passwordHash: null, isActive: true, copilotSeats: { none: {} } } })).toBe(1)
  })

  test('refuses to be installed twice, and then writes nothing', async () => {
    const before = await countRows()
    await expect(seedDemonstration()).rejects.toThrow('contient déjà un CLEE')
    expect(await countRows()).toEqual(before)
    expect(await db.clee.count()).toBe(12)
  })
})

describe('on the first and last days of a school year', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each(['2027-08-30T22:30:00Z', '2027-09-01T06:00:00Z'])('the demonstration has actions to come (%s)', async (instant) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    await seedDemonstration()
    expect((await listNextActions(6)).length).toBe(6)
  }, 240_000)
})
