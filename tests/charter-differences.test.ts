import { describe, expect, it } from 'vitest'
import { compareVersions } from '../src/charters/comparison.ts'
import { keptComparison } from '../src/charters/comparisons.ts'
import { compareTexts, comparing, type Piece } from '../src/charters/differences.ts'

const marks: Record<Piece['kind'], (text: string) => string> = { same: (text) => text, added: (text) => `[+${text}]`, removed: (text) => `[-${text}]` }
const marked = (before: string, after: string) => compareTexts(before, after).map(({ kind, text }) => marks[kind](text)).join('')
const side = (pieces: Piece[], without: Piece['kind']) => pieces.filter(({ kind }) => kind !== without).map(({ text }) => text).join('')

describe('the difference between two texts, word by word', () => {
  it.each([
    ['nothing', 'Le bocage.', 'Le bocage.', 'Le bocage.'],
    ['a word', 'Trois réunions par an.', 'Quatre réunions par an.', '[-Trois][+Quatre] réunions par an.'],
    ['what follows an apostrophe', 'appui à l’école', 'appui à l’entreprise', 'appui à l’[-école][+entreprise]'],
    ['an accent, which makes another word', 'le comité siege', 'le comité siège', 'le comité [-siege][+siège]'],
    ['several words at once, with the spaces between them', 'un texte bien ancien ici', 'un propos tout nouveau ici', 'un [-texte bien ancien][+propos tout nouveau] ici'],
    ['a word added', 'des élèves', 'des jeunes élèves', 'des [+jeunes ]élèves'],
    ['the only text', '', 'Nouveau.', '[+Nouveau.]'],
    ['everything', 'Ancien.', '', '[-Ancien.]'],
    ['no visible thing: an unbreakable space', 'Suite :', 'Suite\u00a0:', 'Suite\u00a0:'],
    ['a paragraph cut in two', 'Un. Deux.', 'Un.\n\nDeux.', 'Un.[- ][+\n\n]Deux.'],
  ])('shows %s', (_what, before, after, expected) => {
    expect(marked(before, after)).toBe(expected)
  })

  it('gives back both texts, whatever they hold', () => {
    const before = '**Un** texte\n\n- avec <img onerror>\n- 👩‍🏫 et \u200Fdes marques ; fin'
    const after = 'Un *autre* texte\n\n- avec javascript:\n- 👩‍🔬 et des marques\n\nfin.'
    const pieces = compareTexts(before, after)
    expect([side(pieces, 'added'), side(pieces, 'removed')]).toEqual([before, after])
  })

  it('takes bounded work on two texts of 20,000 characters without a word in common', () => {
    const text = (letter: string) => Array.from({ length: 4_000 }, (_one, index) => `${letter}${index}`).join(' ').slice(0, 20_000)
    const start = performance.now()
    const pieces = compareTexts(text('a'), text('b'))
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(pieces.map(({ kind }) => kind)).toEqual(['removed', 'added'])
  })

  it('stays word by word on long texts that are alike', () => {
    const long = Array.from({ length: 3_000 }, (_one, index) => `mot${index}`).join(' ')
    expect(compareTexts(long, long.replace('mot1500 ', 'terme '))).toMatchObject([{ kind: 'same' }, { kind: 'removed', text: 'mot1500' }, { kind: 'added', text: 'terme' }, { kind: 'same' }])
  })
})

describe('the differences of a page', () => {
  const text = (seed: number) => Array.from({ length: 3_000 }, (_one, index) => `m${(index * seed) % 997}`).join(' ')
  const article = (index: number, seed: number) => ({ key: `article-${index}`, position: index, title: `Article ${index}`, body: text(seed + index), axes: [], priorities: [] })
  const version = (seed: number) => Array.from({ length: 14 }, (_one, index) => article(index, seed))

  it('take a bounded time together: beyond it, articles are shown as they were, then as they are', async () => {
    const start = performance.now()
    const changes = await compareVersions(version(3), version(31))
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(changes.at(-1)?.parts).toMatchObject([{ isWhole: true, pieces: [{ kind: 'removed' }, { kind: 'added' }] }])
  })

  it('leave to a text what those before it have not taken', () => {
    const compare = comparing(0)
    expect(compare('Un texte.', 'Un autre texte.')).toEqual({ isWhole: true, pieces: [{ kind: 'removed', text: 'Un texte.' }, { kind: 'added', text: 'Un autre texte.' }] })
    expect(compare('Le même.', 'Le même.').isWhole).toBe(false)
    expect(compareTexts('Un texte.', 'Un autre texte.', 0).map(({ kind }) => kind)).toEqual(['removed', 'added'])
  })

  it('are computed once for all who ask, and again once a text has changed', async () => {
    const [before, after] = [version(3), version(5)]
    const asked = Array.from({ length: 40 }, () => keptComparison(version(3), version(5)))
    const first = await keptComparison(before, after)
    for (const changes of await Promise.all(asked)) expect(changes).toBe(first)
    expect(await keptComparison(before, [...after.slice(1), article(0, 7)])).not.toBe(first)
  })
})
