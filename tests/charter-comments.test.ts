import { describe, expect, it } from 'vitest'
import { canComment } from '../src/charter-comments/policy.ts'
import { listComments, unansweredArticles } from '../src/charter-comments/queries.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import { CharterStatus } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { bringCharter, correctDraft, during, follow, mailsOf, open, readable, shownNow, statusesOf, submit, withoutAgreement, type CharterStage } from './support/features.ts'

async function withCharter(stage: CharterStage) {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  await withoutAgreement()
  const coordinator = await makeCoordinator(made.bassin.id)
  await db.mail.deleteMany()
  const agents = { head: await signedIn(made.head), company: await signedIn(made.company!), mission: await signedIn(made.mission), coordinator: await signedIn(coordinator) }
  const path = `/clees/${made.clee.slug}/charte`
  return { ...made, company: made.company!, coordinator, agents, path, thread: `${path}/commentaires` }
}

const hourAgo = () => new Date(Date.now() - 61 * 60_000)
/** The mails written so far have left, so many minutes ago. */
const sendMails = (sentAt = new Date()) => db.mail.updateMany({ data: { status: 'sent', sentAt, createdAt: sentAt } })

describe('commenting an article', () => {
  it.each(['draft', 'proposed', 'submitted'] as const)('is open to the mission, the coordinators and the co-pilots on a %s version', async (stage) => {
    const { agents, clee, head, company, mission, coordinator, path, thread } = await withCharter(stage)
    const people = { head, company, mission, coordinator }
    for (const who of Object.keys(people) as (keyof typeof people)[]) {
      const page = await follow(agents[who], await submit(agents[who], thread, { 'commentaire-territory': `De ${who} :\n<img onerror>`, version: 1 }))
      expect(page).toContain('Votre commentaire sur l’article « Territoire » est envoyé')
      expect(page).toContain(`De ${who} : <img onerror>`)
    }
    const comments = await db.charterComment.findMany({ orderBy: { createdAt: 'asc' } })
    expect(comments).toMatchObject(Object.values(people).map(({ id, role, firstName, lastName }) => ({ authorId: id, authorRole: role, authorName: `${firstName} ${lastName}`, articleKey: 'territory' })))
    const page = await open(agents.head, path)
    expect(page).toContain('4 commentaires')
    expect(page).toMatch(/copilote du monde éducatif.*copilote du monde économique.*mission académique.*coordination de bassin.*, sur la version 1/)
    expect(await db.auditEntry.findMany({ where: { event: 'charter.comment', cleeId: clee.id } })).toHaveLength(4)
    expect((await agents.head.get(path)).text).not.toContain('<img onerror')
  })

  it.each([['nothing', ' \n '], ['3,001 characters', 'a'.repeat(3_001)]])('refuses %s, beside the right article, and keeps what was typed', async (_what, body) => {
    const { agents, thread } = await withCharter('submitted')
    const page = await submit(agents.mission, thread, { 'commentaire-territory': body, article: 'territory', version: 1 }).expect(422)
    expect(readable(page.text)).toMatch(/Écrivez votre commentaire|Raccourcissez ce texte/)
    expect(page.text).toContain('href="#commentaire-territory"')
    expect(page.text.split(body).length - 1).toBeGreaterThan(0)
    expect(page.text.match(/<details class="app-details" open>/g)).toHaveLength(1)
    expect([await db.charterComment.count(), await db.mail.count()]).toEqual([0, 0])
  })

  it('sends at once all that is filled in, and gives the reason typed meanwhile back', async () => {
    const { agents, head, company, path, thread } = await withCharter('submitted')
    const typed = { 'commentaire-territory': 'Nommez-les.', 'commentaire-actors': 'Qui ?', 'commentaire-objectives': ' ', reason: 'Un motif\npresque <fini>.', article: 'actors', version: 1 }
    const answer = await submit(agents.mission, thread, typed).expect(303)
    expect(answer.headers['location']).toBe(`${path}#article-actors`)
    const page = readable((await agents.mission.get(path)).text)
    expect(page).toMatch(/Vos 2 commentaires, sur les articles « Territoire » et « .* », sont envoyés/)
    expect(page).toContain('Un motif presque <fini>.')
    expect(await open(agents.mission, path)).not.toContain('presque')
    expect(await db.charterComment.findMany({ orderBy: { createdAt: 'asc' } })).toMatchObject([{ articleKey: 'territory' }, { articleKey: 'actors' }])
    expect(await mailsOf('charter.comment')).toEqual([head.email, company.email].toSorted())
    expect((await db.mail.findFirstOrThrow()).text).toContain('a commenté les articles')
  })

  it('sends none when one of them is wrong, and gives all back', async () => {
    const { agents, thread } = await withCharter('submitted')
    const page = await submit(agents.mission, thread, { 'commentaire-territory': 'Nommez-les.', 'commentaire-actors': 'a'.repeat(3_001), reason: 'Un motif.', version: 1 }).expect(422)
    expect(page.text).toContain('href="#commentaire-actors"')
    for (const text of ['Nommez-les.', 'a'.repeat(3_001), 'Un motif.']) expect(page.text).toContain(text)
    expect(await db.charterComment.count()).toBe(0)
  })

  it('goes with a return, whose mail tells of it, or comes back with its wrong reason', async () => {
    const { agents, path } = await withCharter('submitted')
    const typed = { 'commentaire-territory': 'Nommez-les.', version: 1 }
    expect((await submit(agents.mission, `${path}/retour`, { ...typed, reason: ' ' }).expect(422)).text).toContain('Nommez-les.')
    expect(await db.charterComment.count()).toBe(0)
    await submit(agents.mission, `${path}/retour`, { ...typed, reason: 'Voyez.' }).expect(303)
    expect(await db.charterComment.findMany({ include: { charter: true } })).toMatchObject([{ body: 'Nommez-les.', charter: { version: 1, status: 'returned' } }])
    expect(await mailsOf('charter.comment')).toEqual([])
    expect(readable((await db.mail.findFirstOrThrow({ where: { event: 'charter.return' } })).text)).toContain('1 article porte des commentaires')
  })

  it('goes with a sending, an agreement or an objection', async () => {
    const { agents, path } = await withCharter('proposed')
    const shown = await shownNow()
    const typed = (body: string) => ({ 'commentaire-territory': body, ...shown })
    expect(readable((await submit(agents.company, `${path}/accord`, { ...typed('Voilà.'), reason: 'Non.' }).expect(422)).text)).toContain('effacez ce texte pour donner votre accord')
    await submit(agents.company, `${path}/desaccord`, { ...typed('Revoyez ceci.'), reason: 'Non.' }).expect(303)
    await submit(agents.head, `${path}/soumission`, typed('C’est revu.')).expect(303)
    expect((await db.charterComment.findMany({ orderBy: { createdAt: 'asc' } })).map(({ body }) => body)).toEqual(['Revoyez ceci.', 'C’est revu.'])
  })

  it('is not for those outside, nor for an article that is not there', async () => {
    const { agents, path, thread } = await withCharter('submitted')
    const elsewhere = await makeCoordinator((await makeBassin()).id)
    for (const person of [await makeHead(), elsewhere]) await submit(await signedIn(person), thread, { 'commentaire-territory': 'Bonjour.', version: 1 }).expect(404)
    await submit(visitor(), thread, { 'commentaire-territory': 'Bonjour.', version: 1 }).expect(302)
    await submit(agents.mission, thread, { 'commentaire-inconnu': 'Bonjour.', version: 1 }).expect(422)
    await submit(agents.mission, `${path}/articles/territory/commentaires`, { body: 'Bonjour.', version: 1 }).expect(404)
    expect(await db.charterComment.count()).toBe(0)
  })

  it.each(['returned', 'validated', 'replaced'] as const)('is over on a version that is %s; what was typed stays on the page', async (stage) => {
    const { agents, thread } = await withCharter(stage)
    const page = await submit(agents.mission, thread, { 'commentaire-territory': 'Un texte à ne pas perdre.', version: 1 }).expect(409)
    expect(readable(page.text)).toContain('Votre texte n’est pas enregistré')
    expect(page.text).toContain('Un texte à ne pas perdre.')
    expect(await db.charterComment.count()).toBe(0)
  })

  it('waits for a decision under way, and comes too late after it', async () => {
    const { agents, thread } = await withCharter('submitted')
    const decision = `UPDATE charters SET status = 'validated', decided_at = now(), decided_by_name = 'Anne', valid_until = '2099-01-01'`
    const page = await during(decision, [], async () => submit(agents.head, thread, { 'commentaire-territory': 'Trop tard.', version: 1 }))
    expect([page.status, await db.charterComment.count()]).toEqual([409, 0])
    expect(page.text).toContain('Trop tard.')
  })

  it('is not done in a closed CLEE', async () => {
    const { agents, clee, thread } = await withCharter('submitted')
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(agents.mission, thread, { 'commentaire-territory': 'Bonjour.', version: 1 }).expect(409)
    expect(await db.charterComment.count()).toBe(0)
  })

  it('depends on who, where and when', async () => {
    const { clee, head, mission, coordinator } = await withCharter('submitted')
    const placed = await reloadClee(clee.id)
    const outsider = await asActor(await makeHead())
    for (const status of Object.values(CharterStatus)) {
      const isInWorks = ['draft', 'proposed', 'submitted'].includes(status)
      for (const person of [head, mission, coordinator]) expect(canComment(await asActor(person), placed, { status })).toBe(isInWorks)
      expect(canComment(outsider, placed, { status })).toBe(false)
    }
    expect(canComment(await asActor(mission), placed, null)).toBe(false)
    expect(canComment(await asActor(mission), { ...placed, status: 'closed' }, { status: 'draft' })).toBe(false)
  })
})

