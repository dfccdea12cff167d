import MarkdownIt, { type Token } from 'markdown-it'
import { slugify } from './text.ts'

/** A piece of a paragraph; a line break is a span of its own. */
export type Span = { text: string; isStrong: boolean; isEmphasized: boolean } | { isBreak: true }
/** Formatted text as data: pages, PDF and comparisons read this, none of them reads markup. */
export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }

/** A piece of a page: it may lead somewhere, outside of the portal or not. */
export type PageSpan = { text: string; isStrong: boolean; isEmphasized: boolean; href?: string; isOutside?: boolean } | { isBreak: true }
/** A heading is of level 2 to 4, one below the one before at most; `id` is its anchor. */
export type Heading = { kind: 'heading'; level: number; id: string; text: string }
type Table = { kind: 'table'; head: string[]; rows: PageSpan[][][] }
/** What pages of the portal hold besides. */
export type PageBlock = { kind: 'paragraph'; spans: PageSpan[] } | { kind: 'list'; isOrdered: boolean; start: number; items: PageBlock[][] } | Heading | Table

/** How deep lists may stand in one another: the document takes twice as long with each level. Each is two levels of the parser. */
export const maxListDepth = 3
/** How many parts a text may have: laying one out costs far more than its words. */
export const maxParts = 250
const maxNesting = maxListDepth * 2 + 2
// Paragraphs, lists, emphasis; neither headings, links, images, code nor HTML: what is written of them stays text.
const parser = new MarkdownIt('zero', { html: false, breaks: true, maxNesting }).enable(['list', 'emphasis', 'newline', 'escape'])

