import type { Article } from '../generated/prisma/client.ts'
import { compareTexts } from '../charters/differences.ts'
import type { Form } from '../web/forms.ts'
import { contentPrint } from './commands.ts'
import { noticesOf } from './notices.ts'
import { axisOptions, isSent, priorityCount, priorityName, toTexts, typedIn } from './schemas.ts'

type Values = Record<string, unknown>
const named = (values: Values, suffix: string): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}${suffix}`, value]))

/** The fields of an article as it is stored. */
export const storedValues = (article: Article, suffix = ''): Values => {
  const { body, axes, priorities, revision, charterId } = article
  return named({ body, axes, priorities, revision, draft: charterId, seen: contentPrint(article) }, suffix)
}

/** The fields of an article as they were typed, or as it is stored when it was not sent. */
export function typedValues(typed: Values, article: Article, suffix = ''): Values {
  if (!isSent(typed, suffix)) return storedValues(article, suffix)
  const values = typedIn(typed, suffix)
  return named({ ...values, axes: toTexts(values['axes']), priorities: toTexts(values['priorities']) }, suffix)
}

/** What was typed over what somebody has saved since: saving again is from the text that is shown beside it. */
export const clashValues = (typed: Values, article: Article, suffix = ''): Values => ({
  ...typedValues(typed, article, suffix),
  ...named({ revision: article.revision, draft: article.charterId, seen: contentPrint(article) }, suffix),
})

function priorityFields(form: Form, suffix: string) {
  const name = `priorities${suffix}`
  const typed = toTexts(form.values[name])
  const count = Math.max(priorityCount, typed.length)
  return Array.from({ length: count }, (_, index) => {
    const id = priorityName(index, suffix)
    return { ...form.errors[id] && { error: form.errors[id] }, id, name, label: `Priorité ${index + 1}`, rows: 2, value: typed[index] ?? '', values: [], isConditional: true }
  })
}

const wholeText = ({ body, axes, priorities }: { body: string; axes: string[]; priorities: string[] }) => [...[...axes, ...priorities].map((line) => `– ${line}`), body].join('\n').trim()

/** Word by word, from the text that was saved to the one that was typed. */
function differenceOf(article: Article, form: Form, suffix: string) {
  const { body, axes, priorities } = typedIn(form.values, suffix)
  const lines = (typed: unknown) => toTexts(typed).map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean)
  return compareTexts(wholeText(article), wholeText({ body: toTexts(body)[0]?.replaceAll('\r\n', '\n') ?? '', axes: lines(axes), priorities: lines(priorities) }))
}

/** An article as the views of its fields want it. */
export const articleFields = (article: Article, form: Form, suffix = '', isClash = false) => ({
  article,
  form,
  suffix,
  isClash,
  // What came back refused is saved nowhere.
  isUnsaved: isClash || ['body', 'axes', 'priorities', 'revision'].some((name) => form.errors[`${name}${suffix}`]) || priorityFields(form, suffix).some((field) => 'error' in field),
  difference: isClash ? differenceOf(article, form, suffix) : [],
  hidden: { [`revision${suffix}`]: form.values[`revision${suffix}`], [`draft${suffix}`]: form.values[`draft${suffix}`] ?? '', ...(suffix && { [`seen${suffix}`]: form.values[`seen${suffix}`] }) },
  axes: [...new Set([...axisOptions(article), ...toTexts(form.values[`axes${suffix}`])])].map((axis) => ({ value: axis, label: axis })),
  priorities: priorityFields(form, suffix),
  notices: noticesOf(article),
})
