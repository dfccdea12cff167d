import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { inspectMedia } from '../support/browser-media.ts'
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

test('what is wrong in a page is seen', async () => {
  const page = await openBrowser()
  const html = await (await page.goto('/connexion'))?.text() ?? ''
  await page.evaluate(`
    document.querySelector('header img').removeAttribute('alt')
    document.querySelector('label[for=email]').remove()
    document.querySelector('main button').textContent = ''
    document.querySelector('main a').tabIndex = 3
    document.querySelector('main h2').outerHTML = '<h4>Trop bas</h4>'
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('main a:focus { outline: none !important } main p { min-width: 700px; transition: color 2s } main .fr-input { border: 0 !important; outline: 0 !important } @media print { main .fr-btn { display: inline-block !important } }')
    Object.defineProperty(document, 'adoptedStyleSheets', { set: (sheets) => Object.getOwnPropertyDescriptor(Document.prototype, 'adoptedStyleSheets').set.call(document, [sheet, ...sheets]) })
    document.adoptedStyleSheets = []
  `)
  const found = [...(await inspect(page, html)).findings, ...await inspectMedia(page)].join('\n')
  for (const finding of ['image-alt', 'no label: <input', 'button-name', 'heading-order', 'focus not visible: <a', 'scrolls sideways at 320 px', 'tabindex above 0', 'moves: <p', 'nameless image', 'nameless textbox', 'forced colours: no edge: <input', 'on paper: to press: <a class="fr-btn', 'spaced text:']) expect(found).toContain(finding)
})
