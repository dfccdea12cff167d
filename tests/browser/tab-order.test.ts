import { expect, test } from 'vitest'
import { openBrowser, signIn } from '../support/browser.ts'
import { listPublicPages } from './addresses.ts'
import type { Page } from 'playwright-core'

const most = 150
const here = (page: Page) => page.evaluate<string>('inMedia.stop()')

/** Every stop of the keyboard, from the first to the return to the browser: each is marked with its place in the page. */
async function walk(page: Page) {
  const expected = await page.evaluate<string[]>('inMedia.stops()')
  const met: string[] = []
  for (let stop = 0; stop < Math.min(most, expected.length); stop += 1) {
    // A day is filled in several stops.
    for (let tabs = 0; tabs === 0 || (tabs < 5 && met.at(-1) === (await here(page))); tabs += 1) await page.keyboard.press('Tab')
    met.push(await here(page))
  }
  return { met, expected: expected.slice(0, most) }
}

const firstSegments = (path: string) => path.split(/[/?]/).slice(1, 2).join('/')

test('the keyboard meets everything that can be pressed or filled, once, in the order of the page, and leaves it', async () => {
  const page = await openBrowser()
  const pages = Map.groupBy(await listPublicPages(), firstSegments)
  for (const [path] of pages.values()) {
    await page.goto(String(path))
    const { met, expected } = await walk(page)
    expect({ path, met }).toEqual({ path, met: expected })
    if (expected.length === most) continue
    await page.keyboard.press('Tab')
    expect([path, await here(page)]).toEqual([path, ''])
  }
})

test('so does it on the pages of a CLEE', async () => {
  const page = await openBrowser()
  await signIn(page, 'cheffe@exemple.fr')
  for (const path of ['/tableau-de-bord', '/clees/clee-du-pays-de-fougeres/actions', '/clees/clee-du-pays-de-fougeres/actions/nouvelle', '/clees/clee-du-pays-de-fougeres/comite-de-pilotage', '/clees/clee-du-pays-de-fougeres/charte/articles/objectives']) {
    await page.goto(path)
    const { met, expected } = await walk(page)
    expect({ path, met }).toEqual({ path, met: expected })
  }
})
