import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { follow, openBrowser, pathOf, phone, press, read, signIn } from '../support/browser.ts'
import { field } from '../support/browser-forms.ts'

describe('without JavaScript, on a telephone', () => {
  let page: Page

  beforeAll(async () => {
    page = await openBrowser({ javaScriptEnabled: false, viewport: phone })
  })

  const signOut = () => page.getByRole('button', { name: 'Se déconnecter' }).first().click()

  test('the head signs in, after a wrong password that loses nothing but itself', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Se connecter' }).first().click()
    await field(page, 'Adresse électronique').fill('nouveau.chef@exemple.fr')
    await field(page, 'Mot de passe').fill('ce n’est pas le bon')
    await press(page, 'Se connecter')
    expect(await field(page, 'Adresse électronique').inputValue()).toBe('nouveau.chef@exemple.fr')
    expect(await page.locator('#erreurs').innerText()).toContain('erreur')
    await signIn(page, 'nouveau.chef@exemple.fr')
  })

  test('the head begins a declaration, finds communes, adds and removes one', async () => {
    await follow(page, 'Commencer la déclaration')
    await field(page, 'Nom du CLEE').fill('CLEE des landes')
    await press(page, 'Enregistrer et continuer')
    expect(await field(page, 'Nom du CLEE').inputValue()).toBe('CLEE des landes')
    await page.getByText('Redon–Vallons de Vilaine').click()
    await press(page, 'Enregistrer et continuer')
    await page.getByRole('searchbox').fill('saint ganton')
    await press(page, 'Rechercher')
    await page.getByText(/^Saint-Ganton/).click()
    await press(page, 'Ajouter les communes cochées')
    expect(await read(page)).toContain('La commune est ajoutée au territoire')
    await page.locator('label', { hasText: 'Saint-Ganton' }).click()
    await press(page, 'Retirer les communes cochées')
    expect(await read(page)).toContain('La commune est retirée du territoire')
  })

  test('the head signs out, and the menu still leads everywhere', async () => {
    await signOut()
    await page.waitForURL('/')
    await page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Annuaire' }).click()
    await page.waitForURL('/clees')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Annuaire')
  })

  test('the mission reaches what it administers, and names a coordinator', async () => {
    await signIn(page, 'mission@exemple.fr')
    await page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Administration' }).click()
    await page.waitForURL('/administration')
    await follow(page, 'Coordonnateurs')
    await page.locator('main').getByRole('link', { name: /Désigner.*Rennes/ }).click()
    await page.getByLabel('Personne').selectOption({ index: 1 })
    await press(page, 'Désigner')
    expect(await read(page)).toContain('coordonne le bassin de Rennes')
    await signOut()
    await page.waitForURL('/')
  })

  test('a co-pilot opens a new version of the charter and saves an article', async () => {
    await signIn(page, 'entreprise@exemple.fr')
    await page.locator('main h2 a').first().click()
    await follow(page, 'Charte')
    await press(page, /Ouvrir une nouvelle version|Commencer la charte/)
    await follow(page, /Modifier.*Objectifs/)
    await field(page, 'Texte de l’article').fill('Écrit sans JavaScript.')
    await press(page, 'Enregistrer')
    expect(pathOf(page)).toMatch(/\/charte\/articles\/objectives$/)
    expect(await page.locator('[data-preview]').innerText()).toContain('Écrit sans JavaScript.')
    await signOut()
    await page.waitForURL('/')
  })
})
