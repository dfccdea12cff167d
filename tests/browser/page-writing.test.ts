import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { db } from '../../src/db.ts'
import { findAxeViolationsNow } from '../support/browser-pages.ts'
import { at, openBrowser, press, read, signIn } from '../support/browser.ts'
import { field } from '../support/browser-forms.ts'

const mission = 'mission@exemple.fr'
const takeBack = 'Reprendre le texte non enregistré'
const offers = (page: Page) => page.getByRole('button', { name: takeBack }).count()

async function openForm(address: string) {
  const page = await openBrowser()
  await signIn(page, mission)
  await page.goto(address)
  return page
}

/** Saves after the session has ended, and signs in again. */
async function saveTooLate(page: Page) {
  await page.context().clearCookies()
  await press(page, 'Enregistrer')
  await page.waitForURL('**/connexion?**')
  await field(page, 'Adresse électronique').fill(mission)
  await field(page, 'Mot de passe').fill('demonstration-clee-2026')
  await press(page, 'Se connecter')
}

test('a new page survives the end of the session, a preview and a refusal, and is not offered once saved', async () => {
  const page = await openForm('/administration/pages/nouvelle')
  await field(page, 'Titre').fill('Une page gardée')
  await field(page, 'Texte').fill('Un long texte.')
  await press(page, 'Prévisualiser')
  await field(page, 'Résumé').fill('Un résumé.')
  await page.goto('/administration/pages/nouvelle')
  await page.getByRole('button', { name: takeBack }).click()
  await saveTooLate(page)
  await page.waitForURL(at('/administration/pages/nouvelle'))
  expect(await findAxeViolationsNow(page)).toEqual([])
  await page.getByRole('button', { name: takeBack }).click()
  expect(await field(page, 'Résumé').inputValue()).toBe('Un résumé.')
  await field(page, 'Responsable de la page').fill('La mission')
  await press(page, 'Enregistrer')
  expect(await read(page)).toContain('La page est enregistrée')
  expect(await db.editorialPage.findUniqueOrThrow({ where: { slug: 'une-page-gardee' } })).toMatchObject({ body: 'Un long texte.' })
  await page.goto('/administration/pages/nouvelle')
  expect(await offers(page)).toBe(0)
})

test('a changed page is offered back with the revision of that time, and to nobody once its author signs out', async () => {
  const { id, revision, ...old } = await db.editorialPage.findUniqueOrThrow({ where: { slug: 'creer-un-clee' } })
  const address = `/administration/pages/${id}/modification`
  const page = await openForm(address)
  await field(page, 'Texte').fill('Mon texte.')
  await db.editorialPage.update({ where: { id }, data: { body: 'Le texte d’une collègue.', revision: { increment: 1 } } })
  await saveTooLate(page)
  await page.waitForURL(at(address))
  await page.getByRole('button', { name: takeBack }).click()
  await press(page, 'Enregistrer')
  expect(await read(page)).toContain('Le texte d’une collègue.')
  expect(await field(page, 'Texte').inputValue()).toBe('Mon texte.')
  await page.getByRole('button', { name: 'Se déconnecter' }).first().click()
  await page.waitForURL(at('/'))
  expect(await page.evaluate('Object.keys(sessionStorage).join()')).not.toContain('/administration/')
  await db.editorialPage.update({ where: { id }, data: { body: old.body, revision: revision + 2 } })
})
