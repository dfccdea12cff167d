import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The field whose label begins so: its hint is part of its label. */
export const field = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}`)).first()

/** Ticks a checkbox or a radio: the DSFR draws its label over it. */
export const tick = (page: Page, label: string | RegExp) => page.getByLabel(label).first().check({ force: true })

/** The form has come back: its summary has the focus and names these fields, each link leading to its own. */
export async function expectErrors(page: Page, names: string[]) {
  const summary = page.locator('#erreurs')
  await expect.poll(() => page.evaluate('inPage.focused()')).toBe('erreurs')
  const links = summary.getByRole('link')
  const targets = await links.evaluateAll((all) => all.map((link) => String(link.getAttribute('href')).slice(1)))
  expect(targets).toEqual(names)
  for (const [index, target] of targets.entries()) {
    await links.nth(index).click()
    expect(await page.evaluate('inPage.focused()')).toBe(target)
  }
  expect(await page.title()).toMatch(/^Erreur/)
}
