import { expect, test } from 'vitest'
import { follow, press } from '../../support/browser.ts'
import { download } from '../../support/browser-charter.ts'
import { clee, expectTold, fill, goOnTo, people, readAt, rowsOf, story } from '../../support/browser-year.ts'
import { readPdf } from '../../support/pdf.ts'

/** Of the year: done, in part, cancelled, postponed, without figures; pupils, girls, adults, classes. */
const total = ['Total', '2', '0', '1', '1', '0', '154', '75', '10', '6']

/** The year is added up and told. */
export function june() {
  test('in June the review adds up the sheets; a figure that changes voids the approval; both sides send it', async () => {
    const { cheffe, entreprise } = people
    await goOnTo('2028-06-12T09:00:00+02:00', 'mission', 'cheffe', 'entreprise')
    await follow(cheffe, /^Ouvrir le bilan .*bilan de 2027-2028/)
    expect((await rowsOf(cheffe, 'types')).at(-1)).toEqual(['Total', '2', '0', '1', '1', '0', '152', '75', '10', '6'])
    await expectTold(cheffe, 'Trop peu d’inscrits.', 'La halle est en travaux.')
    await follow(cheffe, 'Écrire le texte')
    await fill(cheffe, { 'Le bilan des copilotes': 'Une année de **rencontres**.' })
    await press(cheffe, 'Enregistrer')
    await follow(cheffe, 'Approuver ce bilan')
    await press(cheffe, 'Approuver ce bilan')
    await entreprise.goto(story.forge)
    await follow(entreprise, 'Compléter le bilan')
    await fill(entreprise, { 'Élèves touchés': '50' })
    await press(entreprise, 'Enregistrer')
    await entreprise.goto(`${clee}/bilan`)
    await expectTold(entreprise, 'elle ne compte plus')
    await follow(entreprise, 'Approuver ce bilan')
    await expectTold(entreprise, 'Votre approbation est la première.')
    await press(entreprise, 'Approuver ce bilan')
    await cheffe.goto('/tableau-de-bord')
    await follow(cheffe, 'Lire et approuver')
    await follow(cheffe, 'Approuver et transmettre à la mission')
    await press(cheffe, 'Approuver et transmettre')
    await expectTold(cheffe, 'transmis à la mission académique', /Récépissé BIL\S+/)
    expect((await rowsOf(cheffe, 'types')).at(-1)).toEqual(total)
  })

  test('the mission acknowledges it, and the review of the académie says the same sums, in its PDF too', async () => {
    const { mission, cheffe } = people
    await mission.goto('/tableau-de-bord')
    await follow(mission, 'CLEE du pays de Fougères')
    await press(mission, 'Accuser réception du bilan')
    expect(await readAt(cheffe, `${clee}/bilan`)).toMatch(/Reçu par la mission.*Camille Le Goff/)
    const review = await readPdf(new Uint8Array((await download(cheffe, cheffe.getByRole('link', { name: 'Télécharger en PDF' }))).content))
    for (const text of ['rencontres', '154', 'Trop peu d’inscrits.']) expect(review.text).toContain(text)
    expect(await readAt(cheffe, '/tableau-de-bord')).not.toMatch(/bilan de 2027|Transmettre les actions/)
    await mission.goto('/bilan')
    expect((await rowsOf(mission, 'types')).at(-1)).toEqual(total)
    const academie = await readPdf(new Uint8Array((await download(mission, mission.getByRole('link', { name: 'Télécharger en PDF' }))).content))
    expect(academie.text).toContain('154')
  })
}
