import { describe, expect, it } from 'vitest'
import { agreeToCharter, objectToCharter, proposeCharter, returnCharter, validateCharter, withdrawCharter } from '../src/charters/commands.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { remindAgreements } from '../src/charters/reminders.ts'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { asActor, dayFrom, makeClee, reloadClee } from './support/factories.ts'
import { bringCharter, correctDraft, eventsOf, follow, mailsOf, open, readable, shownNow, statusesOf, submit, withoutAgreement, type CharterStage } from './support/features.ts'

async function withCharter(stage: CharterStage) {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  await db.mail.deleteMany()
  return { ...made, company: made.company!, agent: await signedIn(made.head), other: await signedIn(made.company!), path: `/clees/${made.clee.slug}/charte` }
}

type Named = { firstName: string; lastName: string }
const nameOf = ({ firstName, lastName }: Named) => `${firstName} ${lastName}`
const sendMails = () => db.mail.updateMany({ where: { status: 'pending' }, data: { status: 'sent', attempts: 1, sentAt: new Date() } })
const charterNow = () => db.charter.findFirstOrThrow({ orderBy: { version: 'desc' } })
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
/** What a page's hidden fields say that it showed. */
const hiddenIn = (html: string) => Object.fromEntries([...html.matchAll(/name="(version|proposal)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
/** The economic seat ends: nobody holds it any more. */
const leaveSeat = (cleeId: string) => db.copilot.updateMany({ where: { cleeId, side: 'economy' }, data: { startsOn: new Date(dayFrom(-9)), endsOn: new Date(dayFrom(-1)) } })

describe('proposing a charter to the other co-pilot', () => {
  it('asks for their agreement, and sends nothing to the mission yet', async () => {
    const { agent, other, head, company, path } = await withCharter('draft')
    const page = await follow(agent, await submit(agent, `${path}/soumission`))
    expect(page).toContain(`dès l’accord de ${nameOf(company)}`)
    expect(await charterNow()).toMatchObject({ status: 'proposed', proposedByName: nameOf(head), proposedSide: 'education', proposedAt: expect.any(Date), submittedAt: null, receipt: null })
    expect(await mailsOf('charter.proposal')).toEqual([company.email])
    expect(await mailsOf('charter.submission')).toEqual([])
    expect(await db.auditEntry.findFirst({ where: { event: 'charter.proposal' } })).toMatchObject({ actorId: head.id })
    expect(await open(other, path)).toContain('À vous : lisez la charte, puis donnez votre accord')
    expect(await open(other, '/tableau-de-bord')).toMatch(/Ce qui m’attend \(\d+\) Donner votre accord à la charte/)
    expect(await open(agent, '/tableau-de-bord')).toContain(`Charte en attente de l’accord de ${nameOf(company)}`)
  })

  it('says what it awaits when nobody holds the other seat', async () => {
    const { agent, clee, path } = await withCharter('draft')
    await leaveSeat(clee.id)
    expect(await follow(agent, await submit(agent, `${path}/soumission`))).toContain('quand un copilote du monde économique aura pris son siège et donné son accord')
    expect(await open(agent, '/tableau-de-bord')).toContain('Charte en attente de l’accord d’un copilote du monde économique')
    expect(await mailsOf('charter.proposal')).toEqual([])
  })

  it('is refused as long as an article is missing, with its name', async () => {
    const { agent, path } = await withCharter('draft')
    await correctDraft('[À compléter : les communes]')
    expect(readable((await submit(agent, `${path}/soumission`).expect(422)).text)).toContain('Complétez d’abord l’article : Territoire')
    expect(await charterNow()).toMatchObject({ status: 'draft', proposedAt: null })
    expect(await db.mail.count()).toBe(0)
  })

  it('of a text that the mission has returned needs a correction or an answer', async () => {
    const { agent, clee, company, mission, path } = await withCharter('returned')
    const article = await db.article.findFirstOrThrow({ where: { charter: { status: 'draft' } } })
    const comment = async (author: Named & { id: string }, authorRole: 'mission' | 'company') =>
      db.charterComment.create({ data: { charterId: article.charterId, articleKey: article.key, body: 'Voici.', authorId: author.id, authorName: nameOf(author), authorRole } })
    await comment(mission, 'mission')
    expect(readable((await submit(agent, `${path}/soumission`).expect(422)).text)).toContain('Le texte est celui de la version 1, que la mission a renvoyée')
    await comment(company, 'company')
    await submit(agent, `${path}/soumission`).expect(303)
    expect((await eventsOf(clee.id)).filter((event) => event === 'charter.proposal')).toHaveLength(1)
    await bringCharter(clee.id, await db.user.findFirstOrThrow({ where: { role: 'school_head' } }), mission, 'returned')
    await correctDraft()
    await submit(agent, `${path}/soumission`).expect(303)
  })
})

describe('agreeing to a charter', () => {
  it('sends it to the mission at once, dated, with a receipt', async () => {
    const { agent, other, head, company, mission, path } = await withCharter('proposed')
    const page = await follow(other, await submit(other, `${path}/accord`, await shownNow()))
    const charter = await charterNow()
    expect(charter).toMatchObject({ status: 'submitted', submittedByName: nameOf(head), agreedByName: nameOf(company), submittedAt: expect.any(Date), signatories: ['education', 'economy'], particulars: expect.any(Object) })
    expect(page).toContain(`Récépissé ${charter.receipt}`)
    expect((await mailsOf('charter.submission')).toSorted()).toEqual([head.email, company.email, mission.email].toSorted())
    expect(await db.auditEntry.findFirst({ where: { event: 'charter.agreement' } })).toMatchObject({ actorId: company.id, details: { receipt: charter.receipt } })
    expect(await open(agent, path)).toContain('La mission académique examine cette version')
  })

  it('is about the text that the page showed', async () => {
    const { agent, other, path } = await withCharter('proposed')
    const read = hiddenIn((await other.get(path).expect(200)).text)
    await submit(agent, `${path}/reprise`).expect(303)
    await correctDraft()
    await submit(agent, `${path}/soumission`).expect(303)
    for (const move of ['accord', 'desaccord']) {
      expect(readable((await submit(other, `${path}/${move}`, { ...read, reason: 'Non.' }).expect(409)).text)).toContain('La version 1 a été soumise à l’accord de l’autre copilote par')
      await submit(other, `${path}/${move}`, { reason: 'Non.' }).expect(409)
    }
    expect(await charterNow()).toMatchObject({ status: 'proposed' })
    await submit(other, `${path}/accord`, hiddenIn((await other.get(path)).text)).expect(303)
  })
})

describe('taking back, or not agreeing', () => {
  it('lets who sent it go on writing', async () => {
    const { agent, other, head, company, path } = await withCharter('draft')
    await submit(agent, `${path}/soumission`).expect(303)
    await sendMails()
    expect(await follow(agent, await submit(agent, `${path}/reprise`))).toContain('Vous avez repris la charte')
    expect(await charterNow()).toMatchObject({ status: 'draft', receipt: null })
    expect((await mailsOf('charter.withdrawal')).toSorted()).toEqual([head.email, company.email].toSorted())
    await submit(other, `${path}/accord`, await shownNow()).expect(409)
  })

  it('before its mail has left takes the mail back, and tells nobody', async () => {
    const { agent, path } = await withCharter('draft')
    for (let turn = 0; turn < 3; turn += 1) {
      await submit(agent, `${path}/soumission`).expect(303)
      await submit(agent, `${path}/reprise`).expect(303)
    }
    expect(await db.mail.count()).toBe(0)
  })

  it('again and again tells each person once an hour, and of the latest', async () => {
    const { agent, other, company, path } = await withCharter('draft')
    const propose = () => submit(agent, `${path}/soumission`).expect(303)
    for (let turn = 0; turn < 3; turn += 1) {
      await propose()
      await sendMails()
      await submit(agent, `${path}/reprise`).expect(303)
      await sendMails()
    }
    expect(await mailsOf('charter.proposal')).toHaveLength(3)
    await db.mail.updateMany({ data: { sentAt: new Date() } })
    await propose()
    expect((await db.mail.findFirstOrThrow({ where: { status: 'pending' } })).nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000)
    for (const reason of ['Une raison.', 'Une autre.']) {
      await submit(other, `${path}/desaccord`, { reason, ...(await shownNow()), proposal: hiddenIn((await other.get(path)).text)['proposal'] }).expect(303)
      await propose()
    }
    expect((await mailsOf('charter.proposal')).filter((email) => email === company.email)).toHaveLength(4)
    const objections = await db.mail.findMany({ where: { event: 'charter.objection' } })
    expect(objections.map(({ text }) => [text.includes('Une autre.'), text.includes('Une raison.')])).toEqual([[true, false], [true, false]])
  })

  it('opens the text again with the reason in sight', async () => {
    const { agent, other, company, path } = await withCharter('proposed')
    expect(await follow(other, await submit(other, `${path}/desaccord`, { reason: 'Ajoutez <b>Fougères</b>.', ...(await shownNow()) }))).toContain('Votre désaccord est transmis')
    expect(await charterNow()).toMatchObject({ status: 'draft', objection: 'Ajoutez <b>Fougères</b>.' })
    expect((await db.mail.findFirstOrThrow({ where: { event: 'charter.objection' } })).text).toContain('Ajoutez <b>Fougères</b>.')
    expect(await db.auditEntry.findFirst({ where: { event: 'charter.objection' } })).toMatchObject({ actorId: company.id, details: { reason: 'Ajoutez <b>Fougères</b>.' } })
    expect(await open(agent, path)).toContain('Le copilote du monde économique n’a pas donné son accord Ajoutez <b>Fougères</b>.')
    await submit(agent, `${path}/soumission`).expect(303)
    expect(await charterNow()).toMatchObject({ status: 'proposed', objection: null })
  })

  it.each([['without a reason', '  ', 'Dites à l’autre copilote ce qui ne convient pas'], ['with an endless one', 'a'.repeat(3_001), 'Raccourcissez ce texte']])('is refused %s', async (_what, reason, sentence) => {
    const { other, path } = await withCharter('proposed')
    const page = await submit(other, `${path}/desaccord`, { reason, ...(await shownNow()) }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(reason)
    expect([(await charterNow()).status, await db.mail.count()]).toEqual(['proposed', 0])
  })

  it('is what remains once the mission asks for no agreement any more', async () => {
    const { agent, path } = await withCharter('proposed')
    await withoutAgreement()
    expect(await open(agent, path)).toContain('reprenez la rédaction, puis transmettez la charte')
    await submit(agent, `${path}/reprise`).expect(303)
    await submit(agent, `${path}/soumission`).expect(303)
    expect(await charterNow()).toMatchObject({ status: 'submitted', agreedByName: null })
  })
})

describe('of two moves at once, one is made', () => {
  it.each([
    ['an agreement and a withdrawal', 'accord', 'reprise', ['submitted', 'draft']],
    ['two agreements', 'accord', 'accord', ['submitted']],
    ['an agreement and an objection', 'accord', 'desaccord', ['submitted', 'draft']],
    ['an objection and a withdrawal', 'desaccord', 'reprise', ['draft']],
  ])('%s', async (_what, one, another, states) => {
    const { agent, other, path } = await withCharter('proposed')
    const version = await shownNow()
    const bodyOf = (move: string) => ({ ...version, ...(move === 'desaccord' && { reason: 'Non.' }) })
    const requests = [submit(other, `${path}/${one}`, bodyOf(one)), submit(another === 'reprise' ? agent : other, `${path}/${another}`, bodyOf(another))]
    expect(await statusesOf(requests)).toEqual([303, 409])
    expect(states).toContain((await charterNow()).status)
    expect(new Set((await db.mail.findMany()).map(({ event }) => event)).size).toBe(1)
  })

  it('however they read the version: the commands themselves refuse the second', async () => {
    const { clee: { id }, head, company, mission } = await withCharter('proposed')
    const [clee, sender, agreeing, official] = [await reloadClee(id), await asActor(head), await asActor(company), await asActor(mission)]
    const read = await getLatestCharter(id)
    await withdrawCharter(sender, clee, read)
    await proposeCharter(sender, clee, await getLatestCharter(id), 'education')
    // The same state again, of another sending.
    const late = [() => agreeToCharter(agreeing, clee, read), () => objectToCharter(agreeing, clee, read, 'Non.'), () => withdrawCharter(sender, clee, read)]
    for (const move of late) expect(await move()).toBe(false)
    const now = await getLatestCharter(id)
    await agreeToCharter(agreeing, clee, now)
    const decisions = await Promise.all([validateCharter(official, clee, now), returnCharter(official, clee, now, 'Non.')])
    expect(decisions.toSorted()).toEqual([false, true])
  })
})

describe('the reminder of an agreement awaited', () => {
  const proposedSince = (days: number) => db.charter.updateMany({ where: { status: 'proposed' }, data: { proposedAt: daysAgo(days) } })

  it('goes once to the other side after the days set, whatever the number of processes', async () => {
    const { company } = await withCharter('proposed')
    await proposedSince(4)
    await remindAgreements()
    expect(await mailsOf('charter.reminder')).toEqual([])
    await proposedSince(6)
    await Promise.all([remindAgreements(), remindAgreements(), remindAgreements()])
    await remindAgreements()
    expect(await mailsOf('charter.reminder')).toEqual([company.email])
    expect((await db.mail.findFirstOrThrow({ where: { event: 'charter.reminder' } })).text).toContain('plus de 5 jours')
    expect((await charterNow()).remindedAt).toEqual(expect.any(Date))
  })

  it('follows the mission’s setting, and begins again with each sending', async () => {
    const { agent, path } = await withCharter('proposed')
    await db.charterSettings.create({ data: { agreementReminderDays: 10 } })
    await proposedSince(9)
    await remindAgreements()
    expect(await db.mail.count()).toBe(0)
    await remindAgreements(new Date(Date.now() + 2 * 86_400_000))
    expect(await mailsOf('charter.reminder')).toHaveLength(1)
    await submit(agent, `${path}/reprise`).expect(303)
    await submit(agent, `${path}/soumission`).expect(303)
    expect((await charterNow()).remindedAt).toBeNull()
  })

  it('waits for somebody to hold the seat, and leaves closed CLEEs alone', async () => {
    const { clee } = await withCharter('proposed')
    await proposedSince(6)
    await leaveSeat(clee.id)
    await remindAgreements()
    expect(await charterNow()).toMatchObject({ remindedAt: null })
    await db.copilot.updateMany({ where: { cleeId: clee.id }, data: { endsOn: null } })
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await remindAgreements()
    expect([(await charterNow()).remindedAt, await db.mail.count()]).toEqual([null, 0])
  })
})
