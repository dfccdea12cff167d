import type { Edit } from './story.ts'

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Ticks all axes but the last two, and adds local priorities. */
export const priorities = (...items: string[]): Edit => ({ axisChoices }) => ({ axes: axisChoices.slice(0, -2), priorities: items.map(sentence) })

/** Puts other priorities in the place of one; throws when it is not there. */
export const insteadOf = (priority: string, ...items: string[]): Edit => (article) => {
  const index = article.priorities.indexOf(sentence(priority))
  if (index < 0) throw new Error(`« ${priority} » ne figure pas parmi les priorités.`)
  return { priorities: article.priorities.toSpliced(index, 1, ...items.map(sentence)) }
}

/** Adds a paragraph at the end. */
export const ending = (paragraph: string): Edit => ({ body }) => ({ body: `${body}\n\n${paragraph}` })

/** Replaces a passage; throws when the text has none, so that a change of the template is noticed. */
export const replacing = (passage: string, replacement: string): Edit => ({ body }) => {
  if (!body.includes(passage)) throw new Error(`« ${passage} » ne figure pas dans cet article.`)
  return { body: body.replace(passage, () => replacement) }
}
