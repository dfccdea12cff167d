import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parisDay } from '../../src/school-year.ts'
import { at, follow, openBrowser, pathOf, press, read, signIn } from '../support/browser.ts'
import { expectErrors, field, tick } from '../support/browser-forms.ts'

const name = 'CLEE du pays de Louvigné'
const secret = 'une belle phrase de passe'
const reason = 'Précisez les priorités locales de l’article 2.'

describe('from the declaration of a CLEE to its charter validated and published', () => {
  let head: Page
  let company: Page
  let mission: Page
  let path: string

  const go = (page: Page, last: string) => page.goto(`${path}/${last}`)
  const openArticle = async (page: Page, title: string) => {
    await go(page, 'charte')
    await follow(page, new RegExp(`Modifier.*${title}`))
  }

  beforeAll(async () => {
    [head, company, mission] = await Promise.all([openBrowser(), openBrowser(), openBrowser()])
    await Promise.all([signIn(head, 'nouveau.chef@exemple.fr'), signIn(mission, 'mission@exemple.fr')])
  })

  test('the new head starts a declaration, after a first try that says what is missing', async () => {
    await follow(head, 'Commencer la déclaration')
    await field(head, 'Présentation').fill('Une vallée de granitiers.')
    await press(head, 'Enregistrer et continuer')
    await expectErrors(head, ['name', 'bassinIds'])
    expect(await field(head, 'Présentation').inputValue()).toBe('Une vallée de granitiers.')
    await field(head, 'Nom du CLEE').fill(name)
    await tick(head, 'Fougères-Vitré')
    await press(head, 'Enregistrer et continuer')
    expect(pathOf(head)).toBe('/clees/clee-du-pays-de-louvigne/territoire')
    path = '/clees/clee-du-pays-de-louvigne'
  })

  test('the head finds communes by postal code, signs out in the middle, comes back, and nothing is lost', async () => {
    await field(head, 'Précisions sur le territoire').fill('La vallée, jusqu’à la Normandie.')
    await head.getByRole('searchbox').fill('35420')
    await press(head, 'Rechercher')
    await tick(head, /^Louvigné-du-Désert/)
    await tick(head, /^Mellé/)
    await press(head, 'Ajouter les communes cochées')
    expect(await field(head, 'Précisions sur le territoire').inputValue()).toBe('La vallée, jusqu’à la Normandie.')
    await press(head, 'Enregistrer et continuer')
    await head.getByRole('button', { name: 'Se déconnecter' }).first().click()
    await signIn(head, 'nouveau.chef@exemple.fr')
    await follow(head, name)
    expect(pathOf(head)).toMatch(/copilotes$/)
    await go(head, 'identite')
    expect(await field(head, 'Présentation').inputValue()).toBe('Une vallée de granitiers.')
    expect(await field(head, 'Fougères-Vitré').isChecked()).toBe(true)
    await press(head, 'Enregistrer et continuer')
    expect(await field(head, 'Précisions sur le territoire').inputValue()).toBe('La vallée, jusqu’à la Normandie.')
    expect(await head.getByRole('heading', { name: 'Communes du territoire' }).innerText()).toContain('(2)')
  })

  test('the head names the economic co-pilot; wrong input comes back with its sentences and all that was typed', async () => {
    await go(head, 'copilotes')
    await field(head, 'Prénom').fill('Zoé')
    await field(head, 'Adresse électronique').fill('zoe.kervella')
    await field(head, 'Structure').fill('Granits du Coglais')
    await press(head, 'Enregistrer et continuer')
    await expectErrors(head, ['lastName', 'email', 'jobTitle'])
    expect(await field(head, 'Prénom').inputValue()).toBe('Zoé')
    expect(await field(head, 'Adresse électronique').inputValue()).toBe('zoe.kervella')
    await field(head, 'Nom').fill('Kervella')
    await field(head, 'Adresse électronique').fill('zoe.kervella@exemple.fr')
    await field(head, 'Fonction').fill('Directrice générale')
    await press(head, 'Enregistrer et continuer')
    expect(pathOf(head)).toBe(`${path}/membres`)
  })

  test('the head adds a first member and sends the declaration: a receipt', async () => {
    await follow(head, 'Ajouter un membre')
    await tick(head, 'Insertion et emploi')
    await press(head, 'Ajouter ce membre')
    await expectErrors(head, ['organisationName', 'jobTitle'])
    await field(head, 'Ou autre organisation').fill('Mission locale de Fougères')
    await field(head, 'Fonction').fill('Directeur')
    await press(head, 'Ajouter ce membre')
    await follow(head, 'Continuer')
    await press(head, 'Envoyer à la mission')
    expect(pathOf(head)).toBe(`${path}/espace`)
    expect(await read(head)).toContain('La mission académique est informée')
    expect(await read(head)).toMatch(/Numéro\s+\S+-\d/)
  })

  test('the mission sees it in its queue and takes note', async () => {
    await mission.goto('/tableau-de-bord')
    await follow(mission, name)
    await press(mission, 'Prendre acte')
    expect(await read(mission)).toContain('figure dans l’annuaire')
    await mission.goto('/tableau-de-bord')
    expect((await mission.locator('.app-queue').allInnerTexts()).join(' ')).not.toContain(name)
  })

  test('the co-pilot accepts by the link of the e-mail', async () => {
    await mission.goto('/courriels')
    await mission.getByRole('row').filter({ hasText: 'zoe.kervella@exemple.fr' }).getByRole('link').first().click()
    await mission.waitForLoadState()
    const link = /\/invitations\/\S+/.exec(await read(mission))?.[0] ?? ''
    await company.goto(link)
    expect(await read(company)).toContain('Granits du Coglais')
    await field(company, 'Mot de passe').fill('court')
    await press(company, 'Accepter')
    await expectErrors(company, ['password', 'confirmation'])
    await field(company, 'Mot de passe').fill(secret)
    await field(company, 'Le même mot de passe').fill(secret)
    await press(company, 'Accepter')
    expect(await read(company)).toContain('Vous copilotez maintenant ce CLEE')
    expect((await company.goto(link))?.status()).toBe(410)
  })

  test('both write the charter; on the same article the second one sees both texts and loses neither', async () => {
    await go(head, 'charte')
    await press(head, 'Commencer la charte')
    await press(head, 'Soumettre à l’accord')
    expect(await read(head)).toContain('Complétez d’abord')
    await Promise.all([openArticle(head, 'Objectifs'), openArticle(company, 'Objectifs')])
    await field(head, 'Texte de l’article').fill('Objectifs écrits par le principal.')
    await field(company, 'Texte de l’article').fill('Objectifs écrits par l’entreprise.')
    await press(head, 'Enregistrer')
    await press(company, 'Enregistrer')
    expect(await company.locator('.app-clash').innerText()).toContain('Objectifs écrits par le principal.')
    expect(await field(company, 'Votre texte').inputValue()).toBe('Objectifs écrits par l’entreprise.')
    await field(company, 'Votre texte').fill('Objectifs écrits par les deux.')
    await field(company, 'Priorité 1').fill('Faire connaître les métiers du granit')
    await press(company, 'Enregistrer')
    expect(await read(company)).toContain('Objectifs écrits par les deux.')
    await go(company, 'charte')
  })

  test('they send it, the mission returns it with a reason, they correct it and send it again', async () => {
    await press(company, 'Soumettre à l’accord')
    expect(await read(company)).toContain('La charte est soumise à l’accord de l’autre copilote')
    await go(head, 'charte')
    await press(head, 'Donner mon accord')
    expect(await read(head)).toContain('La charte est transmise')
    await go(mission, 'charte')
    await press(mission, 'Renvoyer pour complément')
    await expectErrors(mission, ['reason'])
    await field(mission, 'Motif du renvoi').fill(reason)
    await press(mission, 'Renvoyer pour complément')
    await go(head, 'charte')
    expect(await read(head)).toContain(reason)
    await openArticle(head, 'Objectifs')
    await field(head, 'Texte de l’article').fill('Objectifs précisés : les métiers du granit.')
    await press(head, 'Enregistrer')
    await go(head, 'charte')
    await press(head, 'Soumettre à l’accord')
    await go(company, 'charte')
    await press(company, 'Donner mon accord')
    expect(await read(company)).toContain('Version 2')
    expect(await read(company)).toContain('La charte est transmise')
  })

  test('the mission validates it', async () => {
    await mission.goto('/tableau-de-bord')
    await follow(mission, name)
    await follow(mission, 'Valider la charte')
    await press(mission, 'Valider et publier')
    expect(await read(mission)).toContain('La charte est validée et publiée.')
  })

  test('the co-pilots propose and withdraw actions, after wrong input that comes back filled', async () => {
    await go(company, 'actions')
    await follow(company, 'Ajouter une action')
    await field(company, 'Titre').fill('Visite de la carrière')
    await field(company, 'Date, ou début').fill('2001-02-22')
    await press(company, 'Ajouter l’action')
    await expectErrors(company, ['type'])
    await field(company, 'Type d’action').selectOption({ label: 'Visite d’entreprise (élèves)' })
    await press(company, 'Ajouter l’action')
    await expectErrors(company, ['startsOn'])
    expect(await field(company, 'Titre').inputValue()).toBe('Visite de la carrière')
    expect(await field(company, 'Date, ou début').inputValue()).toBe('2001-02-22')
    await tick(company, /^Familles/)
    await field(company, 'Date, ou début').fill(parisDay())
    await company.locator('[name=schoolUais]').first().check({ force: true })
    await press(company, 'Ajouter l’action')
    await follow(company, 'Revenir à la liste')
    await follow(company, 'Ajouter une action')
    await field(company, 'Titre').fill('Idée à retirer')
    await field(company, 'Type d’action').selectOption({ index: 2 })
    await press(company, 'Ajouter l’action')
    await follow(company, 'Retirer la proposition')
    expect(await read(company)).toContain('Retirer cette action de la liste')
    await press(company, 'Retirer l’action')
    expect(await company.locator('.app-plan tbody tr').count()).toBe(1)
  })

  test('they complete its sheet, show it to all, and the other side agrees: it is retained', async () => {
    await follow(company, 'Visite de la carrière')
    const sections: Record<string, () => Promise<void>> = {
      'Organisation': () => field(company, 'Lieu').fill('Carrière de Saint-Marc'),
      'Parcours Avenir': () => company.locator('#objective').fill('Voir tailler le granit.'),
      'Partenaires': () => company.locator('[name=organisationIds]').first().check({ force: true }),
      'Diffusion': () => tick(company, /^Publique/),
    }
    for (const [section, fill] of Object.entries(sections)) {
      await follow(company, `Modifier la rubrique ${section}`)
      await fill()
      await press(company, 'Enregistrer')
    }
    expect(await read(company)).toContain('Carrière de Saint-Marc')
    await head.goto(pathOf(company))
    await press(head, 'Donner mon accord')
    expect(await read(head)).toContain('L’action est retenue')
    await go(company, 'actions')
  })

  test('they send the list, and the mission acknowledges it', async () => {
    await press(company, 'Transmettre la liste')
    expect(await read(company)).toContain('Votre récépissé figure ci-dessous')
    await mission.goto('/tableau-de-bord')
    await follow(mission, name)
    await press(mission, 'Accuser réception')
    await go(head, 'actions')
    expect(await read(head)).toMatch(/Reçue par la mission\s+le .*Camille Le Goff/)
  })

  test('the visitor finds the CLEE by its commune from the home page, and in the directory of its bassin', async () => {
    const visitor = await openBrowser()
    await visitor.goto('/')
    await visitor.getByRole('combobox', { name: /^Trouver mon CLEE/ }).fill('louvigne du desert')
    await press(visitor, 'Rechercher')
    expect(await read(visitor)).toContain(name)
    await visitor.goto('/bassins/fougeres-vitre')
    await follow(visitor, name)
    expect(visitor.url()).toBe(at(path))
    await visitor.getByRole('button', { name: /Objectifs/ }).click()
    await visitor.getByText('Objectifs précisés : les métiers du granit.').waitFor({ state: 'visible' })
    expect(await read(visitor)).toContain('Visite de la carrière')
    expect(await read(visitor)).not.toMatch(/@|Kervella|Benhaddou/)
  })

  test('the journal shows it all, and is filtered', async () => {
    await mission.goto(`/journal?texte=${encodeURIComponent(name)}`)
    const journal = await read(mission)
    for (const person of ['Idriss Benhaddou', 'Zoé Kervella', 'Camille Le Goff']) expect(journal).toContain(person)
    await go(mission, 'espace')
    expect(await mission.locator('main ol, main .app-timeline').last().locator('li').count()).toBeGreaterThan(8)
  })
})
