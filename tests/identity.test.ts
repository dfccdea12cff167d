import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolLabel } from '../src/schools/pick.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeHead, makeSchool } from './support/factories.ts'
import { during, eventsOf, follow, open, readable, sortedStatuses, statusesOf, submit } from './support/features.ts'

const laPoste = '35600000000010'

async function makeDeclared(name = 'CLEE du Coglais') {
  const made = await makeClee('active', name)
  const identity = { name, presentation: 'À garder', bassinIds: made.bassin.id, legalForm: 'none' }
  return { ...made, agent: await signedIn(made.head), identity, path: `/clees/${made.clee.slug}/identite` }
}

describe('the identity of a CLEE', () => {
  it('holds a long name, several bassins, the organisation that carries it and a support school, and shows them', async () => {
    const { clee, bassin, agent, identity, path } = await makeDeclared()
    const [other, school] = [await makeBassin(), await makeSchool({ name: 'Collège Mahatma Gandhi' })]
    const full = { ...identity, longName: 'Comité local école-entreprise du Coglais', bassinIds: [bassin.id, other.id], legalForm: 'carried', organisationName: 'Club des entreprises', siret: `${laPoste.slice(0, 9)} ${laPoste.slice(9)}`, supportSchool: school.uai.toLowerCase() }
    expect(await follow(agent, await submit(agent, path, full))).toContain('L’identité du CLEE est enregistrée')
    const saved = await db.clee.findUniqueOrThrow({ where: { id: clee.id }, include: { carrier: true, bassins: true } })
    expect(saved).toMatchObject({ longName: full.longName, legalForm: 'carried', supportSchoolUai: school.uai, carrier: { name: 'Club des entreprises', siret: laPoste, world: 'economy' } })
    expect(saved.bassins).toHaveLength(2)
    expect(await eventsOf(clee.id)).toContain('clee.identity')
    const page = await open(visitor(), `/clees/${clee.slug}`)
    for (const text of [full.longName, 'Porté par : Club des entreprises', 'Collège Mahatma Gandhi, Fougères']) expect(page).toContain(text)
    const again = (await agent.get(path).expect(200)).text
    expect(readable(again)).not.toMatch(/Organisation qui porte le CLEE \(facultatif\)/)
    for (const text of [full.longName, laPoste, schoolLabel(school), 'value="carried" checked']) expect(again).toContain(text)
  })

  it('comes back as it was when its own form is sent again, and gives up the organisation that carried it', async () => {
    const { clee, agent, identity, path } = await makeDeclared()
    const carried = { ...identity, legalForm: 'carried', organisationName: 'Club des entreprises', siret: '' }
    for (const body of [carried, carried]) await submit(agent, path, body).expect(303)
    expect(await db.organisation.count({ where: { name: 'Club des entreprises' } })).toBe(1)
    await submit(agent, path, { ...identity, legalForm: 'association', organisationName: '', siret: '' }).expect(303)
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ legalForm: 'association', carrierId: null })
  })

  it.each([
    ['a name of 300 characters', { name: 'a'.repeat(300) }, 'Raccourcissez ce texte : 120 caractères au plus'],
    ['a name of emoji', { name: 'CLEE 🎉 du Coglais' }, 'Retirez de ce texte les émoticônes'],
    ['a long name of 201 characters', { longName: 'é'.repeat(201) }, 'Raccourcissez ce texte : 200 caractères au plus'],
    ['an address in the long name (R18)', { longName: 'CLEE clee@exemple.fr' }, 'Retirez de ce texte les émoticônes'],
    ['markup in the long name', { longName: '<script>alert(1)</script>' }, 'Retirez de ce texte les émoticônes'],
    ['a legal form of no list', { legalForm: 'x' }, 'Choisissez une forme juridique de la liste'],
    ['a carrier without a name', { legalForm: 'carried', organisationName: ' ' }, 'Nommez l’organisation qui porte le CLEE'],
    ['a carrier named by emoji', { legalForm: 'carried', organisationName: '🎉' }, 'Retirez de ce texte les émoticônes'],
    ['a carrier of a CLEE that nobody carries', { organisationName: 'Club' }, 'choisissez « Porté par une organisation »'],
    ['a SIRET that fails Luhn', { legalForm: 'carried', organisationName: 'Club', siret: '73282932000075' }, 'Ce numéro SIRET est faux'],
    ['a support school whose UAI has the wrong key', { supportSchool: '0350122A' }, 'la lettre attendue est T'],
    ['a support school that nobody knows', { supportSchool: 'introuvable' }, 'Aucun établissement ne correspond à « introuvable »'],
    ['a support school that is closed', { supportSchool: 'Lycée fermé, Fougères (0290001U)' }, 'est fermé'],
  ])('refuses %s beside the field, and keeps all that was typed', async (_what, change, sentence) => {
    const { clee, agent, identity, path } = await makeDeclared()
    await makeSchool({ uai: '0290001U', name: 'Lycée fermé', isOpen: false })
    const page = await submit(agent, path, { ...identity, ...change }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain('À garder')
    for (const typed of Object.values(change)) if (typed !== 'x' && typed !== 'carried') expect(page.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(typed)
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ name: clee.name, presentation: clee.presentation, legalForm: 'none' })
    expect(await db.organisation.count({ where: { name: 'Club' } })).toBe(0)
  })

  it('takes the organisation that has the SIRET, whatever name was typed, and says under which it is known', async () => {
    const { clee, agent, identity, path } = await makeDeclared()
    const { id } = await db.organisation.create({ data: { name: 'Usine', searchName: 'usine', siret: '73282932000074', world: 'economy' } })
    const answer = await submit(agent, path, { ...identity, legalForm: 'carried', organisationName: 'Club', siret: '73282932000074' })
    expect(await follow(agent, answer)).toContain('Usine')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ legalForm: 'carried', carrierId: id })
    expect(await db.organisation.count({ where: { name: 'Club' } })).toBe(0)
  })

  it('offers the schools that a name could mean, and takes the chosen one', async () => {
    const { clee, agent, identity, path } = await makeDeclared()
    const [first] = [await makeSchool({ name: 'Lycée Brocéliande', city: 'Guer' }), await makeSchool({ name: 'Lycée Brocéliande', city: 'Paimpont' })]
    const page = await submit(agent, path, { ...identity, supportSchool: 'brocéliande' }).expect(422)
    expect(readable(page.text)).toContain('Plusieurs établissements correspondent')
    await submit(agent, path, { ...identity, supportSchool: ['brocéliande', schoolLabel(first)] }).expect(303)
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ supportSchoolUai: first.uai })
  })

  it('says at once all that the database refuses', async () => {
    await makeClee('draft', 'CLEE de Vitré')
    const { agent, identity, path } = await makeDeclared()
    const page = readable((await submit(agent, path, { ...identity, name: 'CLEE de Vitré', bassinIds: '0190a000-0000-7000-8000-000000000000', supportSchool: 'introuvable' }).expect(422)).text)
    expect(page).toContain('Le formulaire contient 3 erreurs')
    for (const sentence of ['porte déjà ce nom', 'Choisissez des bassins de la liste', 'Aucun établissement ne correspond']) expect(page).toContain(sentence)
  })

  it('shows markup typed in it as text', async () => {
    const { clee, agent, identity, path } = await makeDeclared()
    await submit(agent, path, { ...identity, presentation: '<script>alert(1)</script>' }).expect(303)
    const { text } = await visitor().get(`/clees/${clee.slug}`).expect(200)
    expect(text).not.toContain('<script>alert')
    expect(readable(text)).toContain('<script>alert(1)</script>')
  })

  it('is asked for when a declaration begins, and read over in its summary', async () => {
    const [head, bassin, school] = [await makeHead(), await makeBassin(), await makeSchool()]
    const agent = await signedIn(head)
    expect((await agent.get('/declaration').expect(200)).text).toContain('value="none" checked')
    await submit(agent, '/declaration', { name: 'CLEE de Dol', bassinIds: bassin.id, longName: 'Comité de Dol', legalForm: 'association', supportSchool: schoolLabel(school) }).expect(303)
    const page = await open(agent, '/clees/clee-de-dol/declaration')
    for (const text of ['Comité de Dol', 'Association', school.uai]) expect(page).toContain(text)
    expect(page).not.toContain('Changer aussi l’adresse')
  })

  it('of a CLEE closed meanwhile is no longer changed', async () => {
    const { clee, agent, identity, path } = await makeDeclared()
    const rename = async () => submit(agent, path, { ...identity, name: 'CLEE nouveau' }).expect(409)
    await during('UPDATE clees SET status = \'closed\' WHERE id = $1', [clee.id], rename)
    expect(readable((await rename()).text)).toContain('Ce CLEE est fermé')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ name: clee.name })
  })
})

describe('names taken at once', () => {
  it('by two heads: one has it, the other reads why not, with what was typed', async () => {
    const bassin = await makeBassin()
    const agents = await Promise.all([1, 2].map(async () => signedIn(await makeHead())))
    const answers = await Promise.all(agents.map((agent) => submit(agent, '/declaration', { name: 'CLEE de Dol', bassinIds: bassin.id, presentation: 'À garder' })))
    expect(sortedStatuses(answers)).toEqual([303, 422])
    const refused = answers.find(({ status }) => status === 422)?.text ?? ''
    expect(readable(refused)).toContain('porte déjà ce nom')
    expect(refused).toContain('À garder')
    expect(await db.clee.count()).toBe(1)
  })

  it('by two CLEEs that are renamed: one has it', async () => {
    const [one, other] = [await makeDeclared('CLEE du Coglais'), await makeDeclared('CLEE de Vitré')]
    expect(await statusesOf([one, other].map(({ agent, path, identity }) => submit(agent, path, { ...identity, name: 'CLEE des Marches', changesAddress: 'oui' })))).toEqual([303, 422])
    expect(await db.clee.count({ where: { slug: 'clee-des-marches' } })).toBe(1)
  })
})