const isOutside = (href: string) => /^https?:/i.test(href)
// Neither scripts nor addresses of people (R18); `//host` is another site.
export const isAllowedLink = (href: string) => /^(https?:\/\/[^/]|\/(?![/\\])|#)/i.test(href)

// The same, with headings, links and tables; neither images, code nor HTML.
const pageParser = new MarkdownIt('zero', { html: false, breaks: true, maxNesting }).enable(['list', 'emphasis', 'newline', 'escape', 'heading', 'link', 'table'])
pageParser.validateLink = isAllowedLink

type Text = Exclude<PageSpan, { isBreak: true }>
const looksLike = (one: Text, other: Text) => one.isStrong === other.isStrong && one.isEmphasized === other.isEmphasized && one.href === other.href

/** Adds text to the last span when it looks the same: a text of signs makes few spans. */
function addText(spans: PageSpan[], span: Text) {
  const last = spans.at(-1)
  if (span.text === '') return
  if (last && 'text' in last && looksLike(last, span)) last.text += span.text
  else spans.push(span)
}

const steps: Record<string, { key: 'strong' | 'emphasis'; by: 1 | -1 }> = {
  strong_open: { key: 'strong', by: 1 }, strong_close: { key: 'strong', by: -1 }, em_open: { key: 'emphasis', by: 1 }, em_close: { key: 'emphasis', by: -1 },
}

function spansOf(children: Token[]): PageSpan[] {
  const spans: PageSpan[] = []
  const depth = { strong: 0, emphasis: 0 }
  let href = ''
  for (const token of children) {
    const step = steps[token.type]
    if (step) depth[step.key] += step.by
    else if (token.type === 'link_open') href = String(token.attrGet('href') ?? '')
    else if (token.type === 'link_close') href = ''
    else if (token.type === 'softbreak' || token.type === 'hardbreak') spans.push({ isBreak: true })
    else addText(spans, { text: token.content, isStrong: depth.strong > 0, isEmphasized: depth.emphasis > 0, ...(href && { href, isOutside: isOutside(href) }) })
  }
  return spans
}

type Read = { block: PageBlock; next: number }

/** What a token opens, read up to its end; other blocks are paragraphs. */
const openings: Record<string, (tokens: Token[], from: number) => Read> = {
  bullet_list_open: listFrom,
  ordered_list_open: listFrom,
  heading_open: (tokens, from) => ({ block: { kind: 'heading', level: Number(tokens[from]!.tag.slice(1)), id: '', text: textOf(spansOf(tokens[from + 1]?.children ?? [])) }, next: from + 3 }),
  table_open: tableFrom,
}

/** Reads blocks up to the token that closes them; gives where it stopped. */
function blocksFrom(tokens: Token[], from: number, end: string): { blocks: PageBlock[]; next: number } {
  const blocks: PageBlock[] = []
  let index = from
  for (let token = tokens[index]; token && token.type !== end; token = tokens[index]) {
    const read = openings[token.type]?.(tokens, index)
    if (read) blocks.push(read.block)
    else if (token.type === 'inline') blocks.push({ kind: 'paragraph', spans: spansOf(token.children ?? []) })
    index = read?.next ?? index + 1
  }
  return { blocks, next: index + 1 }
}

// Within a list, a heading would stand under the one that follows the list.
const asParagraph = (block: PageBlock): PageBlock => (block.kind === 'heading' ? { kind: 'paragraph', spans: [{ text: block.text, isStrong: true, isEmphasized: false }] } : block)

function listFrom(tokens: Token[], from: number): Read {
  const opening = tokens[from]!
  const items: PageBlock[][] = []
  let index = from + 1
  while (tokens[index]?.type === 'list_item_open') {
    const { blocks, next } = blocksFrom(tokens, index + 1, 'list_item_close')
    items.push(blocks.map(asParagraph))
    index = next
  }
  return { block: { kind: 'list', isOrdered: opening.type === 'ordered_list_open', start: Number(opening.attrGet('start') ?? 1), items }, next: index + 1 }
}

function tableFrom(tokens: Token[], from: number): Read {
  const rows: PageSpan[][][] = []
  let index = from + 1
  for (let token = tokens[index]; token && token.type !== 'table_close'; token = tokens[index += 1]) {
    if (token.type === 'tr_open') rows.push([])
    else if (token.type === 'inline') rows.at(-1)?.push(spansOf(token.children ?? []))
  }
  const [head = [], ...others] = rows
  return { block: { kind: 'table', head: head.map(textOf), rows: others }, next: index + 1 }
}

/** The words of a piece of text, without what they look like. */
export const textOf = (spans: PageSpan[]) => spans.map((span) => ('text' in span ? span.text : ' ')).join('')

/** Anchors that no other part of a page has, each once. */
function anchors() {
  const taken = new Map<string, number>()
  return (text: string) => {
    const base = `rubrique-${slugify(text) || 'sans-nom'}`
    const count = (taken.get(base) ?? 0) + 1
    taken.set(base, count)
    return count > 1 ? `${base}-${count}` : base
  }
}

/** Places headings below the title of the page, none skipping a level, whatever signs they were written with. */
function placeHeadings(blocks: PageBlock[]): PageBlock[] {
  const written = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []))
  const [top, anchor] = [Math.min(...written), anchors()]
  let last = 1
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block
    last = Math.min(last + 1, block.level - top + 2, 4)
    return { ...block, level: last, id: anchor(block.text) }
  })
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
export const readMarkdown = (text: string): Block[] =>
  // This parser knows neither headings, links nor tables.
  blocksFrom(parser.parse(text, {}), 0, '').blocks as Block[]

/** Reads the Markdown of a page of the portal, of at most some tens of thousands of characters; links that lead to no page stay text. */
export const readPage = (text: string): PageBlock[] => placeHeadings(blocksFrom(pageParser.parse(text, {}), 0, '').blocks)

/** A text that Markdown would otherwise read as formatting: names typed by people enter a charter through this. */
export const escapeMarkdown = (text: string) => text.replace(/([\\*_`~[\]<>#|])/g, '\\$1').replace(/^(\s*\d*)([-+.)])(?=\s|$)/gm, '$1\\$2')
