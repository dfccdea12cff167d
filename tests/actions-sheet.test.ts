import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { otherCopilot, withAction } from './support/actions.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { eventsOf, follow, makeAction, open, readable, retainAction, shownAgain, sortedStatuses, submit } from './support/features.ts'

const [first, second] = schoolYearOf().split('-')
const row = () => db.plannedAction.findFirstOrThrow({ include: { schools: true, clees: true, indicators: { orderBy: { position: 'asc' } }, partners: { include: { organisation: true } } } })

describe('the sheet of an action', () => {
  it('is saved section by section, and shows everything', async () => {
    const { clee, agent, path, save } = await withAction()
    const school = await makeSchool()
    const other = await db.clee.create({ data: { name: 'CLEE voisin', slug: 'clee-voisin', searchName: 'clee voisin', acknowledgedAt: new Date() } })
    await save('identite', { title: 'Défi des métiers', type: 'project', otherClee: 'clee voisin' }).expect(303)
    await save('public', { audiences: ['pupils', 'teachers'], levels: ['troisieme', 'segpa'], pupilsPlanned: '120' }, 2).expect(303)
    const course = { avenirGoals: 'discovery', objective: 'Découvrir', indicatorLabel1: 'Entreprises', indicatorTarget1: '12', indicatorLabel3: 'Stages', budget: '0', decidedOn: `${first}-09-15` }
    await save('parcours', course, 3).expect(303)
    const where = { startsOn: `${second}-03-14`, endsOn: `15/03/${second}`, place: 'Salle Tournebride', schoolUais: school.uai, sectors: ['construction', 'wood'], seats: '30', registrationUrl: 'https://exemple.fr/inscription' }
    await save('organisation', where, 4).expect(303)
    await save('diffusion', { visibility: 'private', publicSummary: 'Venez nombreux' }, 5).expect(303)
    const page = await open(agent, path)
    for (const text of ['Défi des métiers', 'CLEE voisin', 'SEGPA', '120', 'Entreprises, 12 visés', 'Stages', '0 €', `Du 14 au 15 mars ${second}`, 'Salle Tournebride', school.name, 'Filière bois', 'https://exemple.fr/inscription', 'Venez nombreux']) expect(page).toContain(text)
    const saved = await row()
    expect(saved).toMatchObject({ revision: 6, levels: ['troisieme', 'segpa'], pupilsPlanned: 120, budget: 0, seats: 30, clees: [{ cleeId: other.id }], schools: [{ schoolUai: school.uai }] })
    expect(saved.indicators.map(({ position, label, target }) => [position, label, target])).toEqual([[0, 'Entreprises', 12], [1, 'Stages', null]])
    for (const word of ['Défi', 'Découvrir', 'Venez', 'Tournebride', 'BTP', school.name, 'Projet pédagogique']) expect(saved.searchText).toContain(word)
    expect((await eventsOf(clee.id)).filter((event) => event === 'action.change')).toHaveLength(5)
  })

  it('says that a section was saved, and takes back what it held', async () => {
    const { agent, save } = await withAction()
    expect(await follow(agent, await save('public', { audiences: 'pupils', levels: 'cap', pupilsPlanned: '12' }))).toContain('La rubrique « Public » est enregistrée.')
    await save('public', { audiences: 'families' }, 2).expect(303)
    expect(await row()).toMatchObject({ audiences: ['families'], levels: [], pupilsPlanned: null })
  })

  it('refuses what is wrong, each with its sentence, and keeps what was typed', async () => {
    const { action, save } = await withAction({ startsOn: new Date(`${second}-03-14T00:00:00Z`) })
    const wrongs: [section: string, body: object, sentence: string][] = [
      ['identite', { title: '', type: 'project' }, 'Donnez un titre'],
      ['identite', { title: 'Défi', type: 'project', otherClee: 'zzz' }, 'Aucun CLEE du réseau ne porte ce nom'],
      ['public', { audiences: 'cats', pupilsPlanned: '7' }, 'Choisissez des publics de la liste'],
      ['public', { levels: 'cm2' }, 'Choisissez des niveaux de la liste'],
      ['public', { pupilsPlanned: '12 000' }, 'Saisissez ce nombre sans espace ni point : 12000.'],
      ['public', { pupilsPlanned: '12.5' }, 'Saisissez un nombre entier, sans virgule.'],
      ['public', { pupilsPlanned: '-3' }, 'Un nombre négatif n’a pas de sens ici'],
      ['public', { pupilsPlanned: '1000000000000' }, 'Vérifiez ce nombre : 1 000 000 au plus.'],
      ['parcours', { indicatorTarget2: '12' }, 'Dites ce que compte cet indicateur'],
      ['parcours', { budget: '12,50' }, 'Saisissez un nombre entier, sans virgule.'],
      ['parcours', { decidedOn: `${second}-08-31` }, 'Cette date est à venir'],
      ['organisation', { startsOn: `${second}-03-14`, endsOn: `${second}-03-13` }, 'La fin vient avant le début'],
      ['organisation', { endsOn: `${second}-03-13` }, 'Indiquez aussi la date de début'],
      ['organisation', { startsOn: '31/06/2027' }, 'Saisissez une date qui existe'],
      ['organisation', { startsOn: `${second}-09-01` }, 'n’est pas dans l’année scolaire'],
      ['organisation', { startsOn: `${first}-08-31` }, 'n’est pas dans l’année scolaire'],
      ['organisation', { registrationUrl: 'javascript:alert(1)' }, 'Saisissez une adresse complète, qui commence par https://.'],
      ...['https:exemple.fr', 'https://localhost', 'http://exemple.', 'ftp://exemple.fr'].map((registrationUrl): [string, object, string] => ['organisation', { registrationUrl }, 'Saisissez une adresse complète']),
      ['organisation', { seats: 'trente' }, 'Saisissez un nombre entier en chiffres'],
      ['diffusion', { visibility: 'secret' }, 'Choisissez à qui montrer'],
      ['diffusion', { visibility: 'private', publicSummary: 'jean@exemple.fr' }, 'retirez-en l’adresse électronique'],
    ]
    for (const [section, body, sentence] of wrongs) {
      const page = await save(section, body).expect(422)
      expect(readable(page.text), sentence).toContain(sentence)
      for (const value of Object.values(body)) if (/^[-\d]/.test(value)) expect(page.text, sentence).toContain(`value="${shownAgain(value)}"`)
    }
    expect(await row()).toMatchObject({ ...action, updatedAt: expect.any(Date) })
  })

  it('shows both to the second of two people, who can save again', async () => {
    const made = await withAction()
    const { path, save } = made
    const other = await otherCopilot(made)
    const change = (title: string) => ({ title, type: 'project' })
    const responses = await Promise.all([save('identite', change('Titre un')), submit(other, `${path}/fiche/identite`, { ...change('Titre deux'), revision: 1 })])
    expect(sortedStatuses(responses)).toEqual([303, 409])
    const clash = responses.find(({ status }) => status === 409)?.text ?? ''
    for (const title of ['Titre un', 'Titre deux']) expect(clash).toContain(title)
    expect(readable(clash)).toMatch(/enregistré cette rubrique pendant que vous l’écriviez.*Rubrique enregistrée par \S+ \S+/)
    const shown = Number(/name="revision" value="(\d+)"/.exec(clash)?.[1])
    await submit(other, `${path}/fiche/identite`, { ...change('Titre choisi'), revision: shown }).expect(303)
    expect(await row()).toMatchObject({ title: 'Titre choisi', revision: 3 })
  })

  it('lets two people save two sections of it at once, with no conflict, and none of their work lost', async () => {
    const made = await withAction()
    const { path, save } = made
    const other = await otherCopilot(made)
    const { text } = await other.get(`${path}/fiche/public`).expect(200)
    const [revision, seen] = ['revision', 'seen'].map((name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1])
    await save('identite', { title: 'Titre un', type: 'project' }).expect(303)
    await submit(other, `${path}/fiche/public`, { audiences: 'families', revision, seen }).expect(303)
    expect(await row()).toMatchObject({ title: 'Titre un', audiences: ['families'], revision: 3 })
    await submit(other, `${path}/fiche/public`, { audiences: 'pupils', revision, seen }).expect(409)
  })

  it('associates CLEEs that are published and open; one that closes stays until it is unticked', async () => {
    const { agent, path, save } = await withAction()
    const known = { declaredAt: new Date(), acknowledgedAt: new Date() }
    const make = (name: string, status: 'declared' | 'closed') => db.clee.create({ data: { name, slug: name, searchName: name, declarationReceipt: name, status, ...known } })
    const [kept, closed] = [await make('kept', 'declared'), await make('closed', 'closed')]
    const identity = { title: 'Défi', type: 'project' }
    expect(readable((await save('identite', { ...identity, otherClee: 'closed' }).expect(422)).text)).toContain('Aucun CLEE du réseau ne porte ce nom')
    await save('identite', { ...identity, cleeIds: closed.id }).expect(422)
    await save('identite', { ...identity, cleeIds: kept.id }).expect(303)
    await db.clee.update({ where: { id: kept.id }, data: { status: 'closed' } })
    expect(await open(agent, `${path}/fiche/identite`)).toContain('kept')
    await save('identite', { ...identity, cleeIds: kept.id }, 2).expect(303)
  })

  it('says that the review of the year was sent: a change is not in it', async () => {
    const { clee, action, agent, path, save } = await withAction()
    const told = 'Le bilan de l’année est déjà transmis'
    expect(await open(agent, path)).not.toContain(told)
    await db.planReview.create({ data: { planId: action.planId, cleeId: clee.id, schoolYear: action.schoolYear, status: 'submitted', submittedAt: new Date(), receipt: 'BIL-1', figures: {}, educationApprovedAt: new Date(), economyApprovedAt: new Date() } })
    expect(await open(agent, path)).toContain(told)
    expect(await follow(agent, await save('public', { audiences: 'pupils' }))).toContain(`${told} : cette modification n’y figurera pas.`)
  })

  it('is nobody else’s: 404 outside, and in another CLEE; its old address leads to it', async () => {
    const { clee, agent, action, path, bassin } = await withAction()
    await (await signedIn(await makeCoordinator(bassin.id))).get(path).expect(200)
    expect((await agent.get(`${path}/modification`).expect(301)).headers['location']).toBe(path)
    const other = await makeClee('active', 'Un autre CLEE')
    const stranger = await signedIn(other.head)
    for (const target of [path, `/clees/${other.clee.slug}/actions/${action.id}`, `/clees/${other.clee.slug}/actions/x`]) {
      for (const page of ['', '/fiche/identite', '/suppression', '/annulation', '/bilan']) {
        await stranger.get(`${target}${page}`).expect(404)
        if (page) await submit(stranger, `${target}${page}`, { title: 'Pris', type: 'project', revision: 1, reason: 'Pris' }).expect(404)
      }
      for (const move of ['accord', 'accord/retrait', 'planification', 'bilan', 'report', 'reouverture']) await submit(stranger, `${target}/${move}`, { seen: 1 }).expect(404)
    }
    await agent.get(`${path}/fiche/inconnue`).expect(404)
    await submit(await signedIn(await makeHead()), `${path}/fiche/identite`, { title: 'Pris', type: 'project', revision: 1 }).expect(404)
    expect(await row()).toMatchObject({ title: 'Forum des métiers', state: 'proposed', cleeId: clee.id })
  })

  it('of a closed CLEE is only read', async () => {
    const { clee, agent, path, save } = await withAction()
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    expect(await open(agent, path)).not.toContain('Modifier')
    await save('identite', { title: 'Pris', type: 'project' }).expect(409)
    await submit(agent, `${path}/accord`, { seen: 1 }).expect(409)
  })
})

