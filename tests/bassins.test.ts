import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { during, follow, open, readable, statusesOf, submit } from './support/features.ts'
import { makeManyClees } from './support/many.ts'

const path = '/administration/bassins'
let mission: TestAgent

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

const eventsNamed = (event: string) => db.auditEntry.findMany({ where: { event } })
const makeMany = (count: number) => db.bassin.createMany({ data: Array.from({ length: count }, (_, index) => ({ name: `Zone ${index}.`, searchName: `zone ${index}`, slug: `zone-${index}` })) })

describe('the public list of bassins', () => {
  it('is a CSV too: name, number of CLEEs, communes covered', async () => {
    const { bassin, commune, clee } = await makeClee('active')
    await makeClee('declared')
    const closed = await makeClee('active')
    await db.clee.update({ where: { id: closed.clee.id }, data: { status: 'closed' } })
    await db.cleeBassin.create({ data: { cleeId: closed.clee.id, bassinId: bassin.id } })
    const { text } = await visitor().get(`/bassins.csv?recherche=${encodeURIComponent(bassin.name)}`).expect(200)
    expect(text).toContain(`\r\n${bassin.name};1;1;${commune.name}\r\n`)
    expect(text).not.toContain(clee.name)
  })

  it('offers a search beyond twelve bassins, and says when it finds none', async () => {
    await makeMany(12)
    expect(await open(visitor(), '/bassins')).not.toContain('Nom du bassin')
    await makeBassin('Saint-Malo')
    expect(await open(visitor(), '/bassins')).toContain('Nom du bassin')
    const found = await open(visitor(), '/bassins?recherche=st+malo')
    expect(found).toContain('1 bassin')
    expect(found).not.toContain('Zone 3.')
    for (const recherche of ['zzz', '%25']) expect(await open(visitor(), `/bassins?recherche=${recherche}`)).toContain('Aucun bassin ne porte ce nom')
  })

  it.each([0, 1, 40])('shows a bassin of %i CLEEs', async (count) => {
    const bassin = await makeBassin('Rennes')
    await makeManyClees(count, bassin.id)
    const page = await open(visitor(), '/bassins/rennes')
    expect(page).toContain(`CLEE du bassin (${count})`)
  })
})

describe('the mission’s list of bassins', () => {
  it('shows CLEEs and coordinators, searches, sorts both ways and pages', async () => {
    const { bassin } = await makeClee('active')
    const coordinator = await makeCoordinator(bassin.id)
    await makeMany(55)
    const lines = async (query: string) => (await open(mission, `${path}?${query}`)).split('Chercher').at(-1) ?? ''
    expect(await lines(`recherche=${encodeURIComponent(bassin.name)}`)).toMatch(new RegExp(`${bassin.name} 1 CLEE ${coordinator.firstName} ${coordinator.lastName} Modifier`))
    expect(await lines('tri=-clees')).toMatch(new RegExp(`^[^M]*Modifier|${bassin.name}`))
    expect((await lines('tri=-clees')).indexOf(bassin.name)).toBeLessThan((await lines('tri=-clees')).indexOf('Zone 0.'))
    expect(await lines('tri=clees')).not.toContain(`${bassin.name} 1`)
    expect(await lines('page=2')).toContain('Zone 54.')
    expect(await lines('recherche=zzz')).toContain('Aucun bassin ne porte ce nom')
  })

  it('counts CLEEs as the public does, says how many are not published, and why a bassin stays', async () => {
    const { bassin } = await makeClee('active')
    const place = async (stage: 'draft' | 'declared' | 'active') => {
      const { clee } = await makeClee(stage)
      await db.cleeBassin.create({ data: { cleeId: clee.id, bassinId: bassin.id } })
      return clee
    }
    await place('draft')
    await place('declared')
    await db.clee.update({ where: { id: (await place('active')).id }, data: { status: 'closed' } })
    expect(await open(mission, `${path}?recherche=${encodeURIComponent(bassin.name)}`)).toContain(`${bassin.name} 1 CLEE (et 1 non publié)`)
    expect(await open(visitor(), '/bassins')).toMatch(new RegExp(`${bassin.name} 1 CLEE `))
    expect(await open(mission, `${path}/${bassin.slug}/modification`)).toContain('ne peut pas être supprimé : 4 CLEE (brouillons et fermés compris) s’y rattachent')
  })

  it('says so when there is none', async () => {
    expect(await open(mission, path)).toContain('Aucun bassin enregistré')
  })
})

