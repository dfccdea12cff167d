import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { db } from '../../src/db.ts'
import { settleRollovers } from '../../src/rollovers/run.ts'
import { follow, openBrowser, press, signIn } from './browser.ts'
import { read } from './browser-charter.ts'
import { field, tick } from './browser-forms.ts'

// The portal is served by this process, whose clock is moved; browsers keep theirs. Before the demonstration is made: it is of the year before.
vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: new Date('2027-06-15T10:00:00+02:00') })

afterAll(() => {
  vi.useRealTimers()
})

// What fails is often told by the page that somebody was reading.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [person, page] of Object.entries(people)) process.stderr.write(`${person}: ${page.url()} ${(await page.innerText('body')).slice(0, 1_500)}\n`)
})

export const clee = '/clees/clee-du-pays-de-fougeres'
export const year = '2027-2028'
export const nextYear = '2028-2029'
/** The title of the action of another CLEE that is taken up. */
export const taken = 'Découverte du lycée agricole et de l’apprentissage'
/** What a season leaves to the next: the path of the action that is followed all year long. */
export const story = { forge: '' }

type Person = 'mission' | 'cheffe' | 'entreprise'
/** The browser of each, all year long; the visitor has no account. */
export const people = {} as Record<Person | 'visitor', Page>

beforeAll(async () => {
  for (const person of ['mission', 'cheffe', 'entreprise', 'visitor'] as const) people[person] = await openBrowser()
})

/** Goes on to an instant, Paris time; these people come back then, their sessions long over. */
export async function goOnTo(instant: string, ...comers: Person[]) {
  vi.setSystemTime(new Date(instant))
  await Promise.all(comers.map((person) => signIn(people[person], `${person}@exemple.fr`)))
}

/** What somebody reads at an address. */
export async function readAt(page: Page, path: string) {
  await page.goto(path)
  return read(page)
}

/** What a page says, in this order or not; badges are written in capitals. */
export async function expectTold(page: Page, ...texts: (string | RegExp)[]) {
  const told = await read(page)
  for (const text of texts) expect(told).toMatch(typeof text === 'string' ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'), 'i') : text)
}

/** Fills each field, found by the beginning of its label. */
export async function fill(page: Page, values: Record<string, string>) {
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(value)
}

/** Types a day that a calendar would not give, as browsers without one let people do. */
export async function typeDay(page: Page, id: string, text: string) {
  await page.evaluate(`document.getElementById('${id}').type = 'text'`)
  await page.locator(`#${id}`).fill(text)
}

/** The form has come back with these sentences, each at its field, and what was typed in it. */
export async function expectRefused(page: Page, sentences: Record<string, string | RegExp>, kept: Record<string, string> = {}) {
  expect(await page.title()).toMatch(/^Erreur/)
  for (const [name, sentence] of Object.entries(sentences)) expect((await page.locator(`#${name}-erreur`).innerText()).replaceAll(/\s+/g, ' ')).toMatch(sentence)
  for (const [label, value] of Object.entries(kept)) expect(await field(page, label).inputValue()).toBe(value)
}

/** The cells of the rows of a table of the page. */
export const rowsOf = async (page: Page, id: string) =>
  Promise.all((await page.locator(`table#${id} tbody tr`).all()).map(async (row) => (await row.locator('th, td').allInnerTexts()).map((cell) => cell.replaceAll(/\s+/g, ' ').trim())))

/** Waits until the passage under way is over, then reads its page again. */
export async function rollOver(page: Page, button: string | RegExp) {
  await press(page, button)
  await settleRollovers()
  await page.reload()
}

/** The events of a calendar, as a calendar reads them. */
export async function readCalendar(page: Page, path: string) {
  const text = await (await page.request.get(path)).text()
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
}

/** The last mail to somebody about something, as the mission reads it among the mails. */
export async function readMail(mission: Page, toEmail: string, subject: string | RegExp) {
  await mission.goto(`/courriels?texte=${encodeURIComponent(toEmail)}`)
  await follow(mission, subject)
  return read(mission)
}

/** The path of the action of that title in this year's list. */
export async function pathOfAction(title: string, schoolYear: string) {
  const action = await db.plannedAction.findFirstOrThrow({ where: { title, schoolYear, clee: { slug: clee.slice('/clees/'.length) } } })
  return `${clee}/actions/${action.id}`
}

/** The path of the link that a mail gives after these words. */
export function linkIn(mail: string, words: RegExp) {
  const [, address = ''] = words.exec(mail) ?? []
  const { pathname, search, hash } = new URL(address)
  return `${pathname}${search}${hash}`
}

/** Opens a group of the sheet that is shown. */
export const section = (page: Page, title: string) => follow(page, `Modifier la rubrique ${title}`)

/** Proposes an action with its agreement, in this year's list. */
export async function propose(page: Page, { title, type, startsOn }: { title: string; type: string; startsOn: string }) {
  await page.goto(`${clee}/actions/nouvelle`)
  await fill(page, { 'Titre': title, 'Date, ou début': startsOn })
  await field(page, 'Type d’action').selectOption({ label: type })
  await tick(page, /^Élèves/)
  await press(page, 'Ajouter l’action')
}
