import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { db } from '../../src/db.ts'
import { follow, openBrowser, press, read, signIn } from '../support/browser.ts'
import { findAxeViolationsNow } from '../support/browser-pages.ts'

const meetings = '/clees/clee-du-pays-de-fougeres/reunions'
const sentence = 'Saisissez une date qui existe, par exemple 14/03/2027.'

async function openMeeting(javaScriptEnabled = true) {
  const page = await openBrowser({ javaScriptEnabled })
  await signIn(page, 'cheffe@exemple.fr')
  await page.goto(meetings)
  await follow(page, /Enregistrer une réunion|Ajouter une réunion/)
  return page
}

const day = (page: Page) => page.locator('#heldOn')

/** Types in a calendar field, part after part, as the keyboard does. */
async function typeIn(page: Page, digits: string) {
  await day(page).focus()
  await page.keyboard.type(digits, { delay: 20 })
}

describe('a field of a day', () => {
  // In the order of the tests' browser, the month first.
  test.each(['06312027', '0611'])('is not sent when the browser reads no day in it: %s', async (digits) => {
    const page = await openMeeting()
    expect(await day(page).getAttribute('type')).toBe('date')
    await typeIn(page, digits)
    const count = await db.meeting.count()
    await page.locator('main form [type=submit]').first().click()
    expect(await page.locator('#heldOn-erreur').innerText()).toBe(sentence)
    expect(await day(page).getAttribute('aria-describedby')).toBe('heldOn-erreur')
    expect(await page.evaluate('inPage.focused()')).toBe('heldOn')
    expect(await findAxeViolationsNow(page)).toEqual([])
    expect(await db.meeting.count()).toBe(count)
    await day(page).fill('2026-10-05')
    await page.locator('#kind').selectOption({ index: 1 })
    await press(page, 'Enregistrer')
    expect(await db.meeting.findFirst({ where: { heldOn: new Date('2026-10-05') } })).not.toBeNull()
  })

  test('comes back with what was typed, without a script and with one', async () => {
    const page = await openMeeting(false)
    expect(await day(page).getAttribute('type')).toBe('text')
    await day(page).fill('31/06/2026')
    await press(page, 'Enregistrer')
    expect(await read(page)).toContain(sentence)
    expect(await day(page).inputValue()).toBe('31/06/2026')
    const scripted = await openMeeting()
    await scripted.evaluate("document.getElementById('heldOn').type = 'text'")
    await day(scripted).fill('31/06/2026')
    await press(scripted, 'Enregistrer')
    expect(await day(scripted).inputValue()).toBe('31/06/2026')
    await day(scripted).fill('5/10/2026')
    await press(scripted, 'Enregistrer')
  })

  test('takes the place of the text that it replaces: nothing moves', async () => {
    const [page, plain] = [await openMeeting(), await openMeeting(false)]
    const height = async (from: Page) => (await day(from).boundingBox())?.height
    expect(await height(page)).toBe(await height(plain))
  })
})
