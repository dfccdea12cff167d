import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { inspect, inspectAll } from '../support/browser-pages.ts'
import { listPublicPages } from './addresses.ts'

test('every public page is accessible, valid and fits its screen, in both themes', async () => {
  const page = await openBrowser()
  expect(await inspectAll(page, await listPublicPages())).toEqual([])
})

test('the article of a charter that is open, under the pointer, stays readable in both themes', async () => {
  const page = await openBrowser()
  const response = await page.goto('/clees/clee-du-pays-de-fougeres')
  await page.getByRole('button', { name: /^Article/ }).first().click()
  expect((await inspect(page, await response?.text() ?? '')).findings).toEqual([])
})