describe('adding a bassin', () => {
  it('opens its page, and is written down', async () => {
    const page = await follow(mission, await submit(mission, path, { name: 'Fougères-Vitré', presentation: 'Les marches de Bretagne.' }))
    expect(page).toContain('Le bassin « Fougères-Vitré » est ajouté')
    expect(await db.bassin.findMany()).toMatchObject([{ name: 'Fougères-Vitré', slug: 'fougeres-vitre', searchName: 'fougeres vitre', presentation: 'Les marches de Bretagne.' }])
    expect(await eventsNamed('bassin.addition')).toMatchObject([{ subjectName: 'Fougères-Vitré' }])
    expect(await open(visitor(), '/bassins/fougeres-vitre')).toContain('Les marches de Bretagne.')
  })

  it.each([
    ['no name', '', 'Donnez le nom du bassin'],
    ['a name of 300 characters', 'a'.repeat(300), 'Raccourcissez ce texte : 80 caractères au plus'],
    ['an emoji', 'Bassin 🎓', 'Retirez de ce texte les émoticônes'],
    ['signs alone', '!!', 'au moins deux lettres'],
    ['the name of another, case and accents ignored', 'FOUGERES vitré', 'bassin « Fougères-Vitré »'],
    ['an address', 'Écrire à a@exemple.fr', 'Retirez de ce texte les émoticônes'],
  ])('refuses %s, and keeps what was typed', async (_what, name, sentence) => {
    await makeBassin('Fougères-Vitré')
    const { text } = await submit(mission, path, { name, presentation: 'À garder <script>' }).expect(422)
    expect(readable(text)).toContain(sentence)
    expect(text).toContain('À garder &lt;script&gt;')
    expect(text).toContain(`value="${name}"`)
    expect(await db.bassin.count()).toBe(1)
  })

  it('shows <script> as it was typed', async () => {
    await submit(mission, path, { name: 'Fougères', presentation: '<script>alert(1)</script>' }).expect(303)
    const { text } = await visitor().get('/bassins').expect(200)
    expect(text).toContain('&lt;script&gt;alert(1)')
    expect(text).not.toContain('<script>alert')
  })

  it('is the mission’s alone, and counts once when clicked twice at once', async () => {
    for (const user of [await makeHead(), await makeCoordinator((await makeBassin()).id)]) await submit(await signedIn(user), path, { name: 'Dinan' }).expect(403)
    const statuses = await statusesOf([1, 2].map(() => submit(mission, path, { name: 'Dinan' })))
    expect(statuses[0]).toBe(303)
    expect([409, 422]).toContain(statuses[1])
    expect(await db.bassin.count({ where: { name: 'Dinan' } })).toBe(1)
  })
})

describe('changing a bassin', () => {
  it('renames it and keeps its address', async () => {
    await makeBassin('Rennes')
    expect((await mission.get(`${path}/rennes/modification`).expect(200)).text).toContain('value="Rennes"')
    const page = await follow(mission, await submit(mission, `${path}/rennes/modification`, { name: 'Rennes Métropole', presentation: 'Texte' }))
    expect(page).toContain('Son adresse reste la même')
    expect(await db.bassin.findMany()).toMatchObject([{ name: 'Rennes Métropole', slug: 'rennes', searchName: 'rennes metropole' }])
    expect(await eventsNamed('bassin.change')).toMatchObject([{ subjectName: 'Rennes Métropole', details: { before: 'Rennes' } }])
    // Its old name leads to it: nobody else may take it.
    expect(readable((await submit(mission, path, { name: 'Rennes' }).expect(422)).text)).toContain('bassin « Rennes Métropole »')
  })

  it('refuses the name of another, 404 to what does not exist, 403 to the others', async () => {
    await makeBassin('Rennes')
    await makeBassin('Redon')
    const { text } = await submit(mission, `${path}/redon/modification`, { name: 'rennes', presentation: 'À garder' }).expect(422)
    expect(readable(text)).toContain('bassin « Rennes »')
    expect(text).toContain('À garder')
    await submit(mission, `${path}/inconnu/modification`, { name: 'Autre' }).expect(404)
    await submit(await signedIn(await makeHead()), `${path}/redon/modification`, { name: 'Autre' }).expect(403)
    expect(await db.bassin.findMany({ orderBy: { name: 'asc' } })).toMatchObject([{ name: 'Redon' }, { name: 'Rennes' }])
  })
})

describe('deleting a bassin', () => {
  it('asks first, and deletes one that nothing refers to', async () => {
    await makeBassin('Rennes')
    expect(await open(mission, `${path}/rennes/suppression`)).toContain('Supprimer le bassin « Rennes » ?')
    expect(await follow(mission, await submit(mission, `${path}/rennes/suppression`))).toContain('est supprimé')
    expect(await db.bassin.count()).toBe(0)
    expect(await eventsNamed('bassin.removal')).toHaveLength(1)
  })

  it('says why when a CLEE, or a coordinator of any year, refers to it', async () => {
    const { bassin } = await makeClee('draft')
    const followed = await makeBassin()
    await makeCoordinator(followed.id, '2020-2021')
    for (const { slug } of [bassin, followed]) {
      expect((await mission.get(`${path}/${slug}/modification`).expect(200)).text).not.toContain('/suppression')
      await mission.get(`${path}/${slug}/suppression`).expect(409)
      expect(readable((await submit(mission, `${path}/${slug}/suppression`).expect(409)).text)).toContain('s’y rattache. Vous pouvez le renommer')
    }
    await submit(await signedIn(await makeHead()), `${path}/${followed.slug}/suppression`).expect(403)
    expect(await db.bassin.count()).toBe(2)
  })

  it('waits for a CLEE that is being placed in it, and then refuses', async () => {
    const { clee } = await makeClee('draft')
    const bassin = await makeBassin()
    const response = await during('INSERT INTO clee_bassins (clee_id, bassin_id) VALUES ($1::uuid, $2::uuid)', [clee.id, bassin.id], async () => submit(mission, `${path}/${bassin.slug}/suppression`))
    expect(response.status).toBe(409)
    expect(await db.bassin.count({ where: { id: bassin.id } })).toBe(1)
  })

  it('counts once when clicked twice at once', async () => {
    await makeBassin('Rennes')
    const statuses = await statusesOf([1, 2].map(() => submit(mission, `${path}/rennes/suppression`)))
    expect(statuses[0]).toBe(303)
    expect([404, 409]).toContain(statuses[1])
    expect(await eventsNamed('bassin.removal')).toHaveLength(1)
  })
})
