import { expect, test } from 'vitest'
import { sendReminders } from '../../../src/reminders/send.ts'
import { follow, press } from '../../support/browser.ts'
import { download, read } from '../../support/browser-charter.ts'
import { expectErrors, field, tick } from '../../support/browser-forms.ts'
import { clee, expectRefused, expectTold, fill, goOnTo, linkIn, pathOfAction, people, readAt, readMail, section, story, taken, year } from '../../support/browser-year.ts'
import { readPdf } from '../../support/pdf.ts'

/** The list is sent and read; actions happen, or do not. */
export function winter() {
  test('in November the list is late: the Monday mail leads to it, once; it is sent, and not a second time', async () => {
    const { mission, cheffe, entreprise } = people
    await goOnTo('2027-11-22T07:00:00+01:00', 'mission', 'cheffe', 'entreprise')
    expect(await sendReminders()).toBeGreaterThan(2)
    expect(await sendReminders()).toBe(0)
    const mail = await readMail(mission, 'cheffe@exemple.fr', /^Ce qui vous attend/)
    expect(mail).toContain('En retard de 10 jours : c’était au plus tard le 12 novembre 2027.')
    await cheffe.goto(linkIn(mail, /Relire et transmettre : (\S+)/))
    await entreprise.goto(`${clee}/actions`)
    await press(cheffe, 'Transmettre la liste')
    await expectTold(cheffe, 'La liste est transmise à la mission académique.', /Récépissé ACT\S+/)
    await press(entreprise, 'Transmettre la liste')
    await expectTold(entreprise, 'Cette liste a déjà été transmise, et n’a pas changé depuis.')
  })

  test('the mission asks, the cheffe answers, the mission acknowledges; what changes afterwards shows, and both files say it', async () => {
    const { mission, cheffe, entreprise } = people
    await mission.goto('/tableau-de-bord')
    await follow(mission, 'CLEE du pays de Fougères')
    await press(mission, 'Envoyer la question')
    await expectErrors(mission, ['body'])
    await fill(mission, { 'Ou poser une question': 'Qui encadre la visite ?' })
    await press(mission, 'Envoyer la question')
    await cheffe.goto('/tableau-de-bord')
    await follow(cheffe, 'Lire et répondre')
    await expectTold(cheffe, 'Qui encadre la visite ?')
    await fill(cheffe, { 'Votre réponse': 'Deux professeurs et un tuteur.' })
    await press(cheffe, 'Envoyer la réponse')
    await mission.goto(`${clee}/actions`)
    await expectTold(mission, 'Deux professeurs et un tuteur.')
    await press(mission, 'Accuser réception de la liste')
    await entreprise.goto(await pathOfAction('Forum des apprentis', year))
    await section(entreprise, 'Organisation')
    await fill(entreprise, { 'Lieu': '=Halle(1)' })
    await press(entreprise, 'Enregistrer')
    await mission.goto(`${clee}/actions`)
    await expectTold(mission, 'Modifiée depuis l’envoi', 'La liste a changé depuis cet envoi', /Reçue par la mission/)
    const csv = (await download(mission, mission.getByRole('link', { name: 'Exporter en CSV' }))).content.toString()
    expect(csv).toMatch(/Forum des apprentis.*Modifiée depuis l’envoi.*'=Halle\(1\)/)
    const pdf = await readPdf(new Uint8Array((await download(mission, mission.getByRole('link', { name: 'Télécharger en PDF' }))).content))
    for (const text of ['Visite de la fonderie d’art', 'Forum des apprentis', /Récépissé/]) expect(pdf.text).toMatch(text)
  })

  test('in February an action is cancelled, one postponed, two done, with figures that hold together', async () => {
    const { cheffe, entreprise } = people
    await goOnTo('2028-02-04T09:00:00+01:00', 'cheffe', 'entreprise')
    await expectTold(cheffe, 'Depuis votre dernière visite', 'Liste des actions reçue par la mission', 'Action modifiée')
    await entreprise.goto(await pathOfAction('Soirée des anciens élèves', year))
    await follow(entreprise, 'Annuler l’action')
    await press(entreprise, 'Annuler l’action')
    await expectErrors(entreprise, ['reason'])
    await fill(entreprise, { 'Pourquoi l’action': 'Trop peu d’inscrits.' })
    await press(entreprise, 'Annuler l’action')
    await expectTold(entreprise, 'Elle est annulée : Trop peu d’inscrits.')
    await entreprise.goto(await pathOfAction('Forum des apprentis', year))
    await follow(entreprise, 'Reporter')
    await fill(entreprise, { 'Pourquoi l’action': 'La halle est en travaux.' })
    await press(entreprise, 'Reporter l’action')
    await expectTold(entreprise, 'Elle est reportée : La halle est en travaux.')
    await cheffe.goto(story.forge)
    await follow(cheffe, 'Saisir son bilan')
    await tick(cheffe, /^Réalisée$/)
    await fill(cheffe, { 'Élèves touchés': '48', 'Dont filles': '60', 'Adultes': '4', 'Classes': '2' })
    await press(cheffe, 'Enregistrer')
    await expectRefused(cheffe, { girlsReached: /ne peut pas dépasser celui des élèves/ }, { 'Élèves touchés': '48', 'Classes': '2' })
    await fill(cheffe, { 'Dont filles': '25' })
    await press(cheffe, 'Enregistrer')
    await cheffe.goto(await pathOfAction(taken, year))
    await follow(cheffe, 'Saisir son bilan')
    await tick(cheffe, /^Réalisée$/)
    await fill(cheffe, { 'Élèves touchés': '104', 'Dont filles': '50', 'Adultes': '6', 'Classes': '4', 'Points forts': 'Les familles sont venues.' })
    await tick(cheffe, /^Oui$/)
    await press(cheffe, 'Bilan terminé')
    await expectTold(cheffe, 'Le bilan de l’action est terminé.', '104, dont 50 filles')
  })

  test('in May the committee has not met for seven months: its page says so, the mail too, until a meeting is recorded', async () => {
    const { mission, cheffe } = people
    await goOnTo('2028-05-15T07:00:00+02:00', 'mission', 'cheffe')
    await sendReminders()
    expect(await readAt(cheffe, `${clee}/espace`)).toMatch(/À relancer/i)
    const mail = await readMail(mission, 'cheffe@exemple.fr', /^Ce qui vous attend/)
    expect(mail).toContain('Dernière réunion le 4 octobre 2027.')
    await cheffe.goto(linkIn(mail, /Ouvrir les réunions : (\S+)/))
    await expectTold(cheffe, 'Cela fait plus de six mois.')
    await follow(cheffe, 'Enregistrer une réunion')
    await field(cheffe, 'Type de réunion').selectOption({ label: 'Comité de pilotage' })
    await fill(cheffe, { 'Jour': '2028-05-12' })
    await press(cheffe, 'Enregistrer la réunion')
    expect(await read(cheffe)).not.toMatch(/À relancer/i)
    expect(await readAt(cheffe, '/tableau-de-bord')).not.toContain('Réunir le comité de pilotage')
  })
}
