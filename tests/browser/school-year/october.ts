import { expect, test } from 'vitest'
import { follow, pathOf, press } from '../../support/browser.ts'
import { read } from '../../support/browser-charter.ts'
import { expectErrors, field, tick } from '../../support/browser-forms.ts'
import { clee, expectRefused, expectTold, fill, goOnTo, people, propose, readAt, readCalendar, section, story, taken, typeDay, year } from '../../support/browser-year.ts'

/** Actions are proposed, agreed to, published, taken up from another CLEE. */
export function october() {
  test('in October the cheffe proposes an action: nothing of what she mistypes is lost', async () => {
    const { cheffe } = people
    await goOnTo('2027-10-04T08:30:00+02:00', 'cheffe', 'entreprise')
    await cheffe.goto(`${clee}/actions`)
    await follow(cheffe, 'Ajouter une action')
    await fill(cheffe, { 'Titre': 'Visite de la fonderie d’art' })
    await typeDay(cheffe, 'startsOn', '31/06/2028')
    await press(cheffe, 'Ajouter l’action')
    await expectRefused(cheffe, { type: /Choisissez le type/, startsOn: /Saisissez une date qui existe/ }, { 'Titre': 'Visite de la fonderie d’art' })
    await field(cheffe, 'Type d’action').selectOption({ label: 'Visite d’entreprise (élèves)' })
    await tick(cheffe, /^Élèves/)
    await tick(cheffe, /Guéhenno.*Fougères/)
    await typeDay(cheffe, 'startsOn', '26/10/2028')
    await press(cheffe, 'Ajouter l’action')
    await expectRefused(cheffe, { startsOn: /pas dans l’année scolaire 2027-2028/ }, { 'Titre': 'Visite de la fonderie d’art' })
    await fill(cheffe, { 'Date, ou début': '2027-10-26' })
    await press(cheffe, 'Ajouter l’action')
    story.forge = pathOf(cheffe)
    await expectTold(cheffe, 'L’action est proposée. Votre accord est donné', 'Du 23 octobre 2027 au 7 novembre 2027 : vacances de la Toussaint.')
  })

  test('she fills its sheet, group by group, warned of the holidays, and asks for it to be published', async () => {
    const { cheffe } = people
    await section(cheffe, 'Organisation')
    await fill(cheffe, { 'Date, ou début': '2027-11-18', 'Fin de la période': '2027-11-17', 'Lieu': 'Fonderie de Fougères' })
    await press(cheffe, 'Enregistrer')
    await expectRefused(cheffe, { endsOn: /La fin vient avant le début/ }, { 'Lieu': 'Fonderie de Fougères' })
    await fill(cheffe, { 'Fin de la période': '' })
    await press(cheffe, 'Enregistrer')
    expect(await read(cheffe)).not.toContain('Toussaint')
    await section(cheffe, 'Public')
    await tick(cheffe, /^4e/)
    for (const [typed, sentence] of [['12 000', /sans espace ni point : 12000/], ['12,5', /nombre entier, sans virgule/], ['-3', /négatif/], ['1000000000000', /1 000 000 au plus/]] as const) {
      await fill(cheffe, { 'Nombre d’élèves prévus': typed })
      await press(cheffe, 'Enregistrer')
      await expectRefused(cheffe, { pupilsPlanned: sentence }, { 'Nombre d’élèves prévus': typed })
      expect(await cheffe.getByLabel(/^4e/).first().isChecked()).toBe(true)
    }
    await fill(cheffe, { 'Nombre d’élèves prévus': '52' })
    await press(cheffe, 'Enregistrer')
    await section(cheffe, 'Diffusion')
    await tick(cheffe, /^Publique/)
    await press(cheffe, 'Enregistrer')
    await expectErrors(cheffe, ['avenirGoals', 'objective', 'organisationIds'])
    await follow(cheffe, /^Écrivez son objectif/)
    await tick(cheffe, /^Découvrir le monde/)
    await cheffe.locator('#objective').fill('Couler un bronze avec les fondeurs.')
    await fill(cheffe, { 'Indicateur 1': 'Entreprises rencontrées', 'Cible de l’indicateur 1': '2' })
    await press(cheffe, 'Enregistrer')
    await section(cheffe, 'Partenaires')
    await tick(cheffe, /^Laiteries du Coglais/)
    await fill(cheffe, { 'Part de Laiteries du Coglais': 'transport', 'Nom ou numéro SIRET': 'Fonderie Rétif', 'Sa part': 'accueil' })
    await field(cheffe, 'Type').selectOption({ index: 1 })
    await press(cheffe, 'Enregistrer')
    await section(cheffe, 'Diffusion')
    await tick(cheffe, /^Publique/)
    await press(cheffe, 'Enregistrer')
    await expectTold(cheffe, 'Laiteries du Coglais : transport', 'Fonderie Rétif : accueil', 'Elle ne se montre pas encore hors du CLEE')
  })

  test('the company agrees: it is retained, planned, and the visitor finds it in the agenda and its feeds', async () => {
    const { entreprise, visitor } = people
    expect(await readAt(visitor, '/agenda')).not.toContain('fonderie')
    await entreprise.goto('/tableau-de-bord')
    await follow(entreprise, 'Lire et répondre')
    await follow(entreprise, 'Visite de la fonderie d’art')
    await press(entreprise, 'Donner mon accord')
    await expectTold(entreprise, 'L’action est retenue')
    await follow(entreprise, 'Confirmer sa date')
    await press(entreprise, 'Confirmer la date')
    await visitor.goto('/agenda')
    await follow(visitor, 'Visite de la fonderie d’art')
    await expectTold(visitor, '18 novembre 2027', 'Fonderie de Fougères', 'Couler un bronze avec les fondeurs.')
    expect(await read(visitor)).not.toMatch(/Morvan|Oulhen|@/)
    for (const path of [`${pathOf(visitor)}/agenda.ics`, `${clee}/agenda.ics`, '/bassins/fougeres-vitre/agenda.ics', '/agenda.ics']) {
      const event = (await readCalendar(visitor, path)).find(({ summary }) => summary === 'Visite de la fonderie d’art')
      expect([event?.startDate.toString(), event?.endDate.toString(), event?.location], path).toEqual(['2027-11-18', '2027-11-19', 'Fonderie de Fougères'])
    }
    expect(await (await visitor.request.get('/agenda.atom')).text()).toContain('Visite de la fonderie d’art')
  })

  test('the company finds the action of another CLEE, accents ignored, and takes it up; others are proposed and agreed to at once', async () => {
    const { cheffe, entreprise } = people
    await entreprise.goto('/actions/recherche')
    await fill(entreprise, { 'Titre, métier': 'decouverte lycee agricole' })
    await press(entreprise, 'Chercher')
    await follow(entreprise, /^Reprendre cette action « Découverte du lycée agricole/)
    await tick(entreprise, year)
    await press(entreprise, 'Reprendre cette action')
    await expectTold(entreprise, 'L’action est reprise dans votre liste 2027-2028', 'Reprise de')
    await section(entreprise, 'Organisation')
    await fill(entreprise, { 'Date, ou début': '2028-01-20' })
    await press(entreprise, 'Enregistrer')
    await press(entreprise, 'Donner mon accord')
    await propose(entreprise, { title: 'Forum des apprentis', type: 'Forum des métiers, salon', startsOn: '2028-03-16' })
    await propose(entreprise, { title: 'Soirée des anciens élèves', type: 'Animation du réseau (plénière, rencontre)', startsOn: '2028-02-03' })
    await cheffe.goto(`${clee}/actions`)
    for (const box of await cheffe.getByLabel('D’accord').all()) await box.check({ force: true })
    await press(cheffe, 'Donner votre accord aux actions cochées')
    await expectTold(cheffe, '3 actions sont retenues', taken, 'Forum des apprentis', 'Soirée des anciens élèves')
  })

  test('she records the meeting of the committee that decided so', async () => {
    const { cheffe } = people
    await cheffe.goto(`${clee}/reunions/ajout`)
    await field(cheffe, 'Type de réunion').selectOption({ label: 'Comité de pilotage' })
    await fill(cheffe, { 'Jour': '2030-10-04', 'Lieu': 'Collège Thérèse Pierre' })
    await press(cheffe, 'Enregistrer la réunion')
    await expectRefused(cheffe, { heldOn: /Vérifiez cette date/ }, { 'Lieu': 'Collège Thérèse Pierre' })
    await fill(cheffe, { 'Jour': '2027-10-04' })
    await press(cheffe, 'Enregistrer la réunion')
    await expectTold(cheffe, 'La réunion est enregistrée.', '4 octobre 2027')
  })
}
