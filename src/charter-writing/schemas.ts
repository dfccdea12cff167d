import { z } from 'zod'
import type { Article } from '../generated/prisma/client.ts'
import { hasTooManyParts, maxListDepth, nestsTooDeep, tooManyParts } from '../markdown.ts'
import { seenField } from '../seen.ts'
import { quoted } from '../text.ts'
import { optionalLine, optionalText, revision } from '../web/fields.ts'

const articleMaximum = 20_000
export const priorityCount = 5

type Choices = Pick<Article, 'kind' | 'axisChoices' | 'axes'>

/** The texts sent under one name, however many. */
export const toTexts = (typed: unknown): string[] => (Array.isArray(typed) ? typed : [typed]).filter((text) => typeof text === 'string')

const body = optionalText(articleMaximum).refine((text) => !hasTooManyParts(text), tooManyParts).refine((text) => !nestsTooDeep(text), `Ce texte emboîte trop de listes les unes dans les autres\u00a0: gardez ${maxListDepth} niveaux au plus.`)

/** The axes that may be ticked: those offered, and those chosen earlier that no longer are. */
export const axisOptions = ({ axisChoices, axes }: Pick<Article, 'axisChoices' | 'axes'>) => [...new Set([...axisChoices, ...axes])]

function axesAmong(options: string[]) {
  const sentence = (axis: string) => `L’axe ${quoted(axis.slice(0, 100))} ne fait pas partie de ceux qui sont proposés\u00a0: décochez-le.`
  return z
    .preprocess(toTexts, z.array(z.string().refine((axis) => options.includes(axis), { error: ({ input }) => sentence(String(input)) })))
    .transform((chosen) => options.filter((axis) => chosen.includes(axis)))
}

const priorities = z
  .preprocess(toTexts, z.array(optionalLine(200)))
  .transform((lines) => lines.filter(Boolean))
  .refine((lines) => lines.length <= priorityCount, `Gardez ${priorityCount} priorités locales au plus.`)
const nothing = z.preprocess((): string[] => [], z.array(z.string()))

/** The text of an article and, for that of the objectives, what was ticked and added. */
const articleFields = (article: Choices) => {
  const hasObjectives = article.kind === 'objectives'
  return z.object({
    axes: hasObjectives ? axesAmong(axisOptions(article)) : nothing,
    priorities: hasObjectives ? priorities : nothing,
    body,
    revision,
    draft: seenField,
    seen: seenField,
  })
}

/** The fields of an article; on the page of all articles, each is named after its own. */
const fields = ['body', 'axes', 'priorities', 'revision', 'draft', 'seen'] as const
type Typed = Record<string, unknown>

/** What was typed in the fields of one article. */
export const typedIn = (typed: Typed, suffix: string): Typed => Object.fromEntries(fields.map((name) => [name, typed[`${name}${suffix}`]]))

export const suffixOf = (article: { key: string }) => `-${article.key}`

/** Whether the page sent this article: what is saved as it goes comes alone. */
export const isSent = (typed: Typed, suffix: string) => typed[`body${suffix}`] !== undefined

/** The name of one of the lines for priorities: each says what is wrong with it. */
export const priorityName = (index: number, suffix = '') => `priority-${index + 1}${suffix}`

const errorName = ([name, index]: PropertyKey[], suffix: string) => (name === 'priorities' && typeof index === 'number' ? priorityName(index, suffix) : `${String(name)}${suffix}`)

/** Reads the fields of one article; names each wrong one after its article. */
function readArticle<A extends Choices>(article: A, typed: Typed, suffix: string, context: z.RefinementCtx) {
  const parsed = articleFields(article).safeParse(typedIn(typed, suffix))
  for (const { path, message } of parsed.error?.issues ?? []) context.addIssue({ code: 'custom', path: [errorName(path, suffix)], message })
  return parsed.success ? [{ article, ...parsed.data }] : []
}

/** One article in a form of its own. */
export const articleSchema = <A extends Choices>(article: A) => z.looseObject({}).transform((typed, context) => readArticle(article, typed, '', context)[0] ?? z.NEVER)

/** The articles of a charter in one form; gives those that were sent. */
export const pageSchema = <A extends Choices & { key: string }>(articles: A[]) =>
  z.looseObject({}).transform((typed, context) =>
    articles.flatMap((article) => (isSent(typed, suffixOf(article)) ? readArticle(article, typed, suffixOf(article), context) : [])),
  )