describe('holidays', () => {
  it('are told once, on the sheet that follows, never in the way', async () => {
    const { agent, path, save } = await withAction()
    const day = (text: string) => new Date(`${text}T00:00:00Z`)
    await save('organisation', { startsOn: `${first}-10-20` }).expect(303)
    expect(await open(agent, path)).not.toContain('vacances')
    await db.schoolHoliday.create({ data: { schoolYear: schoolYearOf(), description: 'Vacances de la Toussaint', zone: 'Zone B', startsOn: day(`${first}-10-17`), endsOn: day(`${first}-11-01`) } })
    const told = `Du 17 octobre ${first} au 1er novembre ${first} : vacances de la Toussaint.`
    const page = await follow(agent, await save('organisation', { startsOn: `${first}-10-12`, endsOn: `${first}-10-20` }, 2))
    expect(page.split(told)).toHaveLength(2)
    expect(await open(agent, path)).toContain(told)
    // A whole year lasts through the holidays, without a word.
    await save('organisation', { startsOn: `${first}-09-15`, endsOn: `${second}-06-15` }, 3).expect(303)
    expect(await open(agent, path)).not.toContain('vacances')
  })
})

describe('publishing an action (R13)', () => {
  const whole = async () => ({ visibility: 'public' as const, audiences: ['pupils'], levels: ['cap'], avenirGoals: ['discovery'], objective: 'Découvrir', partners: 'La CCI', startsOn: new Date(`${second}-03-14T00:00:00Z`), schoolUais: [(await makeSchool()).uai] })

  it.each(['network', 'public'])('says all that misses when it is to be %s, with where to complete it', async (visibility) => {
    const { path, save } = await withAction({ audiences: ['pupils'] })
    const page = await save('diffusion', { visibility, publicSummary: 'Un résumé à garder' }).expect(422)
    for (const sentence of ['cochez au moins un niveau d’élèves', 'cochez au moins un objectif du parcours Avenir', 'écrivez son objectif', 'indiquez sa date', 'cochez au moins un établissement', 'cochez ou ajoutez au moins un partenaire']) expect(readable(page.text)).toContain(`Pour diffuser l’action, ${sentence}`)
    for (const section of ['public', 'parcours', 'organisation', 'partenaires']) expect(page.text).toContain(`${path}/fiche/${section}#`)
    expect(page.text).toContain('Un résumé à garder')
    expect(await row()).toMatchObject({ visibility: 'private', publicSummary: '' })
  })

  it('asks neither levels nor goals of an action without pupils', async () => {
    const { save } = await withAction({ ...(await whole()), visibility: 'private', audiences: ['teachers'], levels: [], avenirGoals: [] })
    await save('diffusion', { visibility: 'public' }).expect(303)
    expect(await row()).toMatchObject({ visibility: 'public' })
  })

  it('says on a proposal that it does not show yet, and on one without anything what misses', async () => {
    const { agent, clee, head, path } = await withAction(await whole())
    expect(await open(agent, path)).toContain('elle paraîtra une fois retenue')
    const bare = await makeAction(clee.id, head)
    const page = await open(agent, `/clees/${clee.slug}/actions/${bare.id}`)
    expect(page).toContain('Ce qui manque pour diffuser l’action')
    expect(page).toContain('Cochez au moins un public')
  })

  it('is not undone by taking away what it needs', async () => {
    const { action, save } = await withAction(await whole())
    await retainAction(action)
    const uais = (await row()).schools.map(({ schoolUai }) => schoolUai)
    const wrongs: [string, object, string][] = [
      ['public', { audiences: [] }, 'cochez au moins un public, ou repassez-la en interne'],
      ['public', { audiences: 'pupils', levels: [] }, 'cochez au moins un niveau'],
      ['parcours', { avenirGoals: 'discovery', objective: '' }, 'écrivez son objectif, ou repassez-la en interne'],
      ['organisation', { startsOn: '', schoolUais: uais }, 'indiquez sa date'],
      ['organisation', { startsOn: `${second}-03-14` }, 'cochez au moins un établissement'],
    ]
    for (const [section, body, sentence] of wrongs) expect(readable((await save(section, body).expect(422)).text)).toContain(`Cette action est diffusée : ${sentence}`)
    await save('diffusion', { visibility: 'private' }).expect(303)
    await save('public', { audiences: [] }, 2).expect(303)
  })

  it('holds nothing back of an older sheet that missed something already', async () => {
    const { save } = await withAction({ ...(await whole()), objective: '', levels: [] })
    await save('parcours', { avenirGoals: 'discovery', budget: '300' }).expect(303)
    expect(await row()).toMatchObject({ visibility: 'public', budget: 300 })
  })
})