describe('the comments of a version', () => {
  it('follow into the next until one is validated, then stay with it', async () => {
    const { agents, path, thread } = await withCharter('submitted')
    await submit(agents.mission, thread, { 'commentaire-territory': 'Nommez les communes.', version: 1 }).expect(303)
    await submit(agents.mission, `${path}/retour`, { version: 1, reason: 'Voyez les commentaires.' }).expect(303)
    expect(await open(agents.head, path)).toMatch(/Nommez les communes\. .*/)
    await submit(agents.head, thread, { 'commentaire-territory': 'C’est fait.', version: 2 }).expect(303)
    const charter = await getLatestCharter((await db.clee.findFirstOrThrow()).id)
    const comments = await listComments(charter)
    expect(comments['territory']?.map(({ body, charter: { version } }) => [body, version])).toEqual([['Nommez les communes.', 1], ['C’est fait.', 2]])
    expect(unansweredArticles(comments)).toEqual([])
    await correctDraft()
    await submit(agents.head, `${path}/soumission`).expect(303)
    await submit(agents.mission, `${path}/validation`, { version: 2 }).expect(303)
    await submit(agents.head, `${path}/revision`).expect(303)
    expect(await open(agents.head, path)).not.toContain('Nommez les communes')
    expect(await open(agents.head, `${path}/versions/2`)).toMatch(/Nommez les communes.*C’est fait/)
    expect(await open(agents.head, `${path}/versions/1`)).not.toContain('C’est fait')
  })

  it('are read in private only', async () => {
    const { agents, clee, thread, path } = await withCharter('submitted')
    await submit(agents.mission, thread, { 'commentaire-territory': 'Entre nous.', version: 1 }).expect(303)
    await submit(agents.mission, `${path}/validation`, { version: 1 }).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).not.toContain('Entre nous')
  })
})

