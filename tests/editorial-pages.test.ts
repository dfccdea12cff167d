import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { installPages } from '../src/editorial-pages/starting-pages.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { today, yearsAfter } from '../src/school-year.ts'
import { isoDay } from '../src/web/view-helpers.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeHead, makeMission } from './support/factories.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'

const home = '/administration/pages'
const typed = { title: 'Charte graphique', summary: 'Les couleurs et les logos.', body: '## Les couleurs\n\nLe bleu, voir les [documents](/documents).', ownerName: 'Service communication', reviewOn: isoDay(yearsAfter(today(), 1)), position: '60' }

let mission: User
let agent: Awaited<ReturnType<typeof signedIn>>

beforeEach(async () => {
  mission = await makeMission()
  agent = await signedIn(mission)
})

async function write(fields: Record<string, string> = {}) {
  const answer = await submit(agent, home, { ...typed, ...fields }).expect(303)
  return db.editorialPage.findUniqueOrThrow({ where: { id: String(answer.headers['location']).split('/').at(-1) ?? '' } })
}
const manage = (id: string, last: string) => `${home}/${id}/${last}`
const publish = (id: string, revision = 1) => submit(agent, manage(id, 'publication'), { revision })
const events = async () => (await db.auditEntry.findMany({ where: { event: { startsWith: 'page.' } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(({ event }) => event)

describe('writing a page', () => {
  it('keeps it to the mission, with its first version and its journal, until it is published', async () => {
    expect(await follow(agent, await submit(agent, home, typed))).toMatch(/La page est enregistrée\. .*Brouillon Charte graphique .*Adresse \/pages\/charte-graphique .*Version 1/)
    const page = await db.editorialPage.findFirstOrThrow({ include: { versions: true } })
    expect(page).toMatchObject({ slug: 'charte-graphique', publishedAt: null, revision: 1, position: 60, updatedByName: `${mission.firstName} ${mission.lastName}` })
    expect(page.versions).toMatchObject([{ revision: 1, title: typed.title, body: typed.body, savedByName: page.updatedByName }])
    await visitor().get('/pages/charte-graphique').expect(404)
    expect(await open(agent, '/pages/charte-graphique')).toContain('Brouillon, que seule la mission lit')
    expect(await follow(agent, await publish(page.id))).toContain('La page est publiée.')
    const shown = await visitor().get('/pages/charte-graphique').expect(200)
    expect(shown.text).toMatch(/<h2 id="rubrique-les-couleurs">Les couleurs<\/h2>[\s\S]*<a href="\/documents">documents<\/a>/)
    expect(shown.text).toContain('<meta name="description" content="Les couleurs et les logos.">')
    expect(readable(shown.text)).toMatch(/Responsable de la page : Service communication/)
    expect(readable(shown.text)).not.toContain('Gérer cette page')
    expect(await events()).toEqual(['page.creation', 'page.publication'])
    expect((await publish(page.id)).status).toBe(409)
  })

  it('shows a preview before anything is saved, without a script, whatever was typed so far', async () => {
    const page = await submit(agent, home, { ...typed, title: '', body: '## Un\n\n## Deux\n\n## Trois\n\nPôle emploi <b>x</b>', etape: 'apercu' }).expect(422)
    expect(readable(page.text)).toMatch(/Donnez un titre à la page\. .*Aperçu, pas encore enregistré .*France Travail a remplacé Pôle emploi.* Sans titre .*Sommaire Un Deux Trois .*Pôle emploi <b>x<\/b>/)
    expect(page.text).toContain('<textarea class="fr-input" id="body"')
    expect(page.text).toContain('Service communication')
    expect(await db.editorialPage.count()).toBe(0)
    const { id } = await write()
    expect(readable((await submit(agent, manage(id, 'modification'), { ...typed, body: 'Autre texte', revision: 1, etape: 'apercu' }).expect(200)).text)).toMatch(/Aperçu, pas encore enregistré .*Autre texte/)
    expect(await db.editorialPage.findFirst()).toMatchObject({ body: typed.body, revision: 1 })
  })

  it('says in a preview what saving would refuse, and which links lead nowhere', async () => {
    const refused = await submit(agent, home, { ...typed, body: 'Écrire à jeanne@essai.test', etape: 'apercu' }).expect(422)
    expect(readable(refused.text)).toMatch(/retirez-en l’adresse électronique.*Aperçu, pas encore enregistré/)
    const body = '[mort](/nulle-part) [page](/pages/absente) [clee](/clees/absent?x#y) [illisible](/clees/%E0%A4%A) [piège](javascript:alert) [mail](mailto:x)\n\n- [bon](/documents#a)\n- [bon](/un-clee-c-est-quoi)\n- [site](https://exemple.fr/x)'
    const text = readable((await submit(agent, home, { ...typed, body, etape: 'apercu' }).expect(200)).text)
    for (const link of ['/nulle-part', '/pages/absente', '/clees/absent']) expect(text).toContain(`Le lien « ${link} » ne mène à aucune page`)
    for (const link of ['javascript:alert', 'mailto:x']) expect(text).toContain(`Lien refusé, laissé en texte : « ${link} »`)
    expect(text.match(/ne mène à aucune|Lien refusé/g)).toHaveLength(6)
  })

  it('says each wrong field in a sentence, and keeps all that was typed', async () => {
    const page = await submit(agent, home, { title: '3 + 3', summary: '', body: 'Écrire à jeanne@essai.test', ownerName: '', reviewOn: '', position: '-1' }).expect(422)
    const text = readable(page.text)
    for (const sentence of ['deux lettres de l’alphabet latin', 'Dites en une phrase', 'retirez-en l’adresse électronique', 'une fonction ou un service, jamais une personne', 'Choisissez le jour où cette page sera à relire', 'de 0 à 999']) expect(text).toContain(sentence)
    expect(page.text).toMatch(/<title>Erreur/)
    for (const value of ['3 + 3', 'jeanne@essai.test', '-1']) expect(page.text).toContain(value)
    const long = await submit(agent, home, { ...typed, body: 'é'.repeat(100_000) }).expect(422)
    expect(readable(long.text)).toContain('Raccourcissez ce texte : 30 000 caractères au plus.')
    expect(long.text).toContain('é'.repeat(100_000))
    expect(readable((await submit(agent, home, { ...typed, reviewOn: '01/01/2020' }).expect(422)).text)).toContain('Choisissez une date à venir')
    expect(await db.editorialPage.count()).toBe(0)
  })

  it('under a title that gives a taken address is refused; of two at once, one is written', async () => {
    await write()
    expect(readable((await submit(agent, home, { ...typed, title: 'CHARTE  graphique !' }).expect(422)).text)).toContain('La page « Charte graphique » a déjà l’adresse')
    expect(await statusesOf([submit(agent, home, { ...typed, title: 'Deux fois' }), submit(agent, home, { ...typed, title: 'Deux fois' })])).toSatisfy(([one, other]: number[]) => one === 303 && (other === 409 || other === 422))
    expect(await db.editorialPage.count()).toBe(2)
  })

  it('is the mission’s alone', async () => {
    const { id } = await write()
    const head = await signedIn(await makeHead())
    await head.get(home).expect(403)
    for (const path of [home, ...['modification', 'publication', 'retrait', 'suppression', 'versions/1/restauration'].map((last) => manage(id, last))]) expect([path, (await submit(head, path, { ...typed, revision: 1 })).status]).toEqual([path, 403])
    for (const last of ['modification', 'publication', 'retrait', 'suppression', 'versions/1/restauration']) for (const unknown of ['0198a0c4-0000-7000-8000-000000000000', 'x']) expect((await submit(agent, manage(unknown, last), typed)).status).toBe(404)
    expect(await db.editorialPage.findMany()).toMatchObject([{ revision: 1, publishedAt: null }])
  })
})

describe('changing a page', () => {
  it('keeps each text, and the address once somebody may have kept it', async () => {
    const { id } = await write()
    const path = manage(id, 'modification')
    await submit(agent, path, { ...typed, title: 'Identité visuelle', revision: 1 }).expect(303)
    expect(await db.editorialPage.findFirst()).toMatchObject({ slug: 'identite-visuelle', revision: 2 })
    await publish(id, 2)
    await submit(agent, path, { ...typed, title: 'Logos', revision: 2 }).expect(303)
    await submit(agent, manage(id, 'retrait')).expect(303)
    await submit(agent, path, { ...typed, title: 'Logos et couleurs', revision: 3 }).expect(303)
    expect(await db.editorialPage.findFirst()).toMatchObject({ slug: 'identite-visuelle', title: 'Logos et couleurs', revision: 4 })
    expect(await db.editorialPageVersion.count()).toBe(4)
    await submit(agent, path, { ...typed, title: 'Logos et couleurs', ownerName: 'Cabinet', revision: 4 }).expect(303)
    expect(await db.editorialPageVersion.count()).toBe(4)
    expect(readable((await submit(agent, path, { ...typed, body: '', revision: 5 }).expect(422)).text)).toContain('Écrivez le texte de la page.')
  })

  it('of two editors at once, shows the second what the first has saved, and loses neither', async () => {
    const { id } = await write()
    const path = manage(id, 'modification')
    await submit(agent, path, { ...typed, body: 'De la première', revision: 1 }).expect(303)
    const page = await submit(agent, path, { ...typed, body: 'De la seconde', revision: 1 }).expect(409)
    expect(readable(page.text)).toMatch(/Quelqu’un a enregistré ce texte .*Ce qui est enregistré, par .* De la première .*De la seconde/)
    expect(page.text).toMatch(/name="revision" value="2"/)
    expect(await db.editorialPage.findFirst()).toMatchObject({ body: 'De la première' })
    await submit(agent, path, { ...typed, body: 'Les deux', revision: 2 }).expect(303)
    expect(await statusesOf([submit(agent, path, { ...typed, body: 'a', revision: 3 }), submit(agent, path, { ...typed, body: 'b', revision: 3 })])).toEqual([303, 409])
  })

  it('back to an earlier text keeps the one that it replaces', async () => {
    const { id } = await write()
    await submit(agent, manage(id, 'modification'), { ...typed, body: 'Second texte', revision: 1 }).expect(303)
    expect(await open(agent, manage(id, 'versions/1'))).toMatch(/Version 1 Charte graphique .*Reprendre cette version .*Le bleu/)
    const path = manage(id, 'versions/1/restauration')
    await submit(agent, path, { revision: 1 }).expect(409)
    expect(await follow(agent, await submit(agent, path, { revision: 2 }))).toContain('celui qu’il remplace reste dans les versions')
    expect(await db.editorialPage.findFirst()).toMatchObject({ body: typed.body, revision: 3 })
    expect((await db.editorialPageVersion.findMany({ orderBy: { revision: 'asc' } })).map(({ body }) => body)).toEqual([typed.body, 'Second texte', typed.body])
    expect(await open(agent, `${home}/${id}`)).toMatch(/Version 3 \(reprise de la version 1\) ?Texte actuel .*Version 2 .*Version 1 /)
    expect((await agent.get(manage(id, 'versions/2'))).text).toMatch(/Ce qui a changé entre cette version[\s\S]*<del>.*Second/)
    for (const unknown of ['9', 'x', '0', '99999999999999']) await agent.get(manage(id, `versions/${unknown}`)).expect(404)
    await expect(db.editorialPageVersion.deleteMany()).rejects.toThrow()
  })
})

describe('withdrawing and deleting', () => {
  it('take a page back from its readers after a confirmation; only what nobody reads is deleted, with its versions', async () => {
    const { id, slug } = await write()
    await publish(id)
    await submit(agent, manage(id, 'suppression'), { revision: 1 }).expect(409)
    expect(await open(agent, manage(id, 'retrait'))).toContain('Retirer cette page de la publication ?')
    expect(await follow(agent, await submit(agent, manage(id, 'retrait')))).toContain('La page n’est plus publiée.')
    await visitor().get(`/pages/${slug}`).expect(404)
    await submit(agent, manage(id, 'retrait')).expect(409)
    await submit(agent, manage(id, 'suppression'), { revision: 9 }).expect(409)
    expect(await open(agent, manage(id, 'suppression'))).toContain('sans retour possible')
    expect(await follow(agent, await submit(agent, manage(id, 'suppression'), { revision: 1 }))).toContain('est supprimée')
    expect([await db.editorialPage.count(), await db.editorialPageVersion.count()]).toEqual([0, 0])
    expect(readable((await submit(agent, manage(id, 'modification'), { ...typed, revision: 1 }).expect(410)).text)).toMatch(/Cette page a été supprimée par .*Revenir aux pages/)
    expect(await events()).toEqual(['page.creation', 'page.publication', 'page.withdrawal', 'page.removal'])
  })
})

describe('the pages with which a portal begins', () => {
  it('are written once, and never over what the mission has made of them', async () => {
    await Promise.all([installPages(), installPages()])
    const pages = await db.editorialPage.findMany({ orderBy: { position: 'asc' } })
    expect(pages.map(({ slug }) => slug)).toEqual(['un-clee-c-est-quoi', 'creer-un-clee', 'questions-frequentes', 'liens-utiles'])
    expect(pages.map(({ body }) => body).join()).not.toMatch(/\{\w+\}/)
    expect(await db.editorialPageVersion.count()).toBe(4)
    const [pinned, , , links] = pages
    await submit(agent, manage(pinned!.id, 'modification'), { ...typed, title: 'Le CLEE', revision: 1 }).expect(303)
    await submit(agent, manage(links!.id, 'retrait')).expect(303)
    await submit(agent, manage(links!.id, 'suppression'), { revision: 1 }).expect(303)
    await installPages()
    expect(await db.editorialPage.count()).toBe(3)
    expect(await open(visitor(), '/un-clee-c-est-quoi')).toContain('Le CLEE Les couleurs')
  })

  it('have in the menu one that keeps its address and stays', async () => {
    await installPages()
    const { id } = await db.editorialPage.findUniqueOrThrow({ where: { slug: 'un-clee-c-est-quoi' } })
    expect((await visitor().get('/pages/un-clee-c-est-quoi').expect(301)).headers['location']).toBe('/un-clee-c-est-quoi')
    for (const last of ['retrait', 'suppression']) {
      await agent.get(manage(id, last)).expect(403)
      expect(readable((await submit(agent, manage(id, last), { revision: 1 }).expect(403)).text)).toContain('elle se modifie, et ne se retire pas')
    }
    expect(await open(agent, `${home}/${id}`)).not.toContain('Retirer de la publication')
    await visitor().get('/un-clee-c-est-quoi').expect(200)
  })

  it('are all in the map of the site, with those that the mission publishes, and answer', async () => {
    await installPages()
    const { id } = await write()
    const map = () => visitor().get('/plan-du-site').expect(200)
    expect((await map()).text).not.toContain('/pages/charte-graphique')
    await publish(id)
    const links = [...(await map()).text.matchAll(/<main[\s\S]*<\/main>/g)].join().match(/href="[^"]+"/g) ?? []
    for (const path of ['/un-clee-c-est-quoi', '/pages/creer-un-clee', '/pages/charte-graphique', '/documents', '/trouver', '/carte', '/participer', '/donnees-ouvertes', '/agenda', '/accessibilite']) expect(links).toContain(`href="${path}"`)
    const space = await open(agent, '/plan-du-site')
    expect(space).toMatch(/Espace des copilotes et de la mission Tableau de bord Mon compte/)
    for (const slug of ['creer-un-clee', 'questions-frequentes', 'liens-utiles']) await visitor().get(`/pages/${slug}`).expect(200)
    for (const slug of ['inconnue', '__proto__', 'a'.repeat(5_000), '%25']) await visitor().get(`/pages/${slug}`).expect(404)
  })
})

describe('the review date', () => {
  it('once past, is told to the mission on its dashboard, its list and the page itself, never to the public', async () => {
    await installPages()
    const { id, slug } = await write({ reviewOn: isoDay(new Date(today().getTime() + 86_400_000)) })
    await publish(id)
    expect(await open(agent, '/tableau-de-bord')).not.toContain('à relire')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
    try {
      const later = await signedIn(mission)
      expect(await open(later, '/tableau-de-bord')).toMatch(/Pages et documents à relire \(1\) Charte graphique Page, Service communication · Depuis le/)
      expect(await open(later, home)).toMatch(/Modifiée le Charte graphique .*À relire À relire depuis le .*Un CLEE, c’est quoi/)
      expect(await open(later, `/pages/${slug}`)).toContain('À relire depuis le')
      expect(await open(visitor(), `/pages/${slug}`)).not.toContain('À relire')
      await submit(later, manage(id, 'modification'), { ...typed, reviewOn: isoDay(yearsAfter(today(), 1)), revision: 1 }).expect(303)
      expect(await open(later, '/tableau-de-bord')).not.toContain('à relire')
    } finally {
      vi.useRealTimers()
    }
  })
})
