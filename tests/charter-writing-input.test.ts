import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { oldWords } from '../src/text.ts'
import { articleAt, withCharter } from './support/charters.ts'
import { follow, readable, submit } from './support/features.ts'

type Typed = Record<string, unknown>

async function withArticle(key: string) {
  const { headAgent, path } = await withCharter()
  const address = `${path}/articles/${key}`
  const before = await articleAt(key)
  const save = (typed: Typed) => submit(headAgent, address, { body: before.body, revision: before.revision, axes: before.axes, ...typed })
  return { before, address, headAgent, save }
}

describe('what is typed in an article', () => {
  it('comes back whole with its sentence when it is far too long', async () => {
    const { before, save } = await withArticle('actors')
    for (const body of [`Début${'a'.repeat(20_001)}`, 'é'.repeat(200_000), '👩‍🏫'.repeat(20_000)]) {
      const { text } = await save({ body }).expect(422)
      expect(readable(text)).toMatch(/Raccourcissez ce texte : 20 000 caractères au plus\./)
      expect(text).toContain(body)
    }
    expect(await articleAt('actors')).toEqual(before)
  })

  it('loses its invisible characters: controls, marks of direction', async () => {
    const { save } = await withArticle('actors')
    await save({ body: 'a\u202Eb\u200Fc\u0007d\u2066e\u00ADf\nligne\ttabulée' }).expect(303)
    expect((await articleAt('actors')).body).toBe('abcdef\nligne\ttabulée')
  })

  it('keeps its emoji, composed ones too', async () => {
    const { address, headAgent, save } = await withArticle('actors')
    const body = 'Bravo 👩‍🏫 👍🏽 🇫🇷 !'
    expect(await follow(headAgent, await save({ body }))).toContain('👩‍🏫 👍🏽 🇫🇷')
    expect((await articleAt('actors')).body).toBe(body)
    expect((await headAgent.get(address)).text).toContain('👩‍🏫')
  })

  it('is refused when lists nest so deep that some text would not be read', async () => {
    const { before, save } = await withArticle('actors')
    for (const body of [`${'- '.repeat(40)}fond`, '- '.repeat(10_000)]) {
      const { text } = await save({ body }).expect(422)
      expect(readable(text)).toContain('Ce texte emboîte trop de listes les unes dans les autres : gardez 3 niveaux au plus.')
      expect(text).toContain(body.trim())
    }
    expect(await articleAt('actors')).toEqual(before)
  })

  it('is refused when its document would take too long to make', async () => {
    const { before, save } = await withArticle('actors')
    const { text } = await save({ body: '- a\n'.repeat(4_900) }).expect(422)
    expect(readable(text)).toContain('Ce texte compte plus de 250 paragraphes, éléments de liste, retours à la ligne')
    expect(await articleAt('actors')).toEqual(before)
  })

  it.each(['*'.repeat(20_000), '*a **b _c '.repeat(2_000)])('takes a bounded time, whatever its signs (%#)', async (body) => {
    const { headAgent, save } = await withArticle('actors')
    const start = performance.now()
    await follow(headAgent, await save({ body }))
    expect(performance.now() - start).toBeLessThan(3_000)
    expect((await articleAt('actors')).body).toBe(body.trim())
  })

  it('stays text where it looks like markup', async () => {
    const { address, headAgent, save } = await withArticle('actors')
    await save({ body: '<img src=x onerror=alert(1)>\n\n[cliquez](javascript:alert(1)) ![i](http://exemple.fr/i.png) <script>alert(1)</script>\n\n# Titre' }).expect(303)
    const { text } = await headAgent.get(address).expect(200)
    expect(text).not.toMatch(/<img src=x|href="javascript|<script>alert|exemple\.fr\/i\.png"|<h1>Titre/)
    const preview = text.slice(text.indexOf('data-preview'))
    for (const words of ['&lt;img src=x onerror=alert(1)&gt;', '[cliquez](javascript:alert(1))', '# Titre']) expect(preview).toContain(words)
  })

  it('is published: an e-mail address is refused', async () => {
    const { before, save } = await withArticle('actors')
    const { text } = await save({ body: 'Écrivez à jean@exemple.fr' }).expect(422)
    expect(readable(text)).toContain('Ce texte est publié : retirez-en l’adresse électronique.')
    expect(await articleAt('actors')).toEqual(before)
  })

  it('is one text, under a revision that can be read', async () => {
    const { before, save } = await withArticle('actors')
    await save({ body: ['un', 'deux'] }).expect(422)
    for (const revision of ['', 'x', '-1', '1.5', '9'.repeat(30)]) expect((await save({ body: 'Un texte gardé', revision }).expect(422)).text).toContain('Un texte gardé')
    expect(await articleAt('actors')).toEqual(before)
  })

  it('brings neither axes nor priorities to an article that has none', async () => {
    const { save } = await withArticle('actors')
    await save({ body: 'Les acteurs.', axes: ['Un axe'], priorities: ['Une priorité'] }).expect(303)
    expect(await articleAt('actors')).toMatchObject({ body: 'Les acteurs.', axes: [], priorities: [] })
  })
})

