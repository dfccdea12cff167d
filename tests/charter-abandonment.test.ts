import { describe, expect, it } from 'vitest'
import { createCharter, reviseCharter, submitCharter } from '../src/charters/commands.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { articleAt, withCharter } from './support/charters.ts'
import { asActor, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { during, eventsOf, follow, mailsOf, open, readable, statusesOf, submit, withoutAgreement } from './support/features.ts'

/** A charter in force, with the draft that follows it. */
async function withRevision() {
  const made = await withCharter('validated')
  const revise = async () => reviseCharter(await asActor(made.head), await reloadClee(made.clee.id), await getLatestCharter(made.clee.id))
  await revise()
  const address = `${made.path}/abandon`
  const readSeen = async () => /name="seen" value="([^"]+)"/.exec((await made.headAgent.get(address).expect(200)).text)?.[1] ?? ''
  const write = async (body: string) => submit(made.companyAgent, `${made.path}/articles/actors`, { body, revision: (await articleAt('actors', 2)).revision }).expect(303)
  return { ...made, address, revise, readSeen, write }
}

const versions = async () => (await db.charter.findMany({ orderBy: { version: 'asc' } })).map(({ version, status }) => `${version} ${status}`)

describe('abandoning a new version of the charter', () => {
  it('says what is lost and who wrote last, then deletes the draft, and tells the journal and the co-pilots', async () => {
    const { clee, head, company, headAgent, path, address, readSeen, write } = await withRevision()
    expect(await open(headAgent, path)).toContain('Abandonner cette version')
    expect(await open(headAgent, address)).toMatch(/Aucun : le texte est celui de la version en vigueur .* Personne n’y a encore écrit/)
    await write('Les acteurs de demain.')
    await submit(headAgent, `${path}/commentaires`, { 'commentaire-actors': 'Relisons.', version: 2 }).expect(303)
    expect(await open(headAgent, address)).toMatch(new RegExp(`Article modifié depuis la version en vigueur Acteurs Commentaires sur cette version 1 Écrit en dernier par ${company!.firstName} ${company!.lastName}`))
    const page = await follow(headAgent, await submit(headAgent, address, { seen: await readSeen() }))
    expect(page).toContain('La version 2 est abandonnée : la version 1 reste en vigueur.')
    expect(page).not.toContain('Abandonner cette version')
    expect([await versions(), await db.charterComment.count()]).toEqual([['1 validated'], 0])
    expect((await eventsOf(clee.id)).at(-1)).toBe('charter.abandonment')
    expect(await mailsOf('charter.abandonment')).toEqual([company!.email, head.email].toSorted())
    const { text } = await db.mail.findFirstOrThrow({ where: { event: 'charter.abandonment' } })
    expect(readable(text)).toContain('Elle modifiait 1 article : « Acteurs » ; elle portait 1 commentaire.')
  })

  it('leaves its number to the next, with a code of its own', async () => {
    const { headAgent, companyAgent, path, address, revise, readSeen, write } = await withRevision()
    await write('Premier essai.')
    const abandoned = { article: await articleAt('actors', 2), charter: await db.charter.findFirstOrThrow({ where: { version: 2 } }) }
    await submit(headAgent, address, { seen: await readSeen() }).expect(303)
    await revise()
    const next = await db.charter.findFirstOrThrow({ where: { version: 2 } })
    expect(next.verificationCode).not.toBe(abandoned.charter.verificationCode)
    await write('Second essai.')
    // The page left open on the draft that is gone says which it showed: the same revision is another text.
    const { revision } = await articleAt('actors', 2)
    expect(revision).toBe(abandoned.article.revision)
    const clash = await submit(companyAgent, `${path}/articles/actors`, { body: 'Écrit sur le premier.', revision, draft: abandoned.charter.id }).expect(409)
    for (const words of ['Second essai.', 'Écrit sur le premier.']) expect(clash.text).toContain(words)
    for (const page of ['', '/versions/2', '/versions/2/differences', '/redaction']) await headAgent.get(`${path}${page}`).expect(200)
  })

  it('gives back what somebody was writing there', async () => {
    const { headAgent, companyAgent, path, address, readSeen } = await withRevision()
    const { revision } = await articleAt('actors', 2)
    await submit(headAgent, address, { seen: await readSeen() }).expect(303)
    const page = await submit(companyAgent, `${path}/articles/actors`, { body: 'À ne pas perdre.', revision }).expect(409)
    expect(page.text).toContain('À ne pas perdre.')
  })

  it.each(['saved', 'commented'])('throws nothing away that was %s since the page was opened', async (what) => {
    const { headAgent, companyAgent, path, address, readSeen, write } = await withRevision()
    const seen = await readSeen()
    if (what === 'saved') await write('Enregistré entre-temps.')
    else await submit(companyAgent, `${path}/commentaires`, { 'commentaire-actors': 'Attendez.', version: 2 }).expect(303)
    for (const body of [{ seen }, {}, { seen: '' }, { seen: ['a', 'b'] }]) {
      const page = await submit(headAgent, address, body).expect(409)
      expect(readable(page.text)).toContain('Quelqu’un a écrit dans cette version depuis que vous avez ouvert la page')
    }
    expect(await versions()).toEqual(['1 validated', '2 draft'])
    await submit(headAgent, address, { seen: await readSeen() }).expect(303)
  })

  it('waits for a save under way, and for a sending', async () => {
    const { headAgent, address, readSeen } = await withRevision()
    const seen = await readSeen()
    const late = await during(`WITH held AS (SELECT id FROM charters WHERE version = 2 FOR SHARE) UPDATE articles SET body = 'Tard.', revision = revision + 1 FROM held WHERE charter_id = held.id AND key = 'actors'`, [], async () => submit(headAgent, address, { seen }))
    expect(late.status).toBe(409)
    const again = await readSeen()
    const sent = await during(`UPDATE charters SET status = 'proposed', proposed_at = now(), proposed_by_name = 'A', proposed_side = 'education' WHERE version = 2`, [], async () => submit(headAgent, address, { seen: again }))
    expect([sent.status, await versions()]).toEqual([409, ['1 validated', '2 proposed']])
  })

  it('is done once of two clicks', async () => {
    const { headAgent, companyAgent, address, readSeen } = await withRevision()
    const seen = await readSeen()
    expect(await statusesOf([submit(headAgent, address, { seen }), submit(companyAgent, address, { seen })])).toEqual([303, 409])
    expect(await db.auditEntry.count({ where: { event: 'charter.abandonment' } })).toBe(1)
  })

  it.each(['draft', 'proposed', 'submitted', 'returned', 'validated', 'replaced'] as const)('is not for a charter at the stage %s', async (stage) => {
    const { headAgent, path } = await withCharter(stage)
    const before = await versions()
    await headAgent.get(`${path}/abandon`).expect(409)
    await submit(headAgent, `${path}/abandon`, { seen: 'x' }).expect(409)
    expect(await open(headAgent, path)).not.toContain('Abandonner cette version')
    expect(await versions()).toEqual(before)
  })

  it('is not for the correction that the mission asks for, a charter being in force', async () => {
    const { clee, head, mission, headAgent, path } = await withRevision()
    await withoutAgreement()
    await db.article.updateMany({ where: { charter: { version: 2 }, key: 'actors' }, data: { body: 'Autre.' } })
    await submitCharter(await asActor(head), await reloadClee(clee.id), await getLatestCharter(clee.id))
    await submit(await signedIn(mission), `${path}/retour`, { version: 2, reason: 'Précisez.' }).expect(303)
    await headAgent.get(`${path}/abandon`).expect(409)
    expect(await versions()).toEqual(['1 validated', '2 returned', '3 draft'])
  })

  it('is for who writes: not the coordinator, nor outsiders, nor another CLEE', async () => {
    const { bassin, address, readSeen, path } = await withRevision()
    const seen = await readSeen()
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    expect(await open(coordinator, path)).not.toContain('Abandonner cette version')
    expect((await submit(coordinator, address, { seen })).status).toBe(403)
    expect((await submit(await signedIn(await makeHead()), address, { seen })).status).toBe(404)
    const other = await makeClee('active')
    await createCharter(await asActor(other.head), await reloadClee(other.clee.id))
    expect((await submit(await signedIn(other.head), `/clees/${other.clee.slug}/charte/abandon`, { seen })).status).toBe(409)
    expect(await versions()).toContain('2 draft')
    await db.clee.updateMany({ data: { status: 'closed' } })
    expect((await submit(await signedIn(await db.user.findFirstOrThrow({ where: { role: 'mission' } })), address, { seen })).status).toBe(409)
  })
})
