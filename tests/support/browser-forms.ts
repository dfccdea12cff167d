import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Ticks a checkbox or a radio: the DSFR draws its label over it. */
export const tick = (page: Page, label: string | RegExp) => page.getByLabel(label).first().check({ force: true })

/** The form has come back: its summary has the focus and names these fields, each link leading to its own. */
export async function expectErrors(page: Page, names: string[]) {
  const summary = page.locator('#erreurs')
  await expect.poll(() => page.evaluate('inPage.focused()')).toBe('erreurs')
  const links = summary.getByRole('link')
  expect(await links.evaluateAll((all) => all.map((link) => String(link.getAttribute('href'))))).toEqual(names.map((name) => `#${name}`))
  for (const [index, name] of names.entries()) {
    await links.nth(index).click()
    expect(await page.evaluate('inPage.focused()')).toBe(name)
  }
  expect(await page.title()).toMatch(/^Erreur/)
}
