import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { gathers } from '../../prisma/demonstration/member-steps.ts'
import { accepts, declares, describesTerritory, designates, findPerson, takesNote } from '../../prisma/demonstration/steps.ts'
import type { Stage } from '../../prisma/demonstration/story.ts'
import { identitySchema } from '../../src/clees/schemas.ts'
import { db } from '../../src/db.ts'
import { startDeclaration } from '../../src/declarations/commands.ts'
import { press, read as readRaw } from './browser.ts'
import { inspectAll } from './browser-pages.ts'

const company = { firstName: 'Zoé', lastName: 'Kervella', email: 'zoe.kervella@exemple.fr', jobTitle: 'Directrice générale', organisationName: 'Granits du Coglais' }

/** A CLEE of the demonstration's new head, active and without a charter; the path of its pages and the address of its company. */
export async function foundClee(name: string) {
  const bassin = await db.bassin.findFirstOrThrow({ where: { name: 'Fougères-Vitré' } })
  const emails = { education: 'nouveau.chef@exemple.fr', mission: 'mission@exemple.fr' }
  const identity = identitySchema.parse({ name, presentation: 'Une vallée de granitiers.', bassinIds: [bassin.id] })
  const stage: Stage = { slug: (await startDeclaration(await findPerson(emails.education), identity)).slug, emails }
  const members = gathers(['education', '0350762N', 'Principale'], ['economy', 'Laiteries du Coglais', 'Directeur de site'], ['employment', 'Mission locale du pays de Fougères', 'Directrice'])
  for (const step of [describesTerritory({ epcis: [], communes: ['35162', '35174'] }), designates(company), members, declares, takesNote, accepts]) await step(stage)
  return { path: `/clees/${stage.slug}`, email: company.email }
}

const folded = (text: string) => text.replaceAll(/\s+/g, ' ')

/** What the visitor reads in the page's content, every kind of space folded into one. */
export const read = async (page: Page) => folded(await readRaw(page))

/** What a difference adds or takes away, in reading order, without the words that say so to those who hear it. */
export async function changed(page: Page, kind: 'ins' | 'del') {
  const texts = await page.locator(`main section ${kind}`).allInnerTexts()
  return folded(texts.map((text) => text.replaceAll(/\[(?:ajouté|retiré)\s:\s*|\s*\]/g, '')).join(' '))
}

/** What the page of an article says of its saving. */
const savingOf = (page: Page) => page.locator('.app-writing-status').first()

/** Waits until the page says that the text is saved, or that it is not. */
export async function saved(page: Page) {
  await savingOf(page).filter({ hasText: /^(Enregistré|Non enregistré)/ }).waitFor()
  return (await savingOf(page).innerText()).startsWith('Enregistré')
}

/** Sends a remark on an article of the charter that is open. */
export async function comment(page: Page, key: string, remark: string) {
  await page.locator(`#article-${key} summary`).click()
  await page.locator(`#commentaire-${key}`).fill(remark)
  await press(page, /^Envoyer le commentaire/)
}

/** What the browser keeps of a link to a file: its name and content. */
export async function download(page: Page, link: Locator) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

/** These pages, as they are now, are accessible, valid, and fit a wide screen and a telephone. */
export async function expectNoFault(page: Page, ...paths: string[]) {
  expect(await inspectAll(page, paths)).toEqual([])
}
