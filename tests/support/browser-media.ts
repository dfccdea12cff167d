import type { Page } from 'playwright-core'
import { desktop } from './browser.ts'

const narrow = { width: 320, height: 640 }
/** The width of an A4 sheet between its margins, as browsers print it. */
const paper = { width: 718, height: 1000 }
const spacing = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'
const twice = 'html { font-size: 200% !important }'

const list = (page: Page, call: string) => page.evaluate<string[]>(call)
const wear = (page: Page, css: string) => page.evaluate(`inMedia.wear(${JSON.stringify(css)})`)

async function findOverflow(page: Page, limit: number, what: string) {
  const width = await page.evaluate<number>('inPage.width()')
  return [...(width > limit ? [`${what}: ${width} px wide in ${limit}`] : []), ...(await list(page, 'inPage.clipped()')).map((text) => `${what}: cut ${text}`)]
}

/** WCAG 1.4.4, 1.4.10 and 1.4.12: text twice as large, one column, and spaced text; stops of the keyboard stand in the order of the page. */
async function findUnreadable(page: Page) {
  await wear(page, twice)
  const findings = await findOverflow(page, desktop.width, 'text at 200 %')
  await page.setViewportSize(narrow)
  await wear(page, spacing)
  findings.push(...await findOverflow(page, narrow.width, 'spaced text'), ...await list(page, 'inMedia.climbs()'), ...(await list(page, 'inMedia.unreached()')).map((region) => `scrolls, but not by the keyboard: ${region}`))
  await wear(page, '')
  return findings
}

async function findVanished(page: Page) {
  await page.emulateMedia({ forcedColors: 'active' })
  const findings = await list(page, 'inMedia.vanished()')
  await page.emulateMedia({ forcedColors: 'none' })
  return findings.map((finding) => `forced colours: ${finding}`)
}

/** On paper, from a screen in the dark. */
async function findMisprinted(page: Page) {
  await page.setViewportSize(paper)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.locator('html[data-fr-theme=dark]').waitFor({ state: 'attached' })
  const findings = [...await findOverflow(page, paper.width, 'on paper'), ...(await list(page, 'inMedia.misprinted()')).map((finding) => `on paper: ${finding}`)]
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
  await page.setViewportSize(desktop)
  return findings
}

type AxNode = { ignored: boolean; role?: { value: string }; name?: { value: string } }
const named = ['link', 'button', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'image', 'img', 'table', 'region', 'navigation', 'dialog', 'meter', 'progressbar']

/** What assistive technologies would find without a name: the tree that the browser makes for them. */
async function findNameless(page: Page) {
  const session = await page.context().newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] }
  await session.detach()
  const nameless = nodes.filter(({ ignored, role, name }) => !ignored && named.includes(role?.value ?? '') && !name?.value.trim())
  return nameless.map(({ role }) => `nameless ${role?.value}`)
}

/** Everything wrong with the page that is open when its visitor reads it otherwise: enlarged, in their own colours, on paper, by its names. Leaves it wide and light. */
export async function inspectMedia(page: Page): Promise<string[]> {
  return [
    ...(await list(page, 'inMedia.moving()')).map((element) => `moves: ${element}`),
    ...await list(page, 'inMedia.misplaced()'),
    ...(await list(page, 'inMedia.misnamed()')).map((element) => `its name is not its text: ${element}`),
    ...await findNameless(page),
    ...await findVanished(page),
    ...await findUnreadable(page),
    ...await findMisprinted(page),
  ]
}
