import type TestAgent from 'supertest/lib/agent.js'
import { describe, expect, it } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import type { ActionState, Visibility } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { dayFrom, makeBassin, makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { open, readable } from './support/features.ts'

const statusesOn = async (agents: TestAgent[], id: string) => {
  const statuses: number[] = []
  for (const agent of agents) statuses.push((await agent.get(`/actions/${id}`)).status)
  return statuses
}

const outcomeOf = (state: ActionState) => (state === 'done' || state === 'reviewed' ? { outcome: 'done' as const } : state === 'cancelled' || state === 'postponed' ? { outcome: state, outcomeReason: 'Grève' } : {})

describe('who opens the page of an action', () => {
  it('says so of an address that is no action’s, and leads to the search of the network', async () => {
    for (const id of ['abc', '1', '__proto__']) expect(readable((await visitor().get(`/actions/${id}`).expect(404)).text)).toContain('Cette action n’existe pas, ou n’est plus publique.')
    await visitor().get('/actions/recherche').expect(302)
  })

  it('is anybody for a public one, the network for a shared one, its CLEE for the others', async () => {
    const { clee, head, company, mission, bassin } = await makeClee('active')
    const outsiders = [await makeCoordinator((await makeBassin()).id), await makeHead()]
    const [one, ...others] = [visitor(), ...await Promise.all([...outsiders, head, company!, mission, await makeCoordinator(bassin.id)].map(signedIn))]
    const readers = [one, ...others]
    const everybody = [200, 200, 200, 200, 200, 200, 200]
    const network = [404, 200, 200, 200, 200, 200, 200]
    const insiders = [404, 404, 404, 200, 200, 200, 200]
    const expected: Record<Visibility, number[]> = { public: everybody, network, private: insiders }
    for (const visibility of ['public', 'network', 'private'] as const) {
      for (const state of ['proposed', 'retained', 'cancelled'] as const) {
        const { id } = await insertAction(clee.id, { visibility, state, startsOn: dayFrom(3), ...outcomeOf(state) })
        expect([visibility, state, await statusesOn(readers, id)]).toEqual([visibility, state, state === 'proposed' ? insiders : expected[visibility]])
        await visitor().get(`/actions/${id}/agenda.ics`).expect(visibility === 'public' && state !== 'proposed' ? 200 : 404)
      }
    }
    // What no page says can't be asked of an unpublished CLEE either.
    await db.clee.update({ where: { id: clee.id }, data: { status: 'declared', acknowledgedAt: null, activatedAt: null } })
    const { id } = await insertAction(clee.id, { startsOn: dayFrom(3) })
    expect(await statusesOn(readers, id)).toEqual(insiders)
    // Every page, by seven people.
  }, 60_000)

  it('is anybody in each state of a public action that was retained', async () => {
    const { clee } = await insertClee()
    for (const state of ['retained', 'planned', 'done', 'cancelled', 'postponed', 'reviewed'] as const) {
      const { id } = await insertAction(clee.id, { state, startsOn: dayFrom(3), ...outcomeOf(state) })
      expect([state, await statusesOn([visitor()], id)]).toEqual([state, [200]])
    }
  })

  it('includes those of a CLEE that takes part in it', async () => {
    const { clee } = await insertClee({ name: 'CLEE porteur' })
    const { head, clee: partner } = await makeClee('acknowledged')
    const { id } = await insertAction(clee.id, { visibility: 'private', startsOn: dayFrom(3), clees: { create: { cleeId: partner.id } } })
    const agent = await signedIn(head)
    expect(await statusesOn([visitor(), agent], id)).toEqual([404, 200])
    const page = await open(agent, `/actions/${id}`)
    expect(page).toContain(`Avec ${partner.name}`)
    expect(page).toContain('Cette page n’est pas publiée')
    expect(page).not.toContain('Voir la fiche')
  })

  it.each(['inconnue', '1', '%2e%2e', '__proto__', '00000000-0000-7000-8000-000000000000', 'recherche-avancee'])('is nobody for %s', async (id) => {
    expect(readable((await visitor().get(`/actions/${id}`).expect(404)).text)).toContain('Page introuvable')
  })
})

describe('what the page says', () => {
  const full = {
    title: 'Forum & « métiers »', publicSummary: 'Un résumé public.', objective: 'Un objectif détaillé.', place: 'Salle Tournebride', seats: 40, type: 'coaching', audiences: ['pupils', 'families'], levels: ['troisieme'], avenirGoals: ['discovery'], sectors: ['wood'],
    registrationUrl: 'https://inscription.exemple.fr/forum?x=1', partnersNote: 'Une association',
  }

  it('says what concerns its readers, links to what it names, and nobody’s name', async () => {
    const { clee } = await insertClee()
    const school = await makeSchool({ name: 'Collège Roger Vercel' })
    const organisation = await db.organisation.create({ data: { name: 'Menuiserie Hamon', searchName: 'menuiserie hamon', world: 'economy' } })
    const hidden = await insertClee({ name: 'CLEE secret', status: 'declared', acknowledgedAt: null })
    const origin = await insertAction(clee.id, { title: 'Forum d’avant', startsOn: dayFrom(-30) })
    const { id } = await insertAction(clee.id, {
      ...full, startsOn: dayFrom(3), originId: origin.id, originText: 'Forum d’avant', schools: { create: { schoolUai: school.uai } }, partners: { create: { organisationId: organisation.id, part: 'ouvre ses ateliers' } }, clees: { create: { cleeId: hidden.clee.id } },
    })
    const { text } = await visitor().get(`/actions/${id}`).expect(200)
    const page = readable(text)
    for (const words of ['Un résumé public.', 'Un objectif détaillé.', 'Salle Tournebride', '40 places', 'Élèves et familles', '3e', 'Découvrir le monde économique', 'Filière bois', 'Collège Roger Vercel, Fougères', 'Menuiserie Hamon : ouvre ses ateliers', 'Une association', 'Préparation (CV, entretien, coaching)', 'Reprise de Forum d’avant', 'S’inscrire sur inscription.exemple.fr Ce lien quitte le portail']) expect(page).toContain(words)
    for (const link of [`/clees/${clee.slug}`, `/etablissements/${school.uai}`, `/actions/${origin.id}`, `/actions/${id}/agenda.ics`, 'https://inscription.exemple.fr/forum?x=1']) expect(text).toContain(`href="${link}"`)
    expect(text).toContain(`<link rel="canonical" href="${new URL(`/actions/${id}`, config.publicUrl).href}">`)
    expect(text).toContain('<meta name="description" content="Un résumé public.">')
    expect(page).not.toMatch(/Gwenola|Tanguy|Ewen|Le Goff|CLEE secret|Voir la fiche|Reprendre|Ce qu’elle a donné/)
  })

  it('keeps what it gave, and why, to the people of the network', async () => {
    const { clee, head } = await makeClee('active')
    const achieved = { state: 'reviewed' as const, outcome: 'partly' as const, outcomeReason: 'Un car en panne', pupilsReached: 1_286, girlsReached: 640, strengths: 'Petits groupes', improvements: 'Prévenir plus tôt' }
    const { id } = await insertAction(clee.id, { startsOn: dayFrom(-3), ...achieved, indicators: { create: { position: 1, label: 'Stages trouvés', target: 20, achieved: 12 } } })
    const secrets = /1 286|640|Un car en panne|Petits groupes|Prévenir plus tôt|Stages trouvés/
    const anonymous = await open(visitor(), `/actions/${id}`)
    expect(anonymous).toContain('Réalisée')
    expect(anonymous).not.toMatch(secrets)
    expect((await visitor().get(`/actions/${id}/agenda.ics`)).text).not.toMatch(secrets)
    const agent = await signedIn(head)
    const page = await open(agent, `/actions/${id}`)
    for (const words of ['1 286 élèves', '640 filles parmi eux', 'Un car en panne', 'Petits groupes', 'Prévenir plus tôt', 'Stages trouvés : 12 sur 20 attendus', 'Voir la fiche', 'Reprendre cette action']) expect(page).toContain(words)
    const { text } = await agent.get(`/actions/${id}`)
    for (const link of [`/clees/${clee.slug}/actions/${id}`, `/actions/${id}/reprise`]) expect(text).toContain(`href="${link}"`)
  })

  it('names its origin only to those who may read it', async () => {
    const { clee, head } = await makeClee('active')
    const origin = await insertAction(clee.id, { title: 'Origine réservée', visibility: 'private', startsOn: dayFrom(-3) })
    const { id } = await insertAction(clee.id, { startsOn: dayFrom(3), originId: origin.id, originText: 'Origine réservée' })
    expect(await open(visitor(), `/actions/${id}`)).not.toContain('Origine réservée')
    expect(await open(await signedIn(head), `/actions/${id}`)).toContain('Reprise de Origine réservée')
  })

  it.each([
    ['cancelled', 'Cette action est annulée'],
    ['postponed', 'Cette action est reportée'],
  ] as const)('says that it is %s, and no longer how to register or to note its day', async (state, sentence) => {
    const { clee } = await insertClee()
    const { id } = await insertAction(clee.id, { ...full, startsOn: dayFrom(3), state, outcome: state, outcomeReason: 'Grève' })
    const page = await open(visitor(), `/actions/${id}`)
    expect(page).toContain(sentence)
    expect(page).not.toMatch(/S’inscrire|Grève|40 places|Ajouter à mon agenda/)
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '//exemple.fr', 'https://', 'nimporte'])('makes no link of %s', async (registrationUrl) => {
    const { clee } = await insertClee()
    const { id } = await insertAction(clee.id, { startsOn: dayFrom(3), registrationUrl })
    const { text } = await visitor().get(`/actions/${id}`).expect(200)
    expect(text).not.toContain('S’inscrire')
    expect(text).not.toContain(`href="${registrationUrl}"`)
  })

  it('no longer offers to register once it is over', async () => {
    const { clee } = await insertClee()
    const { id } = await insertAction(clee.id, { ...full, startsOn: dayFrom(-1) })
    expect(await open(visitor(), `/actions/${id}`)).not.toContain('S’inscrire')
  })
})
