import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCharter, reviseCharter } from '../../src/charters/commands.ts'
import { getLatestCharter } from '../../src/charters/queries.ts'
import { db } from '../../src/db.ts'
import { asActor, reloadClee } from '../support/factories.ts'
import { at, openBrowser, phone, press, read, signIn } from '../support/browser.ts'
import { field } from '../support/browser-forms.ts'
import { findAxeViolationsNow } from '../support/browser-pages.ts'

const path = '/clees/clee-du-pays-de-fougeres/charte'
const head = 'cheffe@exemple.fr'
const company = 'entreprise@exemple.fr'

// The charter of the demonstration is in force: its revision is what is written here.
beforeAll(async () => {
  const { id } = await db.clee.findUniqueOrThrow({ where: { slug: 'clee-du-pays-de-fougeres' } })
  const [actor, clee] = [await asActor(await db.user.findUniqueOrThrow({ where: { email: head } })), await reloadClee(id)]
  if ((await db.charter.count({ where: { cleeId: id } })) === 0) await createCharter(actor, clee)
  else await reviseCharter(actor, clee, await getLatestCharter(id))
})

const stored = (key: string) => db.article.findFirstOrThrow({ where: { key, charter: { status: 'draft', clee: { slug: 'clee-du-pays-de-fougeres' } } } })
const saying = (page: Page, sentence: RegExp, index = 0) => page.locator('main [role=status]').nth(index).filter({ hasText: sentence }).waitFor()

async function openPage(email: string, last: string, options = {}) {
  const page = await openBrowser(options)
  await signIn(page, email)
  await page.goto(`${path}/${last}`)
  return page
}

