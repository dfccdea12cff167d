import { describe, expect, it } from 'vitest'
import { compareVersions, templatesSentence } from '../src/charters/comparison.ts'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { bringCharter, correctDraft, open, readable, submit, withoutAgreement, type CharterStage } from './support/features.ts'

async function withCharter(stage: CharterStage) {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  await withoutAgreement()
  return { ...made, agent: await signedIn(made.head), official: await signedIn(made.mission), path: `/clees/${made.clee.slug}/charte` }
}

const article = (key: string, values: object = {}) => ({ key, position: 1, title: key, body: 'Un texte.', axes: ['A', 'B'], priorities: ['Une', 'Deux'], ...values })

describe('what changed between two versions', () => {
  it('is told article by article, texts word by word, axes and priorities too', async () => {
    const before = [article('same'), article('text'), article('choices'), article('gone')]
    const after = [article('new'), article('same', { position: 2 }), article('text', { body: 'Un autre texte.', title: 'Texte' }), article('choices', { axes: ['B', 'C'], priorities: ['Une', 'Trois'] })]
    const changes = await compareVersions(before, after)
    expect(changes.map(({ key, kind }) => [key, kind])).toEqual([['new', 'added'], ['same', 'same'], ['text', 'changed'], ['choices', 'changed'], ['gone', 'removed']])
    expect(changes[2]?.parts).toEqual([
      { label: 'Titre', isWhole: false, pieces: [{ kind: 'removed', text: 'text' }, { kind: 'added', text: 'Texte' }] },
      { label: '', isWhole: false, pieces: [{ kind: 'same', text: 'Un ' }, { kind: 'added', text: 'autre ' }, { kind: 'same', text: 'texte.' }] },
    ])
    expect(changes[3]?.parts[0]).toEqual({ label: 'Axes retenus', isWhole: false, pieces: [{ kind: 'removed', text: '– A\n' }, { kind: 'same', text: '– B\n' }, { kind: 'added', text: '– C\n' }] })
    expect(changes[3]?.parts[1]?.pieces.filter(({ kind }) => kind !== 'same')).toEqual([{ kind: 'removed', text: 'Deux' }, { kind: 'added', text: 'Trois' }])
    expect(changes[0]?.parts.flatMap(({ pieces }) => pieces).every(({ kind }) => kind === 'added')).toBe(true)
  })

  it('is a page with a summary, a legend, and words for those who see no colour', async () => {
    const { agent, path } = await withCharter('returned')
    await correctDraft('Territoire, version <b>2</b>.')
    const { text } = await agent.get(`${path}/versions/2/differences`).expect(200)
    const page = readable(text)
    expect(page).toContain('1 article modifié sur 14')
    expect(page).toContain('13 articles inchangés')
    expect(page).toContain('Légende : texte ajouté, souligné et en gras , texte retiré, barré')
    expect(page).toContain('Territoire, version [retiré : 1 ] [ajouté : <b>2</b> ] .')
    expect(text).toMatch(/<del>.*<\/del>.*<ins>/)
    expect(text).not.toContain('<b>2</b>')
  })

  it('compares any two versions, the earlier first, with the version before by default', async () => {
    const { agent, path } = await withCharter('replaced')
    await submit(agent, `${path}/revision`).expect(303)
    await correctDraft('Autre chose.')
    expect(await open(agent, `${path}/versions/3/differences`)).toContain('de la version 2 à la version 3')
    expect(await open(agent, `${path}/versions/3/differences?avec=1`)).toContain('de la version 1 à la version 3')
    expect(await open(agent, `${path}/versions/1/differences?avec=2`)).toContain('de la version 1 à la version 2')
    for (const address of ['1/differences', '2/differences?avec=2', '2/differences?avec=9', '2/differences?avec=x', '2/differences?avec=', '9/differences', 'x/differences']) await agent.get(`${path}/versions/${address}`).expect(404)
  })

  it('says so when nothing did', async () => {
    const { agent, path } = await withCharter('validated')
    await submit(agent, `${path}/revision`).expect(303)
    expect(await open(agent, `${path}/versions/2/differences`)).toContain('Aucun article modifié')
  })

  it('is read by those of the CLEE, not by others', async () => {
    const { path, bassin, official } = await withCharter('returned')
    for (const agent of [official, await signedIn(await makeCoordinator(bassin.id))]) await open(agent, `${path}/versions/2/differences`)
    await (await signedIn(await makeHead())).get(`${path}/versions/2/differences`).expect(404)
  })
})

