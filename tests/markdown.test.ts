import { describe, expect, it } from 'vitest'
import { escapeMarkdown, hasTooManyParts, maxListDepth, maxParts, nestsTooDeep, readMarkdown, type Block } from '../src/markdown.ts'

const textOf = (blocks: Block[]): string =>
  blocks.map((block) => (block.kind === 'paragraph' ? block.spans.map((span) => ('text' in span ? span.text : '\n')).join('') : block.items.map(textOf).join('\n'))).join('\n')
const letters = (text: string) => (text.match(/[\p{L}\p{Extended_Pictographic}<>[\]()!&;#|`~]/gu) ?? []).join('')

/** The same numbers at each run. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const pieces = ['mot', 'école', 'l’été', ' ', '  ', '\t', '\n', '\n\n', '- ', '* ', '+ ', '1. ', '12. ', '*', '**', '***', '_', '__', '\\', '`', '~~', '# ', '> ', '```\n', '    ', '[texte](javascript:alert)', '![image](x)', '<img onerror=x>', '&amp;', '|', '---\n', '===\n', '👩‍🏫']
const randomText = (random: (below: number) => number) => Array.from({ length: 1 + random(60) }, () => pieces[random(pieces.length)]).join('')

describe('formatted text', () => {
  it('keeps every letter and sign that was written, unless lists nest too deep', () => {
    const random = randomFrom(2_027)
    let checked = 0
    for (let count = 0; count < 2_000; count += 1) {
      const text = randomText(random)
      if (nestsTooDeep(text)) continue
      checked += 1
      expect([text, letters(textOf(readMarkdown(text)))]).toEqual([text, letters(text)])
    }
    expect(checked).toBeGreaterThan(1_700)
  })

  it('keeps lists as deep as it says, and says of a deeper one that it is too deep', () => {
    const nested = (depth: number) => `${'- '.repeat(depth)}fond\n\nsuite`
    const indented = (depth: number) => Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- niveau`).join('\n')
    for (const write of [nested, indented]) {
      expect(nestsTooDeep(write(maxListDepth))).toBe(false)
      expect(letters(textOf(readMarkdown(write(maxListDepth))))).toEqual(letters(write(maxListDepth)))
      expect(nestsTooDeep(write(maxListDepth + 1))).toBe(true)
    }
  })

  it.each([
    ['lists in lists', '- '.repeat(10_000)],
    ['numbered lists in lists', '1. '.repeat(6_600)],
    ['stars', '*'.repeat(20_000)],
    ['emphasis opened and never closed', '*a **b _c '.repeat(2_000)],
    ['emphasis in emphasis', `${'*a '.repeat(5_000)}${' a*'.repeat(1_600)}`],
    ['two kinds of signs', '_*'.repeat(10_000)],
    ['escapes', '\\*'.repeat(10_000)],
    ['brackets', '['.repeat(20_000)],
    ['short lines', 'a\n\n'.repeat(6_600)],
  ])('is read in a bounded time: %s', (_what, text) => {
    const start = performance.now()
    readMarkdown(text)
    nestsTooDeep(text)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('gives back as it was what is escaped', () => {
    for (const text of ['Les * et les _', '1. Premier', '- tiret', 'SARL <Le Gall> & fils', 'a\\b', '[x](y)']) expect(textOf(readMarkdown(escapeMarkdown(text)))).toBe(text)
  })
})

describe('the parts of a text', () => {
  it.each([
    ['items', '- a\n', 1],
    ['paragraphs', 'a\n\n', 1],
    ['line breaks, and their paragraph', 'a\n', 1],
    ['passages in bold, and their paragraphs', '**a**\n\n', 2],
    ['items with two paragraphs', '- a\n\n  b\n\n', 2],
    ['items in one another, for their depth', '- a\n  - b\n', 3],
  ])('are counted: %s', (_what, part, each) => {
    const most = Math.floor(maxParts / each)
    expect([hasTooManyParts(part.repeat(most)), hasTooManyParts(part.repeat(most + 1))]).toEqual([false, true])
  })
})