describe('writing a charter', () => {
  test('is saved as it goes, told quietly, and shown as it will be read', async () => {
    const page = await openPage(head, 'articles/actors')
    await field(page, 'Texte de l’article').fill('Le **club** des entreprises.\n\n- Pôle emploi')
    await saying(page, /^Enregistré à \d+\sh\s\d\d$/)
    expect(await stored('actors')).toMatchObject({ body: 'Le **club** des entreprises.\n\n- Pôle emploi' })
    expect(await page.locator('[data-preview] strong').innerText()).toBe('club')
    expect(await page.locator('[data-preview] li').innerText()).toBe('Pôle emploi')
    expect(await page.locator('[data-notices]').innerText()).toContain('France Travail a remplacé Pôle emploi')
    expect(await findAxeViolationsNow(page)).toEqual([])
    const { revision } = await stored('actors')
    await field(page, 'Texte de l’article').fill('Le club.')
    await press(page, /^Enregistrer$/)
    expect(await read(page)).toContain('est enregistré')
    expect(await stored('actors')).toMatchObject({ body: 'Le club.', revision: revision + 1 })
  })

  test('formats what is selected, with the keyboard alone', async () => {
    const page = await openPage(head, 'articles/review')
    const area = field(page, 'Texte de l’article')
    await area.fill('Un bilan annuel')
    await area.press('Home')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate('inPage.focused()')).toBe('Gras')
    await page.keyboard.press('Enter')
    expect(await area.inputValue()).toBe('**Un** bilan annuel')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('inPage.focused()')).toBe('Liste')
    await page.keyboard.press('Enter')
    expect(await area.inputValue()).toBe('- **Un** bilan annuel')
    await page.keyboard.press('ControlOrMeta+z')
    expect(await area.inputValue()).toBe('**Un** bilan annuel')
    await page.getByRole('button', { name: 'Liste numérotée' }).click()
    await page.getByRole('button', { name: 'Liste numérotée' }).click()
    expect(await area.inputValue()).toBe('**Un** bilan annuel')
    await saying(page, /^Enregistré/)
  })

  test('takes the signs off each of several paragraphs, and puts on those that lack them', async () => {
    const page = await openPage(head, 'articles/review')
    const area = field(page, 'Texte de l’article')
    const format = async (name: RegExp, text: string) => {
      await area.fill(text)
      await area.press('ControlOrMeta+a')
      await page.getByRole('button', { name }).click()
      return area.inputValue()
    }
    for (const [name, sign] of [[/^Gras/, '**'], [/^Italique/, '*']] as const) {
      const plain = 'un\n\n- deux\n- trois '
      const marked = `${sign}un${sign}\n\n- ${sign}deux${sign}\n- ${sign}trois${sign} `
      expect(await format(name, plain)).toBe(marked)
      expect(await format(name, marked)).toBe(plain)
      expect(await format(name, `${sign}un${sign}\n\ndeux`)).toBe(`${sign}un${sign}\n\n${sign}deux${sign}`)
    }
    expect(await format(/^Gras/, '**un** et **deux**')).toBe('**un et deux**')
    expect(await format(/^Italique/, '**un**')).toBe('***un***')
    expect(await format(/^Italique/, '***un***')).toBe('**un**')
    expect(await format(/^Gras/, '***un***')).toBe('*un*')
    await area.fill('Un bilan annuel.')
    await saying(page, /^Enregistré/)
  })

  test('says that it is saved in sight, however long the text, and shows the objectives as they will be read', async () => {
    const page = await openPage(head, 'articles/objectives', { viewport: phone })
    expect(await read(page)).toContain('Ce que vous tapez est enregistré au fur et à mesure')
    await page.locator('#priority-1').fill('Le granit')
    await field(page, 'Texte de l’article').fill('Une ligne.\n\n'.repeat(60))
    await field(page, 'Texte de l’article').press('ControlOrMeta+Home')
    await saying(page, /^Enregistré/)
    expect(await page.evaluate('document.querySelector("main [role=status]").getBoundingClientRect().bottom <= innerHeight')).toBe(true)
    expect(await page.locator('[data-preview]').innerText()).toContain('Le granit')
    expect(await findAxeViolationsNow(page)).toEqual([])
  })

  test('of two texts, leaves the typed one without asking again nor offering it back', async () => {
    const [one, other] = await Promise.all([openPage(head, 'articles/validity'), openPage(company, 'articles/validity')])
    await field(one, 'Texte de l’article').fill('Trois ans.')
    await saying(one, /^Enregistré/)
    await field(other, 'Texte de l’article').fill('Quatre ans.')
    await saying(other, /Non enregistré/)
    await press(other, /^Enregistrer$/)
    expect(await findAxeViolationsNow(other)).toEqual([])
    await other.getByRole('link', { name: 'Abandonner mon texte' }).click()
    await other.waitForURL(at(`${path}/articles/validity`))
    await other.locator('.app-clash').waitFor({ state: 'detached' })
    expect(await field(other, 'Texte de l’article').inputValue()).toBe('Trois ans.')
    expect(await other.getByRole('button', { name: 'Reprendre le texte non enregistré' }).count()).toBe(0)
  })

  test('is given up on a page that says what goes', async () => {
    const page = await openPage(head, 'abandon')
    expect(await read(page)).toContain('Écrit en dernier par')
    expect(await findAxeViolationsNow(page)).toEqual([])
  })

  test('by two people at once: the second is told, keeps their text, and sees both', async () => {
    const [one, other] = await Promise.all([openPage(head, 'articles/decision'), openPage(company, 'articles/decision')])
    await field(one, 'Texte de l’article').fill('Le texte de la cheffe.')
    await saying(one, /^Enregistré/)
    await field(other, 'Texte de l’article').fill('Le texte de l’entreprise.')
    await saying(other, /Non enregistré\. Quelqu’un a enregistré cet article/)
    expect((await stored('decision')).body).toBe('Le texte de la cheffe.')
    await press(other, /^Enregistrer$/)
    expect(await other.locator('.app-clash').innerText()).toContain('Le texte de la cheffe.')
    expect(await field(other, 'Votre texte').inputValue()).toBe('Le texte de l’entreprise.')
    await field(other, 'Votre texte').fill('Les deux textes.')
    // What two people wrote is replaced by a choice, never by a pause in typing.
    await other.waitForTimeout(2_500)
    expect((await stored('decision')).body).toBe('Le texte de la cheffe.')
    await press(other, /^Enregistrer$/)
    expect((await stored('decision')).body).toBe('Les deux textes.')
  })

  test('survives the end of the session: the text is offered back after signing in', async () => {
    const page = await openPage(head, 'articles/nature')
    const before = await stored('nature')
    await page.context().clearCookies()
    await field(page, 'Texte de l’article').fill('Écrit après la fin de la session.')
    await saying(page, /Votre session est terminée/)
    await press(page, /^Enregistrer$/)
    await page.waitForURL('**/connexion?**')
    await field(page, 'Adresse électronique').fill(head)
    await field(page, 'Mot de passe').fill('demonstration-clee-2026')
    await press(page, 'Se connecter')
    await page.waitForURL(at(`${path}/articles/nature`))
    expect(await stored('nature')).toEqual(before)
    expect(await findAxeViolationsNow(page)).toEqual([])
    await page.getByRole('button', { name: 'Reprendre le texte non enregistré' }).click()
    await saying(page, /^Enregistré/)
    expect((await stored('nature')).body).toBe('Écrit après la fin de la session.')
    await page.reload()
    expect(await page.getByRole('button', { name: 'Reprendre le texte non enregistré' }).count()).toBe(0)
  })

  test('gives back to nobody else what was not saved when its author signs out', async () => {
    const page = await openPage(head, 'articles/review')
    await page.route('**/articles/review', (route) => (route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue()))
    await field(page, 'Texte de l’article').fill('Un texte à moi.')
    await saying(page, /Le portail ne répond pas/)
    expect(await page.evaluate('Object.keys(sessionStorage).join()')).toContain('/charte/articles/review')
    page.on('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: 'Se déconnecter' }).first().click()
    await page.waitForURL(at('/'))
    expect(await page.evaluate('Object.keys(sessionStorage).join()')).not.toContain('/charte/')
  })

  test('goes on without the network, and warns before leaving with what is not saved', async () => {
    const page = await openPage(head, 'articles/mission')
    await page.context().setOffline(true)
    await field(page, 'Texte de l’article').fill('Écrit sans réseau.')
    await saying(page, /Le portail ne répond pas/)
    const asked = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => {
        resolve(dialog.type())
        void dialog.dismiss()
      })
    })
    await page.evaluate('location.reload()').catch(() => null)
    expect(await asked).toBe('beforeunload')
    await page.context().setOffline(false)
    await saying(page, /^Enregistré/)
    expect((await stored('mission')).body).toBe('Écrit sans réseau.')
  })

  test('on one page, each article is saved apart; the button saves what is left', async () => {
    const page = await openPage(head, 'redaction')
    const reviewBefore = (await stored('review')).revision
    await field(page, 'Texte de l’article «\\sGroupes de travail').fill('Un groupe sur les stages.')
    await saying(page, /^Enregistré/, 10)
    expect((await stored('working-groups')).body).toBe('Un groupe sur les stages.')
    await page.locator('#priority-1-objectives').fill('Le granit')
    await field(page, 'Texte de l’article «\\sActeurs').fill('')
    await press(page, 'Tout enregistrer')
    expect(await read(page)).toContain('Tout est enregistré.')
    expect(await read(page)).toMatch(/À compléter\s: Acteurs \(obligatoire\)/)
    expect((await stored('objectives')).priorities[0]).toBe('Le granit')
    expect((await stored('review')).revision).toBe(reviewBefore)
  })

  test('without JavaScript, on a telephone, the page of all articles saves by its button', async () => {
    const page = await openPage(company, 'redaction', { javaScriptEnabled: false, viewport: phone })
    expect(await page.locator('.app-toolbar').count()).toBe(0)
    await field(page, 'Texte de l’article «\\sBilan').fill('Écrit sans script.')
    await press(page, 'Tout enregistrer')
    expect(await read(page)).toContain('Tout est enregistré.')
    expect((await stored('review')).body).toBe('Écrit sans script.')
  })
})