describe('an article that moved', () => {
  it('says from where to where; those around it did not', async () => {
    const before = ['a', 'b', 'c', 'd'].map((key, index) => article(key, { position: index + 1 }))
    const after = ['a', 'c', 'd', 'b'].map((key, index) => article(key, { position: index + 1 }))
    expect((await compareVersions(before, after)).map(({ key, kind, movedFrom }) => [key, kind, movedFrom])).toEqual([['a', 'same', null], ['c', 'same', null], ['d', 'same', null], ['b', 'moved', 2]])
  })

  it('is counted with those added and removed, and so is another template', async () => {
    const { agent, official, path } = await withCharter('returned')
    const draft = { charter: { status: 'draft' } } as const
    const { id } = await db.article.findFirstOrThrow({ where: { ...draft, key: 'territory' } })
    const last = await db.article.count({ where: draft })
    await db.article.update({ where: { id }, data: { position: last + 1 } })
    await db.article.updateMany({ where: { ...draft, key: 'review' }, data: { key: 'autre' } })
    const page = await open(agent, `${path}/versions/2/differences`)
    expect(page).toContain('1 article ajouté, 1 retiré et 1 déplacé sur 15')
    expect(page).toContain(`déplacé (article 3 → article ${last + 1})`)
    expect(templatesSentence({ version: 1, templateVersion: 2 }, { version: 2, templateVersion: 3 })).toBe('La version 2 suit le modèle 3, la version 1 le modèle 2.')
    expect(page).not.toContain('suit le modèle')
    await db.charter.updateMany({ where: { status: 'draft' }, data: { status: 'submitted', submittedAt: new Date(), submittedByName: 'Zoé', receipt: 'CHA-2', signatories: ['education'], particulars: {} } })
    expect((await official.get(`${path}/versions/2/differences`)).text).toContain(`href="${path}#decision"`)
    expect((await agent.get(`${path}/versions/2/differences`)).text).not.toContain('#decision')
  })
})

describe('the page of a version', () => {
  it('says how it was sent, decided and until when it holds', async () => {
    const { agent, path, head, mission } = await withCharter('validated')
    const charter = await db.charter.findFirstOrThrow()
    const page = await open(agent, `${path}/versions/1`)
    for (const text of [charter.receipt!, head.lastName, mission.lastName, 'Validée par', `Valable jusqu’au 22 novembre ${charter.validUntil!.getUTCFullYear()}`.slice(0, 18), 'Territoire, version 1.']) expect(page).toContain(text)
  })

  it('gives the reason of a return', async () => {
    const { agent, path } = await withCharter('returned')
    const page = await open(agent, `${path}/versions/1`)
    expect(page).toMatch(/Renvoyée pour complément par .* Motif du renvoi Précisez le territoire\./)
  })
})

