import { expect, test } from 'vitest'
import { follow, pathOf, press } from '../../support/browser.ts'
import { download } from '../../support/browser-charter.ts'
import { expectErrors, field } from '../../support/browser-forms.ts'
import { clee, expectRefused, expectTold, fill, goOnTo, linkIn, people, readMail, rollOver, rowsOf, year } from '../../support/browser-year.ts'
import { autumn, christmas, csvOf } from '../../support/calendar.ts'

/** The mission prepares the year, and everybody begins it. */
export function september() {
  test('at the end of August the mission opens the year, writes to the co-pilots and rehearses the passage', async () => {
    const { mission } = people
    await goOnTo('2027-08-30T09:00:00+02:00', 'mission')
    await mission.goto(`/annees-scolaires/${year}/ouverture`)
    expect(await field(mission, 'Transmission du bilan').inputValue()).toBe('2028-07-10')
    await fill(mission, { 'Transmission de la liste': '2027-11-12', 'Transmission du bilan': '2029-07-10', 'Titre de la lettre': 'Bonne rentrée à tous les CLEE', 'Texte de la lettre': 'Trois priorités :\n\n- la mixité **des métiers**' })
    await press(mission, 'Ouvrir l’année')
    await expectErrors(mission, ['reviewDueOn'])
    await expectRefused(mission, { reviewDueOn: /du 1er juin 2027 au 31 août 2028/ }, { 'Titre de la lettre': 'Bonne rentrée à tous les CLEE', 'Transmission de la liste': '2027-11-12' })
    await fill(mission, { 'Transmission du bilan': '2028-07-10' })
    await press(mission, 'Voir l’aperçu')
    expect(await mission.locator('#apercu + h3 + * strong, section[aria-labelledby=apercu] strong').innerText()).toBe('des métiers')
    await press(mission, 'Ouvrir l’année')
    await expectTold(mission, `L’année scolaire ${year} est ouverte.`)
    await follow(mission, 'Bonne rentrée à tous les CLEE')
    await follow(mission, 'Envoyer la lettre')
    await press(mission, /^Envoyer à/)
    await expectTold(mission, /La lettre est adressée à \d+ personnes/)
  })

  test('the passage does what its rehearsal said', async () => {
    const { mission } = people
    await mission.goto(`/annees-scolaires/${year}/bascule`)
    await expectTold(mission, 'Ceci est une répétition')
    const rehearsed = await rowsOf(mission, 'clees')
    expect(rehearsed.length).toBeGreaterThan(8)
    const link = () => mission.getByRole('link', { name: 'Exporter en CSV' })
    const file = await download(mission, link())
    await goOnTo('2027-09-01T08:00:00+02:00', 'mission', 'cheffe')
    await mission.goto(`/annees-scolaires/${year}/bascule`)
    await rollOver(mission, `Basculer vers ${year}`)
    await expectTold(mission, 'Ce qui a été fait', 'Elle s’annule jusqu’au 1er octobre 2027.')
    expect(await rowsOf(mission, 'clees')).toEqual(rehearsed)
    expect((await download(mission, link())).content.toString()).toBe(file.content.toString())
  })

  test('on 1 September the co-pilots read the letter and find an empty list; last year’s is only read', async () => {
    const { mission, cheffe } = people
    const mail = await readMail(mission, 'cheffe@exemple.fr', /^Bonne rentrée/)
    await cheffe.goto(linkIn(mail, /Pour la lire et la télécharger : (\S+)/))
    await expectTold(cheffe, 'la mixité des métiers', 'Transmission de la liste des actions 12 novembre 2027')
    await cheffe.goto('/tableau-de-bord')
    await follow(cheffe, 'Lettre de l’année et échéances')
    await expectTold(cheffe, 'la mixité des métiers')
    await cheffe.goto('/tableau-de-bord')
    await expectTold(cheffe, `Saisir les actions de ${year} Aucune action n’est encore inscrite pour cette année. Au plus tard le 12 novembre 2027.`)
    await cheffe.goto(`${clee}/actions`)
    await expectTold(cheffe, `Actions ${year}`, 'Aucune action inscrite')
    await follow(cheffe, '2026-2027')
    await expectTold(cheffe, 'L’année scolaire 2026-2027 est terminée')
    expect(await cheffe.getByRole('link', { name: 'Ajouter une action' }).count()).toBe(0)
  })

  test('the mission imports the school calendar, whose days begin at midnight in Paris', async () => {
    const { mission } = people
    const rows = [
      { ...autumn, start_date: '2027-10-22T22:00:00+00:00', end_date: '2027-11-07T23:00:00+00:00', annee_scolaire: year },
      { ...christmas, start_date: '2027-12-17T23:00:00+00:00', end_date: '2028-01-02T23:00:00+00:00', annee_scolaire: year },
      { ...autumn, location: 'Nancy-Metz', zones: 'Zone B', annee_scolaire: year },
    ]
    await mission.goto('/administration/calendrier')
    await mission.locator('input[type=file]').setInputFiles({ name: 'calendrier.csv', mimeType: 'text/csv', buffer: Buffer.from(csvOf(rows)) })
    await press(mission, 'Importer le calendrier')
    await expectTold(mission, 'Le calendrier est importé. 2 périodes ajoutées.', 'Vacances de la Toussaint, du 23 octobre 2027 au 7 novembre 2027')
    expect(pathOf(mission)).toBe('/administration/calendrier')
  })
}
