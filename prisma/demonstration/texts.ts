import type { Edit } from './story.ts'

const enumerate = (items: string[]) => items.map((item) => `— ${item} ;`).join('\n').replace(/ ;$/, '.')

/** Fills the place that the template leaves for local priorities. */
export const priorities = (...items: string[]): Edit => (body) =>
  body.replace(/\[À compléter[^\]]*\]/, () => `Ses priorités locales sont :\n\n${enumerate(items)}`)

/** Adds a paragraph at the end. */
export const ending = (paragraph: string): Edit => (body) => `${body}\n\n${paragraph}`

/** Replaces a passage; throws when the text has none, so that a change of the template is noticed. */
export const replacing = (passage: string, replacement: string): Edit => (body) => {
  if (!body.includes(passage)) throw new Error(`« ${passage} » ne figure pas dans cet article.`)
  return body.replace(passage, () => replacement)
}
