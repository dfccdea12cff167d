import { getDocumentProxy } from 'unpdf'

type Node = { role: string; children: (Node | object)[] }

/** The roles of a tree of tags, in reading order. */
const rolesOf = (node: Node | object | null): string[] => (node && 'role' in node ? [node.role, ...node.children.flatMap(rolesOf)] : [])

/** What an independent reader finds in a PDF: its title, language and tags, the text of each page with spaces folded, the height in points of the last place of each piece of text. */
export async function readPdf(pdf: Uint8Array) {
  const document = await getDocumentProxy(pdf)
  const pages: string[] = []
  const roles: string[] = []
  const heights: Record<string, number> = {}
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? ' ' : ''}` : '')).join('').replace(/\s+/g, ' '))
    for (const item of items) if ('str' in item) heights[item.str.replace(/\s+/g, ' ')] = Number(item.transform[5])
    roles.push(...rolesOf(await page.getStructTree()))
  }
  const { info } = (await document.getMetadata()) as { info: { Title?: string; Language?: string } }
  return { title: info.Title, language: info.Language, marked: (await document.getMarkInfo())?.Marked, labels: await document.getPageLabels(), pages, text: pages.join(' '), roles, heights }
}
