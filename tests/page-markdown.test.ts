import { describe, expect, it } from 'vitest'
import { readPage, type PageBlock } from '../src/markdown.ts'

const headings = (text: string) => readPage(text).flatMap((block) => (block.kind === 'heading' ? [[block.level, block.id]] : []))
const linksIn = (blocks: PageBlock[]): string[] => blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans.flatMap((span) => ('href' in span && span.href ? [span.href] : [])) : block.kind === 'list' ? block.items.flatMap(linksIn) : []))

describe('the text of a page', () => {
  it('has its headings below the title, none skipping a level, each with an anchor of its own', () => {
    expect(headings('# Un\n\n### Deux\n\n## Deux\n\n# 🎉')).toEqual([[2, 'rubrique-un'], [3, 'rubrique-deux'], [3, 'rubrique-deux-2'], [2, 'rubrique-sans-nom']])
    expect(headings('### Bas\n\n###### Très bas\n\n- # Dans une liste')).toEqual([[2, 'rubrique-bas'], [3, 'rubrique-tres-bas']])
  })

  it('leads to pages of the portal and to other sites, said to be outside', () => {
    const [block] = readPage('[a](/clees?x=1) [b](https://www.onisep.fr) [c](#rubrique-un)')
    expect(block).toMatchObject({ spans: [{ href: '/clees?x=1', isOutside: false }, { text: ' ' }, { href: 'https://www.onisep.fr', isOutside: true }, { text: ' ' }, { href: '#rubrique-un', isOutside: false }] })
  })

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java&#115;cript:alert(1)', 'data:text/html,x', 'vbscript:x', 'mailto:jeanne@essai.test', '//ailleurs.test', 'ftp://x.test', 'clees', 'https:///x'])('leads nowhere by a link to %s, which stays text', (href) => {
    expect(linksIn(readPage(`[lien](${href}) et - [lien](<${href}>)`))).toEqual([])
    expect(JSON.stringify(readPage(`[lien](${href})`))).toContain('[lien](')
  })

  it('knows no HTML', () => {
    expect(readPage('<script>alert(1)</script> <img src=x> <https://a.test> `code`')).toEqual([{ kind: 'paragraph', spans: [expect.objectContaining({ text: '<script>alert(1)</script> <img src=x> <https://a.test> `code`' })] }])
  })

  it('has tables', () => {
    expect(readPage('| A | B |\n|---|:--|\n| 1 | **2** |')).toEqual([{ kind: 'table', head: ['A', 'B'], rows: [[[expect.objectContaining({ text: '1' })], [expect.objectContaining({ text: '2', isStrong: true })]]] }])
  })

  it.each([
    ['stars', '*'.repeat(30_000)], ['brackets', '['.repeat(30_000)], ['links', '[a](/b)'.repeat(4_000)], ['links cut short', '[a](<'.repeat(6_000)], ['a wide table', `${'|a'.repeat(7_000)}\n${'|-'.repeat(7_000)}`],
    ['a long table', `a|b\n-|-\n${'a|b\n'.repeat(7_000)}`], ['headings', '# a\n'.repeat(7_500)], ['lists in lists', '- '.repeat(15_000)],
  ])('is read in a bounded time: %s', (_what, text) => {
    const began = performance.now()
    readPage(text)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
