import { describe, expect, test } from 'vitest'
import { openBrowser, signIn } from '../support/browser.ts'
import { inspectAll } from '../support/browser-pages.ts'
import { findDraft, privatePages } from './addresses.ts'

describe('every page is accessible, valid and fits its screen, in both themes', () => {
  test.each(Object.entries(privatePages))('of %s', async (email, listPages) => {
    const page = await openBrowser()
    await signIn(page, email)
    expect(await inspectAll(page, await listPages())).toEqual([])
    // The mission has the most pages: more than the time of any other test when the cores are shared.
  }, 600_000)

  test('of a declaration that is not finished', async () => {
    const { email, paths } = await findDraft()
    const page = await openBrowser()
    await signIn(page, email)
    expect(await inspectAll(page, paths)).toEqual([])
  })
})
