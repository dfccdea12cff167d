import { z } from 'zod'
import type { Article } from '../generated/prisma/client.ts'
import { optionalNote } from '../web/fields.ts'

type Commented = Pick<Article, 'key'>

/** Several articles are commented on one page: the field of each has a name of its own. */
export const fieldOf = ({ key }: Commented) => `commentaire-${key}`

/** The comments typed on a page: a field for each article of its version, empty where nothing is said. */
export const commentsSchema = (articles: Commented[]) => z.object(Object.fromEntries(articles.map((article) => [fieldOf(article), optionalNote(3_000)])))

/** Under which article the pressed button stands; "" when none is told. */
export const pressedSchema = z.object({ article: z.string().max(100).catch('') })