describe('who is told of a comment', () => {
  it('is the co-pilots, by the mission; then the mission and the coordinators who commented, by a co-pilot', async () => {
    const { agents, head, company, mission, coordinator, thread } = await withCharter('submitted')
    await submit(agents.coordinator, thread, { 'commentaire-territory': 'Une remarque.', version: 1 }).expect(303)
    expect(await mailsOf('charter.comment')).toEqual([head.email, company.email].toSorted())
    expect((await db.mail.findFirstOrThrow()).text).toContain('coordination de bassin, a commenté l’article « Territoire »'.replace('« T', '«\u00a0T').replace('e »', 'e\u00a0»'))
    await db.mail.deleteMany()
    await submit(agents.head, thread, { 'commentaire-territory': 'Une réponse.', version: 1 }).expect(303)
    expect(await mailsOf('charter.comment')).toEqual([company.email, mission.email, coordinator.email].toSorted())
  })

  it('is the other co-pilot alone while nobody else takes part in the writing', async () => {
    const { agents, company, thread } = await withCharter('draft')
    await submit(agents.head, thread, { 'commentaire-territory': 'Qu’en dites-vous ?', version: 1 }).expect(303)
    expect(await mailsOf('charter.comment')).toEqual([company.email])
  })

  it('gets one mail an hour for a CLEE, and none is forgotten', async () => {
    const { agents, thread } = await withCharter('submitted')
    const comment = () => submit(agents.mission, thread, { 'commentaire-territory': 'Précisez.', version: 1 })
    expect(await statusesOf([comment(), comment(), submit(agents.mission, thread, { 'commentaire-actors': 'Ici aussi.', version: 1 })])).toEqual([303, 303, 303])
    expect(await mailsOf('charter.comment')).toHaveLength(2)
    await sendMails()
    await comment().expect(303)
    await comment().expect(303)
    const waiting = await db.mail.findMany({ where: { status: 'pending' } })
    expect(waiting).toHaveLength(2)
    for (const { nextAttemptAt } of waiting) expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000)
    await sendMails(hourAgo())
    await comment().expect(303)
    for (const { nextAttemptAt } of await db.mail.findMany({ where: { status: 'pending' } })) expect(nextAttemptAt.getTime()).toBeLessThan(Date.now() + 60_000)
    expect(await mailsOf('charter.comment')).toHaveLength(6)
  })

  it('is told of each CLEE apart', async () => {
    const { mission, thread, head } = await withCharter('submitted')
    const agent = await signedIn(mission)
    await submit(agent, thread, { 'commentaire-territory': 'Précisez.', version: 1 }).expect(303)
    const link = (await db.mail.findFirstOrThrow({ where: { toEmail: head.email } })).text
    await db.mail.updateMany({ data: { text: link.replaceAll('/clees/', '/clees/autre-') } })
    await submit(agent, thread, { 'commentaire-territory': 'Précisez.', version: 1 }).expect(303)
    expect(await mailsOf('charter.comment')).toHaveLength(4)
  })
})
