import type { Page, Response } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { db } from '../../src/db.ts'
import { follow, openBrowser, press, signIn } from '../support/browser.ts'
import { inspectMedia } from '../support/browser-media.ts'
import { inspect, inspectAll } from '../support/browser-pages.ts'
import { findDraft } from './addresses.ts'

const clee = '/clees/clee-du-pays-de-fougeres'

/** Presses a button that sends a form, and looks at the page that comes back as at any other. */
async function expectNoFaultAfter(page: Page, button: string, status: number) {
  const [answer] = await Promise.all([page.waitForResponse((response: Response) => response.request().method() === 'POST' && response.request().isNavigationRequest()), press(page, button)])
  expect(answer.status()).toBe(status)
  if (status === 422) {
    expect(await page.title()).toMatch(/^Erreur/)
    await expect.poll(() => page.evaluate('inPage.focused()')).toBe('erreurs')
  }
  expect((await inspect(page, await answer.text())).findings).toEqual([])
  expect(await inspectMedia(page)).toEqual([])
}

describe('a form that comes back has no more faults than the blank one', () => {
  test('with errors in it', async () => {
    const page = await openBrowser()
    await page.goto('/connexion')
    await expectNoFaultAfter(page, 'Se connecter', 422)
    for (const [path, button] of [['/mot-de-passe-oublie', 'Recevoir un lien'], ['/demande-de-compte', 'Envoyer la demande']] as const) {
      await page.goto(path)
      await expectNoFaultAfter(page, button, 422)
    }
  })

  test('with errors in the forms of a CLEE and of one’s account', async () => {
    const page = await openBrowser()
    await signIn(page, 'cheffe@exemple.fr')
    const forms = [
      [`${clee}/membres/ajout`, 'Ajouter ce membre'], [`${clee}/membres/import`, 'Voir l’aperçu'], [`${clee}/actions/nouvelle`, 'Ajouter l’action'],
      [`${clee}/copilotes/invitation?monde=education`, 'Inviter'], [`${clee}/copilotes/invitation?monde=economie`, 'Inviter'], [`${clee}/sommeil`, 'Mettre en sommeil'],
      ['/compte/mot-de-passe', 'Changer le mot de passe'], ['/compte/adresse', 'Demander le changement'],
    ] as const
    for (const [path, button] of forms) {
      await page.goto(path)
      await expectNoFaultAfter(page, button, 422)
    }
  })

  test('with errors in the forms of the mission', async () => {
    const page = await openBrowser()
    await signIn(page, 'mission@exemple.fr')
    for (const [path, button] of [['/comptes/invitation', 'Inviter'], ['/coordonnateurs/designation', 'Désigner'], ['/administration/bassins/nouveau', 'Enregistrer']] as const) {
      await page.goto(path)
      await expectNoFaultAfter(page, button, 422)
    }
  })

  test('with the schools that a text could mean', async () => {
    const page = await openBrowser()
    await signIn(page, 'cheffe@exemple.fr')
    await page.goto(`${clee}/copilotes/invitation?monde=education`)
    for (const [name, value] of Object.entries({ firstName: 'Yann', lastName: 'Guivarch', email: 'yann@exemple.fr', jobTitle: 'Proviseur', school: 'lycée' })) await page.locator(`[name=${name}]`).fill(value)
    await page.keyboard.press('Escape')
    await expectNoFaultAfter(page, 'Inviter', 422)
  })

  test('with errors in the steps of a declaration', async () => {
    const { email, paths } = await findDraft()
    const page = await openBrowser()
    await signIn(page, email)
    await page.goto(String(paths.find((path) => path.endsWith('/copilotes'))))
    await page.locator('[name=email]').fill('incomplet')
    await expectNoFaultAfter(page, 'Enregistrer et continuer', 422)
    await page.goto(`${paths.find((path) => path.endsWith('/territoire'))}?recherche=35000`)
    await expectNoFaultAfter(page, 'Ajouter les communes cochées', 422)
  })

  test('with errors in the answer of the mission', async () => {
    const { clee: { slug } } = await db.charter.findFirstOrThrow({ where: { status: 'submitted' }, include: { clee: true } })
    const page = await openBrowser()
    await signIn(page, 'mission@exemple.fr')
    await page.goto(`/clees/${slug}/charte`)
    await page.locator('#article-territory summary').click()
    await page.locator('#commentaire-territory').fill('a'.repeat(3_001))
    await expectNoFaultAfter(page, 'Renvoyer pour complément', 422)
    expect(await page.locator('#commentaire-territory').inputValue()).toHaveLength(3_001)
  })

  test('and a text typed on the page of a charter is not left without a question', async () => {
    const { clee: { slug } } = await db.charter.findFirstOrThrow({ where: { status: 'submitted' }, include: { clee: true } })
    const page = await openBrowser()
    await signIn(page, 'mission@exemple.fr')
    await page.goto(`/clees/${slug}/charte`)
    await page.locator('#reason').fill('Un motif.')
    const asked = page.waitForEvent('dialog')
    const leaving = page.getByRole('link', { name: 'Valider la charte' }).click({ noWaitAfter: true })
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await leaving
    expect(await page.locator('#reason').inputValue()).toBe('Un motif.')
    await page.locator('#article-territory summary').click()
    await page.locator('#commentaire-territory').fill('Une remarque.')
    await press(page, /Envoyer le commentaire sur l’article .*Territoire/)
    expect(await page.locator('#reason').inputValue()).toBe('Un motif.')
  })

  test('because somebody saved first', async () => {
    const page = await openBrowser()
    await signIn(page, 'cheffe@exemple.fr')
    const action = await db.plannedAction.findFirstOrThrow({ where: { plan: { clee: { slug: 'clee-du-pays-de-fougeres' } } } })
    await page.goto(`${clee}/actions/${action.id}/fiche/identite`)
    await db.plannedAction.update({ where: { id: action.id }, data: { title: 'Renommée entre-temps', revision: { increment: 1 } } })
    await expectNoFaultAfter(page, 'Enregistrer', 409)
    await page.goto(`${clee}/charte`)
    await press(page, 'Ouvrir une nouvelle version')
    await follow(page, /Modifier.*Objectifs/)
    expect(await inspectAll(page, [page.url()])).toEqual([])
    await db.article.updateMany({ where: { charter: { status: 'draft' } }, data: { revision: { increment: 1 } } })
    await page.locator('#body').fill('Un autre texte.')
    await expectNoFaultAfter(page, 'Enregistrer', 409)
    await page.goto(`${clee}/charte/redaction`)
    await db.article.updateMany({ where: { charter: { status: 'draft' } }, data: { revision: { increment: 1 } } })
    await page.locator('#body-objectives').fill('Encore un autre.')
    await expectNoFaultAfter(page, 'Tout enregistrer', 409)
    await page.goto(`${clee}/charte/redaction`)
    await page.locator('#body-actors').fill('jean@exemple.fr')
    await page.locator('[name="priorities-objectives"]').first().fill('<b>')
    await expectNoFaultAfter(page, 'Tout enregistrer', 422)
  })
})

test('the page of an invitation has no fault, nor with errors, nor once it has served', async () => {
  const { secretLink } = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending', secretLink: { not: null } }, orderBy: { createdAt: 'desc' } })
  const path = new URL(String(secretLink)).pathname
  const page = await openBrowser()
  expect(await inspectAll(page, [path])).toEqual([])
  await expectNoFaultAfter(page, 'Accepter', 422)
  await db.invitation.updateMany({ data: { usedAt: new Date() } })
  expect(await inspectAll(page, [path])).toEqual([])
})