describe('the objectives', () => {
  it('are axes that are offered, in their order, and priorities in the order typed, empty ones apart', async () => {
    const { before, headAgent, save } = await withArticle('objectives')
    const [first, second, third] = before.axisChoices
    const page = await follow(headAgent, await save({ axes: [third, first, first], priorities: ['', ' Le granit ', '', 'La mer', ''] }))
    expect(page).toContain('est enregistré')
    expect(await articleAt('objectives')).toMatchObject({ axes: [first, third], priorities: ['Le granit', 'La mer'] })
    expect(page).toContain(second)
  })

  it('keep an axis that is no longer offered as long as it is ticked', async () => {
    const { address, headAgent, save } = await withArticle('objectives')
    await db.article.updateMany({ where: { key: 'objectives' }, data: { axes: ['Un axe d’autrefois'] } })
    expect((await headAgent.get(address)).text).toContain('value="Un axe d’autrefois" checked')
    await save({ axes: ['Un axe d’autrefois'], priorities: ['Le granit'] }).expect(303)
    expect((await articleAt('objectives')).axes).toEqual(['Un axe d’autrefois'])
  })

  it('refuse an axis that nobody offers, and show what was typed', async () => {
    const { before, save } = await withArticle('objectives')
    for (const axis of ['Un axe inventé', '__proto__', 'x'.repeat(5_000)]) {
      const { text } = await save({ body: 'Gardé.', axes: [axis], priorities: ['Le granit'] }).expect(422)
      expect(readable(text)).toMatch(/L’axe « .+ » ne fait pas partie de ceux qui sont proposés : décochez-le\./)
      for (const words of ['Gardé.', `value="${axis}" checked`, '>\nLe granit</textarea>']) expect(text).toContain(words)
    }
    expect(await articleAt('objectives')).toEqual(before)
  })

  it.each([
    ['more than five', ['a', 'b', 'c', 'd', 'e', 'sixième'], 'Gardez 5 priorités locales au plus.'],
    ['too long', ['a', 'b'.repeat(201)], 'Raccourcissez ce texte'],
    ['with markup', ['<b>sixième</b>'], 'Retirez de ce texte les émoticônes'],
    ['with an emoji', ['Le granit 👍'], 'Retirez de ce texte les émoticônes'],
  ])('refuse priorities that are %s, and show them all', async (_what, priorities, sentence) => {
    const { before, save } = await withArticle('objectives')
    const { text } = await save({ priorities }).expect(422)
    expect(readable(text)).toContain(sentence)
    expect(text.match(/name="priorities"[^>]*>\n[^<]+<\/textarea>/g)).toHaveLength(priorities.length)
    expect(await articleAt('objectives')).toEqual(before)
  })
})

describe('a priority', () => {
  it('that is wrong says so at its own field, whatever is left empty before it', async () => {
    const { save } = await withArticle('objectives')
    const { text } = await save({ priorities: ['Le granit', '', 'b'.repeat(201), '', ''] }).expect(422)
    expect(readable(text)).toContain('Le formulaire contient 1 erreur Raccourcissez ce texte')
    expect(text).toContain('href="#priority-3"')
    expect(text.match(/<textarea[^>]*aria-invalid/g)).toHaveLength(1)
    expect(text).toMatch(/<textarea[^>]*id="priority-3"[^>]*aria-invalid/)
    expect(text).not.toContain('fr-fieldset--error')
  })

  it('is one line: what was typed on several is folded', async () => {
    const { save } = await withArticle('objectives')
    await save({ priorities: ['Le granit\r\net la mer', ' \n '] }).expect(303)
    expect((await articleAt('objectives')).priorities).toEqual(['Le granit et la mer'])
  })
})

describe('old words (R21)', () => {
  it.each(['Pôle emploi', 'pole-emploi', 'PÔLE  EMPLOI', 'les Pôles emploi', 'Po\u0302le emploi', 'à l’ANPE', 'A.N.P.E.'])('are found in « %s »', (text) => {
    expect(oldWords(`Avec ${text}, nous…`)).toHaveLength(1)
  })

  it.each(['France Travail', 'un pôle d’emplois', 'pôle employeurs', 'CANPEX', ''])('are not found in « %s »', (text) => {
    expect(oldWords(text)).toEqual([])
  })
})
