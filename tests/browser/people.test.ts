import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { parisDay, today } from '../../src/school-year.ts'
import { db } from '../../src/db.ts'
import { follow, openBrowser, pathOf, phone, press, read, signIn } from '../support/browser.ts'
import { expectErrors, field, tick } from '../support/browser-forms.ts'
import { findAxeViolationsNow } from '../support/browser-pages.ts'

const secret = 'une belle phrase de passe'

/** The personal link of the last mail to an address. */
async function linkOf(toEmail: string) {
  const { secretLink } = await db.mail.findFirstOrThrow({ where: { toEmail, secretLink: { not: null } }, orderBy: { createdAt: 'desc' } })
  return new URL(String(secretLink)).pathname
}

const cleeOf = (email: string) => db.clee.findFirstOrThrow({ where: { copilots: { some: { email } } } })

async function choosePassword(page: Page, button: string) {
  await field(page, 'Mot de passe').fill(secret)
  await field(page, 'Le même mot de passe').fill(secret)
  await press(page, button)
}

/** What a head finds in the spreadsheet of their CLEE; the UAI of the second line has a wrong key. */
const spreadsheet = [
  ['Monde', 'Structure', 'Fonction', 'Siège'],
  ['Économie', 'Tuilerie du Rocher', 'Gérante', 'oui'],
  ['Éducation', '0350762X', 'Principale', 'oui'],
  ['Insertion et emploi', 'Maison de l’emploi du Rocher', 'Conseiller', 'non'],
]
const pasted = spreadsheet.map((cells) => cells.join('\t')).join('\n')