describe('the page of a charter', () => {
  it('says where it stands, what is expected and from whom, with one action', async () => {
    const { agent, official, path } = await withCharter('submitted')
    const page = await open(official, path)
    expect(page).toMatch(/Où en est la version 1 Transmise à la mission par .* Récépissé CHA-/)
    expect(page).toMatch(/Rédaction \(fait\).*Transmission \(fait\).*Validation \(en cours\)/)
    expect(page).not.toContain('Accord (fait)')
    expect(page).toContain('À vous : lisez la charte, puis validez-la ou renvoyez-la')
    expect((await official.get(path)).text).toContain('href="#decision"')
    const other = await open(agent, path)
    expect(other).toContain('La mission académique examine cette version')
    expect(other).not.toContain('Aller à la décision')
  })

  it('says whose signatures are awaited, and to whom they are', async () => {
    const { agent, official, path } = await withCharter('validated')
    expect(await open(agent, path)).toContain('À vous : signez la version 1, en vigueur et publiée. Lire et signer')
    expect(await open(official, path)).toContain('signatures attendues : copilote du monde éducatif et copilote du monde économique.')
    const charter = await db.charter.findFirstOrThrow()
    await db.charterScan.create({ data: { charterId: charter.id, fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: 'a'.repeat(64), content: Buffer.from('a'), attachedByName: 'Zoé' } })
    expect(await open(agent, path)).toContain('Rien n’est attendu : la charte est en vigueur et publiée.')
  })

  it('has a table of its articles, except for who writes them', async () => {
    const { agent, official, path } = await withCharter('submitted')
    expect((await agent.get(path)).text).toContain('<a class="fr-link fr-link--sm" href="#article-territory">')
    await submit(official, `${path}/retour`, { reason: 'Non.', version: 1 }).expect(303)
    expect(await open(agent, path)).not.toContain('Sommaire des articles')
  })

  it('shows how complete each article is, and lists every version with its dates', async () => {
    const { agent, path } = await withCharter('returned')
    await correctDraft('[à compléter : tout]')
    await db.article.updateMany({ where: { key: 'working-groups', charter: { status: 'draft' } }, data: { body: '' } })
    const page = await open(agent, path)
    expect(page).toMatch(/Territoire À compléter .*Groupes de travail Sans objet /)
    expect(page).toContain('1 article à compléter')
    expect(page).toMatch(/Toutes les versions .* Version 2 Projet .* Version 1 Renvoyée pour complément/)
    expect(page).toMatch(/La mission a renvoyé la version 1 pour complément, le .* Précisez le territoire\./)
  })
})

describe('the confirmation of a validation', () => {
  it('recalls what it does and what to look at, then validates', async () => {
    const { clee, agent, official, path } = await withCharter('validated')
    await submit(agent, `${path}/revision`).expect(303)
    await correctDraft()
    await submit(agent, `${path}/soumission`).expect(303)
    await submit(official, `${path}/commentaires`, { 'commentaire-territory': 'Pourquoi ?', version: 2 }).expect(303)
    const page = await open(official, `${path}/validation`)
    for (const text of ['publiée aussitôt', 'remplace la version 1', `valable jusqu’au`, 'attendent encore une réponse des copilotes : article 3, Territoire', 'Ce qui a changé depuis la version 1']) expect(page).toContain(text)
    expect(await db.charter.findFirst({ where: { cleeId: clee.id, version: 2 } })).toMatchObject({ status: 'submitted' })
    await submit(official, `${path}/validation`, { version: 2 }).expect(303)
    expect(readable((await official.get(`${path}/validation`).expect(409)).text)).toContain('n’attend votre décision')
  })

  it('says what of the CLEE has changed since the sending, and which signatures are missing', async () => {
    const { clee, official, path } = await withCharter('submitted')
    expect(await open(official, `${path}/validation`)).not.toContain('depuis la transmission')
    expect(await open(official, `${path}/validation`)).toContain('Signatures encore attendues : copilote du monde éducatif et copilote du monde économique')
    await db.copilot.updateMany({ where: { cleeId: clee.id, side: 'economy' }, data: { jobTitle: 'Gérante' } })
    await db.cleeCommune.deleteMany({ where: { cleeId: clee.id } })
    const page = await open(official, `${path}/validation`)
    for (const text of ['Les copilotes ont changé depuis la transmission.', 'Les communes ont changé depuis la transmission.']) expect(page).toContain(text)
    expect(page).not.toContain('Les bassins ont changé')
  })

  it('is the mission’s', async () => {
    const { agent, path, bassin } = await withCharter('submitted')
    for (const person of [agent, await signedIn(await makeCoordinator(bassin.id))]) await person.get(`${path}/validation`).expect(403)
  })
})
