import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { articleAt, withCharter, writingEntries } from './support/charters.ts'
import { makeCoordinator, makeHead } from './support/factories.ts'
import { during, follow, open, readable, sortedStatuses, submit } from './support/features.ts'

describe('an article', () => {
  it('shows its guidance, what it holds as it will be read, its neighbours and how far the charter is', async () => {
    const { headAgent, path } = await withCharter()
    await db.article.updateMany({ where: { key: 'territory' }, data: { body: 'Le **bocage**.\n\n- Fougères' } })
    const { text } = await headAgent.get(`${path}/articles/territory`).expect(200)
    expect(readable(text)).toMatch(/Article 3 – Territoire .*, version 1/)
    expect(readable(text)).toContain('Décrivez le périmètre du CLEE')
    expect(readable(text)).toContain('4 articles obligatoires sur 4 remplis')
    expect(text).toContain('Le <strong>bocage</strong>.')
    expect(text).toMatch(/<li>\s*<p>Fougères<\/p>/)
    for (const key of ['nature', 'objectives']) expect(text).toContain(`${path}/articles/${key}"`)
  })

  it('of objectives shows its axes and priorities as they will be read', async () => {
    const { headAgent, path } = await withCharter()
    await db.article.updateMany({ where: { key: 'objectives' }, data: { priorities: ['Le granit'] } })
    const preview = readable((await headAgent.get(`${path}/articles/objectives`).expect(200)).text.split('data-preview')[1] ?? '')
    expect(preview).toMatch(/Axes retenus : .* Priorités locales : Le granit/)
  })

  it('is open to both co-pilots, and noted with its author', async () => {
    const { clee, companyAgent, company, path } = await withCharter()
    const { revision } = await articleAt('territory')
    const page = await follow(companyAgent, await submit(companyAgent, `${path}/articles/territory`, { body: 'Le bocage.', revision }))
    expect(page).toContain('L’article « Territoire » est enregistré.')
    expect(await articleAt('territory')).toMatchObject({ body: 'Le bocage.', revision: revision + 1, updatedByName: `${company!.firstName} ${company!.lastName}` })
    const entry = await db.auditEntry.findFirstOrThrow({ where: { cleeId: clee.id, event: 'charter.article', actorId: company!.id } })
    expect(entry).toMatchObject({ actorRole: 'company', details: { article: 'Territoire' } })
  })

  it('leads to the following one when asked, the last one to itself', async () => {
    const { headAgent, path } = await withCharter()
    const saveAndGoOn = async (key: string) => submit(headAgent, `${path}/articles/${key}`, { body: 'Écrit.', revision: (await articleAt(key)).revision, destination: 'next' })
    expect((await saveAndGoOn('nature')).headers['location']).toBe(`${path}/articles/territory`)
    expect((await saveAndGoOn('validity')).headers['location']).toBe(`${path}/articles/validity`)
  })

  it('shows both texts to the second of two people, who can save again', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    await submit(headAgent, `${path}/articles/actors`, { body: 'Le texte de la cheffe.', revision }).expect(303)
    const clash = await submit(companyAgent, `${path}/articles/actors`, { body: 'Le texte de l’entreprise.', revision }).expect(409)
    for (const text of ['Le texte de la cheffe.', 'Le texte de l’entreprise.']) expect(readable(clash.text)).toContain(text)
    expect(readable(clash.text)).toContain('n’est enregistré que par ce bouton')
    expect(readable(clash.text)).toMatch(/Le texte de [^.]*\[retiré : la cheffe *\][^.]*\[ajouté : l’entreprise/)
    expect(clash.text).toMatch(new RegExp(`href="${path}/articles/actors"[^>]*>Abandonner mon texte et garder l’autre`))
    expect(await articleAt('actors')).toMatchObject({ body: 'Le texte de la cheffe.' })
    const shown = /name="revision" value="(\d+)"/.exec(clash.text)?.[1]
    await submit(companyAgent, `${path}/articles/actors`, { body: 'Les deux textes.', revision: shown }).expect(303)
    expect(await articleAt('actors')).toMatchObject({ body: 'Les deux textes.' })
  })

  it('saves one of two texts sent at once, and loses neither', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    const { revision } = await articleAt('actors')
    const responses = await Promise.all([submit(headAgent, `${path}/articles/actors`, { body: 'Texte un.', revision }), submit(companyAgent, `${path}/articles/actors`, { body: 'Texte deux.', revision })])
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const refused = readable(responses.find(({ status }) => status === 409)?.text ?? '')
    for (const text of ['Texte un.', 'Texte deux.']) expect(refused).toContain(text)
  })

  it('writes nothing when nothing changes, whatever the revision', async () => {
    const { headAgent, path } = await withCharter()
    const before = await articleAt('territory')
    const entries = await writingEntries()
    await submit(headAgent, `${path}/articles/territory`, { body: `${before.body}\r\n `, revision: 1 }).expect(303)
    expect(await articleAt('territory')).toEqual(before)
    expect(await writingEntries()).toBe(entries)
  })

  it('tells the journal once per hour, person and article', async () => {
    const { headAgent, companyAgent, path } = await withCharter()
    await db.$executeRaw`TRUNCATE audit_entries`
    const save = async (agent: typeof headAgent, key: string, body: string) => submit(agent, `${path}/articles/${key}`, { body, revision: (await articleAt(key)).revision }).expect(303)
    for (const body of ['Un.', 'Deux.', 'Trois.']) await save(headAgent, 'territory', body)
    expect(await writingEntries()).toBe(1)
    await save(headAgent, 'actors', 'Un.')
    await save(companyAgent, 'territory', 'Quatre.')
    expect(await writingEntries()).toBe(3)
    const longAgo = new Date(Date.now() - 61 * 60_000)
    await db.$executeRaw`ALTER TABLE audit_entries DISABLE TRIGGER USER`
    await db.auditEntry.updateMany({ data: { at: longAgo } })
    await db.$executeRaw`ALTER TABLE audit_entries ENABLE TRIGGER USER`
    await save(headAgent, 'territory', 'Cinq.')
    expect(await writingEntries()).toBe(4)
  })

  it.each([
    ['proposed', 'attend l’accord de l’autre copilote', 'reprenez-la depuis la page de la charte'],
    ['submitted', 'Cette version a été transmise', 'une nouvelle version reprendra ce texte'],
    ['validated', 'Cette version a été transmise et validée', 'ouvrez une nouvelle version'],
  ] as const)('rests once the version is %s: the page says why and what to do, and keeps what was typed', async (stage, why, what) => {
    const { headAgent, path } = await withCharter(stage)
    const before = await articleAt('territory')
    const read = readable((await headAgent.get(`${path}/articles/territory`).expect(409)).text)
    for (const sentence of [why, what]) expect(read).toContain(sentence)
    const page = await submit(headAgent, `${path}/articles/territory`, { body: 'Un texte à ne pas perdre.', revision: before.revision }).expect(409)
    for (const sentence of [why, 'Un texte à ne pas perdre.']) expect(readable(page.text)).toContain(sentence)
    expect(await articleAt('territory')).toEqual(before)
  })

  it('waits for a submission under way, and is refused after it', async () => {
    const { headAgent, path } = await withCharter()
    const before = await articleAt('territory')
    const page = await during(`UPDATE charters SET status = 'submitted', submitted_at = now(), receipt = 'CHA-ESSAI'`, [], async () => submit(headAgent, `${path}/articles/territory`, { body: 'Trop tard.', revision: before.revision }))
    expect(page.status).toBe(409)
    expect(page.text).toContain('Trop tard.')
    expect(await articleAt('territory')).toEqual(before)
  })

  it('shows both texts to who wrote on a version sent back since', async () => {
    const { headAgent, path } = await withCharter('returned')
    const corrected = await articleAt('territory', 2)
    expect(corrected.revision).toBe((await articleAt('territory', 1)).revision)
    const page = await submit(headAgent, `${path}/articles/territory`, { body: 'Un vieux texte.', revision: 1 }).expect(409)
    expect(page.text).toContain('Un vieux texte.')
    expect(await articleAt('territory', 2)).toEqual(corrected)
  })

  it('is not for the coordinator, who reads, nor for outsiders', async () => {
    const { path, bassin, headAgent } = await withCharter()
    const before = await articleAt('territory')
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    const outsider = await signedIn(await makeHead())
    for (const page of [`${path}/articles/territory`, `${path}/redaction`]) {
      const typed = { body: 'Pris', revision: before.revision, 'body-territory': 'Pris', 'revision-territory': before.revision }
      await coordinator.get(page).expect(403)
      await submit(coordinator, page, typed).expect(403)
      await submit(outsider, page, typed).expect(404)
      await submit(visitor(), page, typed).expect(302)
    }
    await headAgent.get(`${path}/articles/inconnu`).expect(404)
    await submit(headAgent, `${path}/articles/inconnu`, { body: 'Autre', revision: 1 }).expect(404)
    expect(await open(coordinator, path)).not.toContain('Transmettre la charte')
    expect(await articleAt('territory')).toEqual(before)
  })
})
