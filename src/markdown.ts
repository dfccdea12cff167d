import MarkdownIt, { type Token } from 'markdown-it'

/** A piece of a paragraph; a line break is a span of its own. */
export type Span = { text: string; isStrong: boolean; isEmphasized: boolean } | { isBreak: true }
/** Formatted text as data: pages, PDF and comparisons read this, none of them reads markup. */
export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }

/** How deep lists may stand in one another: the document takes twice as long with each level. Each is two levels of the parser. */
export const maxListDepth = 3
/** How many parts a text may have: laying one out costs far more than its words. */
export const maxParts = 250
const maxNesting = maxListDepth * 2 + 2
// Paragraphs, lists, emphasis; neither headings, links, images, code nor HTML: what is written of them stays text.
const parser = new MarkdownIt('zero', { html: false, breaks: true, maxNesting }).enable(['list', 'emphasis', 'newline', 'escape'])

/** Adds text to the last span when it looks the same: a text of signs makes few spans. */
function addText(spans: Span[], span: { text: string; isStrong: boolean; isEmphasized: boolean }) {
  const last = spans.at(-1)
  if (span.text === '') return
  if (last && 'text' in last && last.isStrong === span.isStrong && last.isEmphasized === span.isEmphasized) last.text += span.text
  else spans.push(span)
}

function spansOf(children: Token[]): Span[] {
  const spans: Span[] = []
  let [strong, emphasis] = [0, 0]
  for (const { type, content } of children) {
    if (type === 'strong_open') strong += 1
    else if (type === 'strong_close') strong -= 1
    else if (type === 'em_open') emphasis += 1
    else if (type === 'em_close') emphasis -= 1
    else if (type === 'softbreak' || type === 'hardbreak') spans.push({ isBreak: true })
    else addText(spans, { text: content, isStrong: strong > 0, isEmphasized: emphasis > 0 })
  }
  return spans
}

const opensList = (type: string) => type === 'bullet_list_open' || type === 'ordered_list_open'

/** Reads blocks up to the token that closes them; gives where it stopped. */
function blocksFrom(tokens: Token[], from: number, end: string): { blocks: Block[]; next: number } {
  const blocks: Block[] = []
  let index = from
  for (let token = tokens[index]; token && token.type !== end; token = tokens[index]) {
    if (opensList(token.type)) {
      const list = listFrom(tokens, index)
      blocks.push(list.block)
      index = list.next
    } else {
      if (token.type === 'inline') blocks.push({ kind: 'paragraph', spans: spansOf(token.children ?? []) })
      index += 1
    }
  }
  return { blocks, next: index + 1 }
}

function listFrom(tokens: Token[], from: number): { block: Block; next: number } {
  const opening = tokens[from]!
  const items: Block[][] = []
  let index = from + 1
  while (tokens[index]?.type === 'list_item_open') {
    const { blocks, next } = blocksFrom(tokens, index + 1, 'list_item_close')
    items.push(blocks)
    index = next
  }
  return { block: { kind: 'list', isOrdered: opening.type === 'ordered_list_open', start: Number(opening.attrGet('start') ?? 1), items }, next: index + 1 }
}

/** Whether lists stand so deep in one another that readMarkdown would leave out what they hold: such a text is refused where it is typed. */
export const nestsTooDeep = (text: string) => parser.parse(text, {}).some(({ type, level }) => type === 'list_item_open' && level >= maxNesting - 1)

// An item counts for its depth: it is laid out again with each list around it.
function partsIn({ type, level, children }: Token, index: number, tokens: Token[]) {
  if (type === 'inline') return (children ?? []).filter((child) => ['softbreak', 'hardbreak', 'strong_open', 'em_open'].includes(child.type)).length
  if (type === 'list_item_open') return (level + 1) / 2
  return type === 'paragraph_open' && tokens[index - 1]?.type !== 'list_item_open' ? 1 : 0
}

/** Whether a text has more paragraphs, items of lists, line breaks and formatted passages, together, than a document is made of in good time. */
export const hasTooManyParts = (text: string) => parser.parse(text, {}).map(partsIn).reduce((sum, parts) => sum + parts, 0) > maxParts
export const tooManyParts = `Ce texte compte plus de ${maxParts} paragraphes, éléments de liste, retours à la ligne et passages en gras ou en italique\u00a0: réunissez-en, ou emboîtez moins les listes.`

/** Reads Markdown, of at most some tens of thousands of characters, as data; of a text that does not nest too deep, every word is kept. */
export const readMarkdown = (text: string): Block[] => blocksFrom(parser.parse(text, {}), 0, '').blocks

/** A text that Markdown would otherwise read as formatting: names typed by people enter a charter through this. */
export const escapeMarkdown = (text: string) => text.replace(/([\\*_`~[\]<>#|])/g, '\\$1').replace(/^(\s*\d*)([-+.)])(?=\s|$)/gm, '$1\\$2')
