import { describe, expect, it } from 'vitest'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { db } from '../src/db.ts'
import { withAction } from './support/actions.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, dayFrom, makeHead, makeSchool, reloadClee } from './support/factories.ts'
import { open, readable, retainAction, submit } from './support/features.ts'

const partners = async () =>
  (await db.actionPartner.findMany({ include: { organisation: true }, orderBy: { organisation: { name: 'asc' } } })).map(({ organisation, part }) => [organisation.name, organisation.kind, organisation.city, part])

async function withMember() {
  const made = await withAction()
  const member = memberSchema.parse({ world: 'employment', organisationName: 'Mission locale', firstName: 'Zoé', lastName: 'Kervella', jobTitle: 'Directrice', hasSeat: 'oui' })
  const { organisationId } = await addMember(await asActor(made.head), await reloadClee(made.clee.id), member)
  return { ...made, organisation: organisationId! }
}

describe('the partners of an action', () => {
  it('are ticked among the members, or added, each with its part', async () => {
    const { agent, path, save, organisation } = await withMember()
    expect(await open(agent, `${path}/fiche/partenaires`)).toContain('Part de Mission locale')
    await save('partenaires', { organisationIds: organisation, [`part-${organisation}`]: 'Atelier CV', organisationName1: 'Granits du Coglais', organisationKind1: 'company', organisationCity1: 'Maen Roch', newPart1: 'Accueil' }).expect(303)
    expect(await partners()).toEqual([['Granits du Coglais', 'company', 'Maen Roch', 'Accueil'], ['Mission locale', 'other', '', 'Atelier CV']])
    expect((await db.plannedAction.findFirstOrThrow()).searchText).toContain('Granits du Coglais')
    const page = await open(agent, path)
    for (const text of ['Mission locale : Atelier CV', 'Granits du Coglais : Accueil']) expect(page).toContain(text)
    // The one that is no member stays among the choices; unticked, a partner leaves.
    expect(await open(agent, `${path}/fiche/partenaires`)).toContain('Part de Granits du Coglais (Maen Roch)')
    await save('partenaires', {}, 2).expect(303)
    expect(await partners()).toEqual([])
  })

  it('refuse what is incomplete or too long, keep what was typed, and create nothing', async () => {
    const { save, organisation } = await withMember()
    const before = await db.organisation.count()
    const wrongs: [object, string][] = [
      [{ organisationName1: 'Granits' }, 'Organisation 1 : le portail ne la connaît pas encore. Choisissez son type.'],
      [{ organisationKind2: 'company', newPart2: 'Accueil' }, 'Organisation 2 : saisissez aussi son nom'],
      [{ organisationName3: '???', organisationKind3: 'company' }, 'au moins une lettre ou un chiffre'],
      [{ [`part-${organisation}`]: 'a'.repeat(201), organisationName1: 'Granits', organisationKind1: 'company' }, 'Raccourcissez ce texte'],
      [{ organisationIds: '0190d1a2-0000-7000-8000-000000000000', organisationName1: 'Granits', organisationKind1: 'company' }, 'vient d’être réunie à une autre'],
      [{ organisationName1: '000 100 016 00012', organisationKind1: 'company' }, 'SIRET'],
    ]
    for (const [body, sentence] of wrongs) {
      const page = await save('partenaires', body).expect(422)
      expect(readable(page.text)).toContain(sentence)
      for (const typed of Object.values(body).filter((value) => !value.startsWith('0190'))) expect(page.text).toContain(typed)
    }
    expect([await db.organisation.count(), await db.actionPartner.count()]).toEqual([before, 0])
  })

  it('are ticked by the part that is typed, and leave when unticked; those named twice keep their part', async () => {
    const { save, organisation } = await withMember()
    await save('partenaires', { [`part-${organisation}`]: 'Atelier CV' }).expect(303)
    expect(await partners()).toEqual([['Mission locale', 'other', '', 'Atelier CV']])
    await save('partenaires', { organisationIds: organisation, [`part-${organisation}`]: 'Atelier CV', organisationName1: 'mission Locale' }, 2).expect(303)
    expect(await partners()).toEqual([['Mission locale', 'other', '', 'Atelier CV']])
    await save('partenaires', { [`part-${organisation}`]: 'Atelier CV' }, 3).expect(303)
    expect(await partners()).toEqual([])
  })

  it('are the members that they name, whatever type is chosen; a known one needs none', async () => {
    const { save, organisation } = await withMember()
    const known = await db.organisation.create({ data: { name: 'Fougères Agglomération', searchName: 'fougeres agglomeration', world: 'community', kind: 'local_authority' } })
    const before = await db.organisation.count()
    await save('partenaires', { organisationName1: 'MISSION LOCALE', organisationKind1: 'company', newPart1: 'Accueil' }).expect(303)
    expect(await db.actionPartner.findMany()).toMatchObject([{ organisationId: organisation, part: 'Accueil' }])
    const page = await save('partenaires', { organisationName1: 'fougeres agglomeration', organisationKind1: 'company' }, 2).expect(422)
    expect(readable(page.text)).toContain('Organisation 1 : ce nom est connu, avec un autre type. Voulez-vous dire celle-ci ?')
    expect(page.text).toContain('value="Fougères Agglomération (Collectivité)"')
    for (const [revision, body] of [{ organisationName1: ['fougeres agglomeration', 'Fougères Agglomération (Collectivité)'], organisationKind1: 'company' }, { organisationName2: 'fougeres agglomeration' }].entries()) {
      await save('partenaires', body, revision + 2).expect(303)
      expect(await db.actionPartner.findMany()).toMatchObject([{ organisationId: known.id }])
    }
    expect(await db.organisation.count()).toBe(before)
  })

  it('are ticked among those offered alone', async () => {
    const { save } = await withMember()
    const stranger = await db.organisation.create({ data: { name: 'Ailleurs', searchName: 'ailleurs', world: 'economy', kind: 'company' } })
    expect(readable((await save('partenaires', { organisationIds: stranger.id }).expect(422)).text)).toContain('n’est plus parmi celles proposées')
    expect(await partners()).toEqual([])
  })

  it('ask which one when several bear the name', async () => {
    const { save } = await withAction()
    for (const city of ['Fougères', 'Vitré']) await db.organisation.create({ data: { name: 'Transports Le Gall', searchName: 'transports le gall', world: 'economy', kind: 'company', city } })
    const page = await save('partenaires', { organisationName1: 'Transports Le Gall', organisationKind1: 'company' }).expect(422)
    expect(page.text).toContain('value="Transports Le Gall, Vitré"')
    await save('partenaires', { organisationName1: ['Transports Le Gall', 'Transports Le Gall, Vitré'], organisationKind1: 'company' }).expect(303)
    expect(await partners()).toEqual([['Transports Le Gall', 'company', 'Vitré', '']])
  })

  it('count for publication, as their older free text does', async () => {
    const { clee, agent, action, path, save } = await withAction({ audiences: ['teachers'], objective: 'Découvrir', startsOn: new Date(`${dayFrom(0)}T00:00:00Z`), schoolUais: [(await makeSchool()).uai] })
    await save('partenaires', { organisationName1: 'Granits du Coglais', organisationKind1: 'company' }).expect(303)
    await save('diffusion', { visibility: 'public' }, 2).expect(303)
    expect(readable((await save('partenaires', {}, 3).expect(422)).text)).toContain('cochez ou ajoutez au moins un partenaire, ou repassez-la en interne')
    expect(await open(visitor(), `/clees/${clee.slug}`)).not.toContain('Forum des métiers')
    await retainAction(action)
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Granits du Coglais')
    await submit(agent, `${path}/annulation`, { reason: 'Salle prise' }).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Annulée')
    await db.plannedAction.updateMany({ data: { partnersNote: 'La CCI\nLe club' } })
    expect(await open(agent, `${path}/fiche/partenaires`)).toContain('La CCI')
    await save('partenaires', {}, (await db.plannedAction.findFirstOrThrow()).revision).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('La CCI')
    await submit(await signedIn(await makeHead()), `${path}/fiche/partenaires`, { revision: 1 }).expect(404)
  })
})