describe('people', () => {
  test('a head asks for an account from the mailbox of the school, opens it by the mailed link and starts a declaration', async () => {
    const email = 'ce.0350762n@ac-rennes.fr'
    const page = await openBrowser()
    await page.goto('/connexion')
    await follow(page, 'Demander un compte')
    await field(page, 'Prénom').fill('Armelle')
    await field(page, 'Nom').fill('Quintin')
    await field(page, 'Fonction').fill('Principale')
    await field(page, 'Adresse électronique').fill('ce.0350762X@ac-rennes.fr')
    await tick(page, /^Direction d’établissement/)
    await press(page, 'Envoyer la demande')
    await expectErrors(page, ['email'])
    expect(await field(page, 'Prénom').inputValue()).toBe('Armelle')
    await field(page, 'Adresse électronique').fill(email)
    await press(page, 'Envoyer la demande')
    expect(await read(page)).toContain('Demande reçue')
    await page.goto(await linkOf(email))
    expect(await read(page)).toContain('est la messagerie de')
    await choosePassword(page, 'Ouvrir mon compte')
    expect(pathOf(page)).toBe('/tableau-de-bord')
    expect(await read(page)).toContain('Votre compte est ouvert')
    await follow(page, 'Commencer la déclaration')
    await field(page, 'Nom du CLEE').fill('CLEE des trois rivières')
    await tick(page, 'Rennes')
    await press(page, 'Enregistrer et continuer')
    expect(pathOf(page)).toBe('/clees/clee-des-trois-rivieres/territoire')
  })

  test('a head hands over; the successor accepts in another browser and works; the mission reads both mandates', async () => {
    const leaver = 'jean-baptiste.lemonnier@exemple.fr'
    const [head, successor, mission] = await Promise.all([openBrowser(), openBrowser(), openBrowser()])
    const { slug } = await cleeOf(leaver)
    await signIn(head, leaver)
    await head.goto(`/clees/${slug}/copilotes`)
    await follow(head, /^Passer la main/)
    await field(head, 'Prénom').fill('Clémence')
    await press(head, 'Enregistrer la passation')
    await expectErrors(head, ['endsOn', 'startsOn', 'lastName', 'email', 'jobTitle'])
    await field(head, 'Dernier jour').fill(parisDay(new Date(today().getTime() + 10 * 86_400_000)))
    await field(head, 'Premier jour').fill(parisDay(today()))
    await field(head, 'Nom').fill('Rouault')
    await field(head, 'Adresse électronique').fill('clemence.rouault@exemple.fr')
    await field(head, 'Fonction').fill('Proviseure')
    await press(head, 'Enregistrer la passation')
    expect(await read(head)).toContain('La passation est enregistrée')

    await successor.goto(await linkOf('clemence.rouault@exemple.fr'))
    await choosePassword(successor, 'Accepter et ouvrir mon compte')
    await successor.goto(`/clees/${slug}/identite`)
    await field(successor, 'Présentation').fill('Reprise par la nouvelle proviseure.')
    await press(successor, 'Enregistrer')
    expect((await db.clee.findUniqueOrThrow({ where: { slug } })).presentation).toBe('Reprise par la nouvelle proviseure.')

    await signIn(mission, 'mission@exemple.fr')
    await mission.goto(`/clees/${slug}/copilotes`)
    const history = mission.locator('#mandats')
    await history.getByText('Clémence Rouault').first().waitFor()
    await history.getByText(/Lemonnier-Desrues/).first().waitFor()
  })

  test('a pasted list shows each line’s fate, is corrected, then imported; the gauge follows the boxes before they are saved', async () => {
    const email = 'aminata.diallo-guerin@exemple.fr'
    const { slug, id: cleeId } = await cleeOf(email)
    const page = await openBrowser()
    await signIn(page, email)
    await page.goto(`/clees/${slug}/membres/import`)
    await field(page, 'Liste collée').fill(pasted)
    await press(page, 'Voir l’aperçu')
    const lines = page.getByRole('region', { name: 'Ce qu’il advient de chaque ligne' })
    expect(await lines.getByText('Sera ajouté').count()).toBe(2)
    expect(await lines.getByText('À corriger').count()).toBe(1)
    expect(await db.organisation.count({ where: { name: 'Tuilerie du Rocher' } })).toBe(0)
    await field(page, 'Liste collée').fill(pasted.replace('0350762X', '0350762N'))
    await press(page, 'Voir l’aperçu')
    expect(await lines.getByText('Sera ajouté').count()).toBe(3)
    await press(page, 'Importer les 3 lignes valables')
    expect(await read(page)).toMatch(/3\smembres ajoutés\./)
    expect(await db.member.count({ where: { cleeId, organisation: { name: { contains: 'du Rocher' } } } })).toBe(2)

    await page.goto(`/clees/${slug}/comite-de-pilotage`)
    const seats = page.locator('tr[data-world=employment] .app-gauge-value')
    const before = Number(await seats.innerText())
    await tick(page, /Maison de l’emploi du Rocher/)
    expect(await seats.innerText()).toBe(String(before + 1))
    expect(await db.member.count({ where: { cleeId, world: 'employment', hasSeat: true } })).toBe(before)
    await press(page, 'Enregistrer la composition')
    expect(await read(page)).toMatch(/1\ssiège a changé/)
    expect(await seats.innerText()).toBe(String(before + 1))
  })

  test('with the keyboard alone, suggestions fill the field of a school, and axe has nothing to say of the open list', async () => {
    const page = await openBrowser()
    await page.goto('/demande-de-compte')
    const school = field(page, 'Établissement')
    const list = page.getByRole('listbox', { name: 'Suggestions' }).first()
    await school.focus()
    await page.keyboard.type('guehenno')
    await list.getByRole('option', { name: /Guéhenno/ }).first().waitFor()
    expect(await school.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('ArrowDown')
    expect(await findAxeViolationsNow(page)).toEqual([])
    await page.keyboard.press('Enter')
    expect(await school.inputValue()).toContain('(0350011X)')
    expect(pathOf(page)).toBe('/demande-de-compte')
    await list.waitFor({ state: 'hidden' })
    await school.fill('')
    await page.keyboard.type('fougeres')
    await list.getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    expect(await school.inputValue()).toBe('fougeres')
  })

  test('whoever the mission disables is at the sign-in page at the next click', async () => {
    const email = 'thi-mai.le-floch@exemple.fr'
    const [head, mission] = await Promise.all([openBrowser(), openBrowser()])
    await Promise.all([signIn(head, email), signIn(mission, 'mission@exemple.fr')])
    await mission.goto(`/comptes?texte=${email}`)
    await follow(mission, /Nguyen-Le Floc/)
    await follow(mission, 'Désactiver le compte')
    await press(mission, 'Désactiver le compte')
    expect(await read(mission)).toContain('Le compte est désactivé')
    await follow(head, /Brocéliande/)
    expect(pathOf(head)).toBe('/connexion')
    await field(head, 'Adresse électronique').fill(email)
    await field(head, 'Mot de passe').fill('demonstration-clee-2026')
    await press(head, 'Se connecter')
    expect(pathOf(head)).toBe('/connexion')
  })
})

describe('people, without JavaScript, on a telephone', () => {
  test('a member is added, among several schools that answer the same name; a list is imported', async () => {
    const email = 'fatou.ndiaye-rouxel@exemple.fr'
    const { slug, id: cleeId } = await cleeOf(email)
    const page = await openBrowser({ javaScriptEnabled: false, viewport: phone })
    await signIn(page, email)
    await page.goto(`/clees/${slug}/membres/ajout`)
    await page.getByText('Éducation', { exact: true }).click()
    await field(page, 'Établissement').fill('fougeres')
    await field(page, 'Fonction').fill('Proviseure')
    await press(page, 'Ajouter ce membre')
    await page.getByText(/^Lycée Jean Guéhenno/).click()
    await press(page, 'Ajouter ce membre')
    expect(await read(page)).toContain('Le membre est ajouté.')
    expect(await db.member.count({ where: { cleeId, schoolUai: '0350011X' } })).toBe(1)
    await page.goto(`/clees/${slug}/membres/import`)
    await field(page, 'Liste collée').fill('Économie\tBriqueterie de l’Oust\t\tDirectrice')
    await press(page, 'Voir l’aperçu')
    expect(await read(page)).toMatch(/1\sligne sera ajoutée/)
    await press(page, 'Importer la ligne valable')
    expect(await read(page)).toMatch(/1\smembre ajouté\./)
  })
})
