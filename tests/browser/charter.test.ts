import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { follow, openBrowser, press, signIn } from '../support/browser.ts'
import { changed, comment, download, expectNoFault, foundClee, read, saved } from '../support/browser-charter.ts'
import { expectErrors, field, tick } from '../support/browser-forms.ts'
import { somePdf } from '../support/files.ts'
import { readPdf } from '../support/pdf.ts'

const name = 'CLEE du pays de Louvigné'
const review = 'En juin, les copilotes comptent les élèves et les entreprises concernés.'
const objection = 'Le rythme des réunions ne tient pas compte de la saison des chantiers.'
const reason = 'Précisez le fonctionnement : qui convoque les réunions ?'
const template = '/modele-de-charte'

describe('a charter, from its template to its signed PDF, by three people in three browsers at once', () => {
  let head: Page
  let company: Page
  let mission: Page
  let clee: string
  let charter: string
  let pdf: Awaited<ReturnType<typeof readPdf>>

  const write = async (page: Page, key: string, text: string, label = 'Texte de l’article') => {
    await page.goto(`${charter}/articles/${key}`)
    await field(page, label).fill(text)
    await press(page, /^Enregistrer$/)
    expect(await read(page)).toContain('est enregistré')
  }
  const propose = async (page: Page) => {
    await page.goto(charter)
    await press(page, 'Soumettre à l’accord de l’autre copilote')
    expect(await read(page)).toContain('La charte est soumise à l’accord de l’autre copilote')
  }
  const agree = async (page: Page) => {
    await page.goto('/tableau-de-bord')
    await follow(page, 'Lire la charte et répondre')
    await press(page, 'Donner mon accord')
    expect(await read(page)).toContain('La charte est transmise à la mission académique.')
    expect(await read(page)).toMatch(/Récépissé\sCHA\S+/)
  }

  beforeAll(async () => {
    const founded = await foundClee(name)
    clee = founded.path
    charter = `${clee}/charte`;
    [head, company, mission] = await Promise.all([openBrowser(), openBrowser(), openBrowser()])
    await Promise.all([signIn(head, 'nouveau.chef@exemple.fr'), signIn(company, founded.email), signIn(mission, 'mission@exemple.fr')])
  })

  test('the mission publishes a new version of the template, once it has read what changes', async () => {
    await mission.goto(template)
    await press(mission, 'Préparer une nouvelle version')
    await follow(mission, /^Modifier.*« Bilan »/)
    await field(mission, 'Texte de départ').fill(review)
    await press(mission, 'Enregistrer')
    await follow(mission, 'Relire et publier')
    expect(await changed(mission, 'ins')).toContain('comptent')
    expect(await changed(mission, 'del')).toContain('présenté')
    await press(mission, /^Publier la version/)
    await expectErrors(mission, ['summary'])
    await field(mission, 'Ce qui change, pour les copilotes').fill('Le bilan compte les élèves et les entreprises.')
    await expectNoFault(mission, `${template}/brouillon/publication`)
    await field(mission, 'Ce qui change, pour les copilotes').fill('Le bilan compte les élèves et les entreprises.')
    await press(mission, /^Publier la version/)
    expect(await read(mission)).toMatch(/La version \d+ du modèle est publiée/)
  })

  test('the head begins the charter from it, filled with the CLEE’s data; only the objectives are left', async () => {
    await head.goto(charter)
    await press(head, 'Commencer la charte')
    for (const sentence of [review, 'Louvigné-du-Désert et Mellé', 'Directrice générale, Granits du Coglais']) expect(await read(head)).toContain(sentence)
    expect(await read(head)).toMatch(/À compléter : Objectifs/)
    await press(head, 'Soumettre à l’accord')
    await expectErrors(head, ['articles'])
  })

  test('both write at the same time, each an article: each reads the other’s text', async () => {
    await Promise.all([head.goto(`${charter}/articles/functioning`), company.goto(`${charter}/articles/decision`)])
    await Promise.all([field(head, 'Texte de l’article').fill('Le comité se réunit **chaque mois**.'), field(company, 'Texte de l’article').fill('Une action se décide à deux.')])
    expect(await Promise.all([head, company].map(saved))).toEqual([true, true])
    await Promise.all([head, company].map((page) => page.goto(charter)))
    expect(await read(head)).toContain('Une action se décide à deux.')
    expect(await read(company)).toContain('Le comité se réunit chaque mois.')
  })

  test('both write the same article at the same time: the second one reads both texts, and neither is lost', async () => {
    const texts = new Map([[head, 'Un groupe sur les stages.'], [company, 'Un groupe sur les visites de carrières.']])
    const pages = [...texts.keys()]
    await Promise.all(pages.map((page) => page.goto(`${charter}/articles/working-groups`)))
    await Promise.all(pages.map((page) => field(page, 'Texte de l’article').fill(texts.get(page) ?? '')))
    const isSaved = await Promise.all(pages.map(saved))
    expect(isSaved.filter(Boolean), 'one of the two is saved').toHaveLength(1)
    const [first, second] = isSaved[0] ? [head, company] : [company, head]
    expect(await read(second)).toContain('Quelqu’un a enregistré cet article')
    await press(second, /^Enregistrer$/)
    expect(await second.locator('.app-clash').innerText()).toContain(texts.get(first))
    expect(await field(second, 'Votre texte').inputValue()).toBe(texts.get(second))
    await field(second, 'Votre texte').fill([...texts.values()].map((text) => `- ${text}`).join('\n'))
    await press(second, /^Enregistrer$/)
    await first.goto(charter)
    for (const text of texts.values()) expect(await read(first)).toContain(text)
  })

  test('the objectives are chosen, with local priorities; the charter is complete', async () => {
    await company.goto(`${charter}/articles/objectives`)
    await tick(company, 'L’alternance et l’apprentissage')
    await field(company, 'Priorité 1').fill('Faire connaître les métiers du granit')
    await field(company, 'Priorité 2').fill('Ouvrir dix entreprises aux enseignants')
    await press(company, /^Enregistrer$/)
    await head.goto(charter)
    for (const text of ['L’alternance et l’apprentissage', 'Faire connaître les métiers du granit', 'À vous : la charte est prête']) expect(await read(head)).toContain(text)
    await expectNoFault(head, charter, `${charter}/redaction`)
  })

  test('the head proposes it, the company does not agree and says why', async () => {
    await propose(head)
    expect(await read(head)).toContain('Zoé Kervella')
    await head.goto(`${charter}/articles/functioning`)
    expect(await read(head)).toContain('Ce texte ne se modifie pas pour le moment')
    await company.goto(charter)
    expect(await read(company)).toContain('À vous : lisez la charte')
    await press(company, 'Ne pas donner mon accord')
    await expectErrors(company, ['reason'])
    await field(company, 'Ce qui ne convient pas').fill(objection)
    await expectNoFault(company, charter)
    await field(company, 'Ce qui ne convient pas').fill(objection)
    await press(company, 'Ne pas donner mon accord')
    expect(await read(company)).toContain('Votre désaccord est transmis à l’autre copilote')
  })

  test('the head corrects it and proposes again; the company agrees: a receipt', async () => {
    await head.goto(charter)
    expect(await read(head)).toContain(objection)
    await write(head, 'functioning', 'Le comité se réunit trois fois par an, hors saison des chantiers.')
    await propose(head)
    await agree(company)
  })

  test('the mission comments on two articles and returns it with a reason', async () => {
    await mission.goto('/tableau-de-bord')
    await follow(mission, name)
    await comment(mission, 'functioning', 'Qui convoque le comité ?')
    await comment(mission, 'territory', 'Deux communes suffisent-elles ?')
    expect(await read(mission)).toContain('Votre commentaire sur l’article « Territoire » est envoyé.')
    await expectNoFault(mission, charter)
    await field(mission, 'Motif du renvoi').fill(reason)
    await press(mission, 'Renvoyer pour complément')
    expect(await read(mission)).toContain('La charte est renvoyée aux copilotes')
  })

  test('the co-pilots read why, answer, correct, and send it again', async () => {
    await company.goto(charter)
    for (const text of [reason, 'Qui convoque le comité ?', 'Deux communes suffisent-elles ?']) expect(await read(company)).toContain(text)
    await expectNoFault(company, charter, `${charter}/articles/functioning`)
    await write(company, 'functioning', 'Le comité se réunit quatre fois par an, hors saison des chantiers.\n\nLes deux copilotes le convoquent.')
    await company.goto(charter)
    await comment(company, 'functioning', 'Les deux copilotes : c’est écrit.')
    await propose(company)
    await agree(head)
  })

  test('the mission reads the differences word by word, what awaits an answer, and validates', async () => {
    await mission.goto('/tableau-de-bord')
    await follow(mission, name)
    await follow(mission, 'Voir ce qui a changé depuis la version 1')
    expect(await read(mission)).toContain('1 article modifié sur 14')
    expect(await changed(mission, 'del')).toBe('trois')
    expect(await changed(mission, 'ins')).toMatch(/^quatre .*Les deux copilotes le convoquent\.$/)
    await expectNoFault(mission, `${charter}/versions/2/differences`, `${charter}/validation`)
    expect(await read(mission)).toContain('attendent encore une réponse')
    await follow(mission, /article 3, Territoire/)
    await follow(mission, 'Valider la charte')
    expect(await read(mission)).toMatch(/Elle est valable jusqu’au \d+/)
    await press(mission, 'Valider et publier')
    expect(await read(mission)).toContain('La charte est validée et publiée.')
  })

  test('both co-pilots sign', async () => {
    for (const [page, said] of [[head, 'Vous avez signé la version 2'], [company, 'Elle est maintenant signée de tous.']] as const) {
      await page.goto('/tableau-de-bord')
      await follow(page, 'Lire et signer')
      await press(page, 'Signer la version 2')
      await expectErrors(page, ['isRead'])
      await tick(page, /^J’ai lu cette version/)
      await press(page, 'Signer la version 2')
      expect(await read(page)).toContain(said)
    }
    await expectNoFault(head, `${charter}/versions/2`, charter)
  })

  test('the mission attaches the scan of the paper, and gets it back as it was', async () => {
    await mission.goto(`${charter}/versions/2`)
    await follow(mission, 'Joindre l’exemplaire signé sur papier')
    await mission.locator('input[type=file]').setInputFiles({ name: 'charte signée.pdf', mimeType: 'application/pdf', buffer: somePdf() })
    await press(mission, 'Joindre le fichier')
    expect(await read(mission)).toContain('est joint')
    const scan = await download(mission, mission.getByRole('link', { name: 'charte signée.pdf' }))
    expect([scan.name, scan.content.equals(somePdf())]).toEqual(['charte signée.pdf', true])
    await expectNoFault(mission, `${charter}/versions/2`, `${charter}/versions/2/scan`)
  })

  test('the company downloads the PDF: tagged, dated, with who signed and the code to verify it', async () => {
    await company.goto(charter)
    const file = await download(company, company.getByRole('link', { name: 'Télécharger la charte, version 2' }))
    expect(file.name).toMatch(/\.pdf$/)
    pdf = await readPdf(new Uint8Array(file.content))
    expect(pdf).toMatchObject({ title: `Charte du ${name}`, language: 'fr-FR', marked: true })
    expect(pdf.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'P', 'L', 'Table']))
    for (const text of [/Validée le \d/, /Idriss Benhaddou/, /Zoé Kervella/, /Les deux copilotes le convoquent/, /Faire connaître les métiers du granit/]) expect(pdf.text).toMatch(text)
    const code = /Code de vérification : (\S{9})/.exec(await read(company))?.[1]
    expect(pdf.text).toContain(`/verification/${code}`)
  })

  test('a visitor verifies it, reads it by article and downloads it, without the names of those who have not agreed', async () => {
    const visitor = await openBrowser()
    const [address = ''] = /\/verification\/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(pdf.text) ?? []
    await visitor.goto(address)
    expect(await read(visitor)).toContain(`Ce document est la charte en vigueur du ${name}`)
    await follow(visitor, 'Lire cette charte')
    expect(await read(visitor)).toContain('Les deux copilotes le convoquent.')
    await visitor.goto(clee)
    await visitor.getByRole('button', { name: /^Article 8/ }).click()
    await visitor.getByText('Les deux copilotes le convoquent.').waitFor({ state: 'visible' })
    const file = await download(visitor, visitor.getByRole('link', { name: 'Télécharger la charte, version 2' }))
    const published = await readPdf(new Uint8Array(file.content))
    expect(published.text).toMatch(/Validée le \d.*Granits du Coglais/s)
    for (const text of [published.text, await read(visitor)]) expect(text).not.toMatch(/Kervella|Benhaddou|Louvigné.*@/)
    await expectNoFault(visitor, address, clee, `${charter}/en-vigueur`)
  })
})
