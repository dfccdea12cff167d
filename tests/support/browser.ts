import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { demonstrationPassword, seedDemonstration } from '../../prisma/seed.ts'
import { createApp } from '../../src/app.ts'

export const desktop = { width: 1280, height: 900 }
export const phone = { width: 375, height: 812 }

/** What a browser must never meet; each test ends with none. */
const complaints: string[] = []
const patience = 8_000

let browser: Browser
let server: Server
let origin: string

// One portal and one browser per file, on the demonstration.
beforeAll(async () => {
  await Promise.all([seedDemonstration(), startPortal(), startBrowser()])
  // The demonstration takes ten seconds, and six times more when other work holds the cores.
}, 180_000)

afterEach(() => expect(complaints.splice(0), 'what the browser complains of').toEqual([]))

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

/** On a port of the system's choice, known before the app that compares the origin of writes to it. */
async function startPortal() {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', createApp({ sessionSecret: 'un secret de quarante caractères au moins', publicUrl: new URL(origin) }))
}

async function startBrowser() {
  const { path, libraries } = inject('chromium')
  // No name but the loopback's resolves: nothing a page asks for can leave the machine.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
  browser = await chromium.launch({ executablePath: path, args, headless: true, ...(libraries && { env: { LD_LIBRARY_PATH: libraries } }) })
}

/** The whole address of a path of the portal. */
export const at = (path: string) => new URL(path, origin).href

/** The path where a page is. */
export const pathOf = (page: Page) => new URL(page.url()).pathname

/** A browser of its own, with its cookies, opened on nothing. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin, viewport: desktop, locale: 'fr-FR', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patience)
  watch(context)
  for (const script of ['in-page.js', 'in-page-media.js']) await context.addInitScript({ path: new URL(script, import.meta.url).pathname })
  return context.newPage()
}

function watch(context: BrowserContext) {
  const complain = (sentence: string) => complaints.push(sentence)
  context.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) complain(`request leaves the origin: ${request.url()}`)
  })
  context.on('response', (response) => {
    // A page, or what a page sends to be saved, may be refused; what it needs to show itself may not.
    const isPage = response.request().isNavigationRequest() || response.request().method() === 'POST'
    if (response.status() >= (isPage ? 500 : 400)) complain(`${response.status()} ${response.url()}`)
  })
  context.on('weberror', (error) => complain(`script error: ${error.error().message}`))
  context.on('console', (message) => {
    // An expected 4xx page writes a line of its own, as does a network that a test takes away.
    if (message.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) complain(`console: ${message.text()}`)
  })
}

/** Signs in through the real form. */
export async function signIn(page: Page, email: string, password = demonstrationPassword) {
  await page.goto('/connexion')
  await page.getByLabel('Adresse électronique').fill(email)
  await page.getByLabel('Mot de passe').fill(password)
  await press(page, 'Se connecter')
  expect(pathOf(page)).toBe('/tableau-de-bord')
}

// The answer is not yet the page: going elsewhere before it takes the place of the former one would be interrupted.
async function leave(page: Page, act: () => Promise<void>) {
  await Promise.all([page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()), act()])
  await page.waitForLoadState()
}

/** Presses a button of the page's content and waits for the page that follows. */
export const press = (page: Page, name: string | RegExp) => leave(page, () => page.locator('main').getByRole('button', { name }).first().click())

/** Follows a link of the page's content. */
export const follow = (page: Page, name: string | RegExp) => leave(page, () => page.locator('main').getByRole('link', { name }).first().click())

/** What the visitor reads in the page's content. */
export const read = (page: Page) => page.locator('main').innerText()
