import axe, { type RunOptions } from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { desktop, phone } from './browser.ts'
import { inspectMedia } from './browser-media.ts'

const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What the dark theme may break: the rest of a page is the same in both. */
const colourRules = ['color-contrast', 'link-in-text-block']
const narrow = { width: 320, height: 640 }

type Facts = { h1: number; main: number; lang: string; title: string; unnamedFields: string[]; fieldsWithoutAutocomplete: string[] }

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'prefer-native-element': 'off',
    'no-implicit-button-type': 'error',
    'no-inline-style': 'error',
  },
})

type Violation = { id: string; help: string; nodes: { html: string }[] }

async function findAxeViolations(page: Page, label: string, runOnly: string[]) {
  // The size of targets (WCAG 2.2) is a rule that axe leaves out unless told.
  const options: RunOptions = { runOnly, resultTypes: ['violations'], ...(runOnly === allRules && { rules: { 'target-size': { enabled: true } } }) }
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `axe, ${label}: ${id}, ${help}: ${html.slice(0, 120)}`))
}

/** What axe finds in the page as it stands, its lists and menus left as they are. */
export async function findAxeViolationsNow(page: Page) {
  await page.evaluate(axe.source)
  return findAxeViolations(page, 'as it stands', allRules)
}

/** The page sees its colours change, as when the visitor's device goes dark in the evening. */
async function setScheme(page: Page, colorScheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-fr-theme=${colorScheme}]`).waitFor({ state: 'attached' })
}

async function findAxeViolationsEverywhere(page: Page) {
  await page.evaluate(axe.source)
  const findings = await findAxeViolations(page, '1280 px light', allRules)
  await setScheme(page, 'dark')
  findings.push(...await findAxeViolations(page, '1280 px dark', colourRules))
  await page.setViewportSize(phone)
  findings.push(...await findAxeViolations(page, '375 px dark', colourRules))
  await setScheme(page, 'light')
  findings.push(...await findAxeViolations(page, '375 px light', allRules))
  return findings
}

async function findInvalidHtml(html: string) {
  const { results } = await validator.validateString(html)
  const messages = results.flatMap((result) => result.messages).filter(({ severity }) => severity === 2)
  const inline = /<script(?![^>]*\bsrc=)(?! type="application\/ld\+json")|<style[\s>]|<[^>]+\son[a-z]+\s*=\s*["']/i.exec(html)?.[0]
  return [...messages.map(({ ruleId, message, line }) => `html, line ${line}: ${ruleId}, ${message}`), ...(inline ? [`inline code: ${inline}`] : [])]
}

async function findWrongFacts(page: Page) {
  const facts = await page.evaluate<Facts>('inPage.facts()')
  const expected = { h1: 1, main: 1, lang: 'fr' } as const
  const wrong = (Object.keys(expected) as (keyof typeof expected)[]).filter((key) => facts[key] !== expected[key]).map((key) => `${key}: ${facts[key]}`)
  return { title: facts.title, findings: [...wrong, ...facts.unnamedFields.map((field) => `no label: ${field}`), ...facts.fieldsWithoutAutocomplete.map((field) => `no autocomplete: ${field}`)] }
}

async function findSidewaysScroll(page: Page) {
  await page.setViewportSize(narrow)
  const width = await page.evaluate<number>('inPage.width()')
  await page.setViewportSize(desktop)
  return width > narrow.width ? [`scrolls sideways at 320 px: ${width} px`] : []
}

async function findWrongFocus(page: Page) {
  const start = await page.evaluate<string>('inPage.focused()')
  await page.keyboard.press('Tab')
  const first = await page.evaluate<string>('inPage.focused()')
  const unlit = await page.evaluate<string[]>('inPage.stopsWithoutFocus()')
  // The summary of errors, or what was pressed, may have taken the focus before.
  const isSkipping = first === 'Contenu' || start !== ''
  return [...(isSkipping ? [] : [`the first tab stop is not a skip link: ${first}`]), ...unlit.map((stop) => `focus not visible: ${stop}`)]
}

/** Everything wrong with the page that is open, in words; leaves it wide and light. */
export async function inspect(page: Page, html: string): Promise<{ title: string; findings: string[] }> {
  const { title, findings } = await findWrongFacts(page)
  findings.push(...await findInvalidHtml(html))
  findings.push(...await findAxeViolationsEverywhere(page))
  findings.push(...await findSidewaysScroll(page))
  findings.push(...await findWrongFocus(page))
  return { title, findings: [...new Set(findings)] }
}

const shapesSeen = new Set<string>()

/** Which view a path shows: pages of one shape differ by their texts alone, and are looked at once in each medium. */
function isNewShape(path: string) {
  const { pathname, searchParams } = new URL(path, 'http://portail.test')
  const shape = `${pathname.replaceAll(/[\da-f]{8}-[\da-f-]{27}|\d{4}-\d{4}|(?<=\/(?:clees|bassins|etablissements|verification)\/)[^/]+/g, ':id')}?${[...searchParams.keys()].filter((key) => key === 'vue').join()}`
  return !shapesSeen.has(shape) && Boolean(shapesSeen.add(shape))
}

/** Opens each path and gathers what is wrong there; two paths must not have one title, unless only their query differs. */
export async function inspectAll(page: Page, paths: string[]) {
  const findings: string[] = []
  const titles = new Map<string, string>()
  for (const path of paths) {
    const response = await page.goto(path)
    const { title, findings: here } = await inspect(page, await response?.text() ?? '')
    if (isNewShape(path)) here.push(...await inspectMedia(page))
    const [plain = ''] = path.split('?')
    const other = titles.get(title)
    if (other && other !== plain && response?.ok()) findings.push(`${path} has the title of ${other}: ${title}`)
    titles.set(title, plain)
    findings.push(...here.map((finding) => `${path} → ${finding}`))
  }
  return findings
}
