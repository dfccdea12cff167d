import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { db } from '../../src/db.ts'
import { openBrowser, pathOf, phone, read, signIn } from '../support/browser.ts'
import { field } from '../support/browser-forms.ts'

const focused = (page: Page) => page.evaluate<string>('inPage.focused()')

/** Tab until the focus is on what has this id or text; the first stops of a page are its skip links. */
async function tabTo(page: Page, target: string | RegExp, limit = 80) {
  for (let stops = 0; stops < limit; stops += 1) {
    await page.keyboard.press('Tab')
    // The DSFR's menu answers a Tab at its next frames; a person's keys are further apart than a robot's.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const here = await focused(page)
    if (typeof target === 'string' ? here === target : target.test(here)) return
  }
  throw new Error(`No tab stop leads to ${target}`)
}

async function enter(page: Page) {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await page.waitForLoadState()
}

describe('with the keyboard alone', () => {
  test('the first stop skips to the content, which takes the focus', async () => {
    const page = await openBrowser()
    await page.goto('/clees')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Contenu')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('contenu')
  })

  test('one signs in, opens the form of an action, sends it and reads what happened', async () => {
    const page = await openBrowser()
    await page.goto('/connexion')
    await tabTo(page, 'email')
    await page.keyboard.type('cheffe@exemple.fr')
    await tabTo(page, 'password')
    await page.keyboard.type('demonstration-clee-2026')
    await enter(page)
    expect(pathOf(page)).toBe('/tableau-de-bord')
    const clee = await db.clee.findFirstOrThrow({ where: { copilots: { some: { email: 'cheffe@exemple.fr' } } } })
    await page.goto(`/clees/${clee.slug}/actions/nouvelle`)
    await tabTo(page, 'title')
    await page.keyboard.type('Saisie au clavier')
    await tabTo(page, 'type')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'Ajouter l’action')
    await enter(page)
    expect(await read(page)).toContain('L’action est proposée.')
    expect(await db.plannedAction.count({ where: { title: 'Saisie au clavier' } })).toBe(1)
  })

  test('the menu of administration unfolds, leads on, and folds again', async () => {
    const page = await openBrowser()
    await signIn(page, 'mission@exemple.fr')
    const button = page.locator('button[aria-controls="menu-administration"]')
    await tabTo(page, 'Administration')
    await page.keyboard.press('Enter')
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true')
    await tabTo(page, 'Journal')
    await enter(page)
    expect(pathOf(page)).toBe('/journal')
    await tabTo(page, 'Administration')
    await page.keyboard.press('Enter')
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('false')
  })

  test('the menu of a telephone opens, keeps the focus inside, closes and gives it back', async () => {
    const page = await openBrowser({ viewport: phone })
    await page.goto('/')
    await page.locator('#bouton-menu[aria-controls]').waitFor()
    await tabTo(page, 'bouton-menu')
    await page.keyboard.press('Enter')
    const menu = page.locator('#modale-menu')
    await menu.getByRole('link', { name: 'Annuaire' }).waitFor({ state: 'visible' })
    for (let stops = 0; stops < 15; stops += 1) {
      await page.keyboard.press('Tab')
      expect(await menu.locator(':focus').count()).toBe(1)
    }
    await page.keyboard.press('Escape')
    await menu.getByRole('link', { name: 'Annuaire' }).waitFor({ state: 'hidden' })
    expect(await focused(page)).toBe('bouton-menu')
  })

  test('the theme is chosen in its dialog, and kept on the next page', async () => {
    const page = await openBrowser()
    await page.goto('/')
    await tabTo(page, 'Affichage')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Paramètres d’affichage' }).waitFor({ state: 'visible' })
    await tabTo(page, /^theme-/)
    for (let turns = 0; turns < 3 && await focused(page) !== 'theme-dark'; turns += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await page.goto('/clees')
    expect(await page.locator('html').getAttribute('data-fr-theme')).toBe('dark')
  })
})

describe('a hurried visitor', () => {
  test('who presses a button twice adds one action', async () => {
    const page = await openBrowser()
    await signIn(page, 'cheffe@exemple.fr')
    const clee = await db.clee.findFirstOrThrow({ where: { copilots: { some: { email: 'cheffe@exemple.fr' } } } })
    await page.goto(`/clees/${clee.slug}/actions/nouvelle`)
    await field(page, 'Titre').fill('Pressée deux fois')
    await field(page, 'Type d’action').selectOption({ index: 1 })
    await Promise.all([page.waitForURL(/\/actions\/[\da-f-]{36}$/), page.getByRole('button', { name: 'Ajouter l’action' }).dblclick({ noWaitAfter: true })])
    expect(await read(page)).toContain('L’action est proposée.')
    expect(await db.plannedAction.count({ where: { title: 'Pressée deux fois' } })).toBe(1)
  })

  test('who presses twice without JavaScript adds one action too, and may go back and send another form', async () => {
    const page = await openBrowser({ javaScriptEnabled: false })
    await signIn(page, 'cheffe@exemple.fr')
    const clee = await db.clee.findFirstOrThrow({ where: { copilots: { some: { email: 'cheffe@exemple.fr' } } } })
    await page.goto(`/clees/${clee.slug}/actions/nouvelle`)
    await field(page, 'Titre').fill('Pressée deux fois sans script')
    await field(page, 'Type d’action').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Ajouter l’action' }).dblclick({ noWaitAfter: true })
    // The second press gives up the answer to the first: only where the page ends is sure.
    await expect.poll(() => page.url()).toMatch(/\/actions\/[\da-f-]{36}$/)
    await page.waitForLoadState()
    await page.goto(`/clees/${clee.slug}/actions`)
    expect(await db.plannedAction.count({ where: { title: 'Pressée deux fois sans script' } })).toBe(1)
  })
})

describe('whoever enlarges or spaces the text', () => {
  const spacing = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'

  // 1280 px at 200 % are 640 px; 1280 px at 400 % are 320 px.
  test.each([640, 320])('reads everything at %i px with spaced text, without scrolling sideways', async (width) => {
    const page = await openBrowser({ viewport: { width, height: 900 }, bypassCSP: true })
    for (const path of ['/', '/clees', '/clees/clee-du-pays-de-fougeres', '/connexion', '/un-clee-c-est-quoi']) {
      await page.goto(path)
      await page.addStyleTag({ content: spacing })
      expect(await page.evaluate<number>('inPage.width()'), path).toBeLessThanOrEqual(width)
      expect(await page.evaluate<string[]>('inPage.clipped()'), path).toEqual([])
    }
  })
})
