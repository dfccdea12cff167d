import { FieldError } from '../errors.ts'
import type { FullCharter } from '../charters/queries.ts'
import type { Article } from '../generated/prisma/client.ts'
import { fieldOf, pressedSchema } from './schemas.ts'

/** What is said of an article. */
export type Remark = { article: Article; body: string }

/** The comments that are filled in, in the order of the articles. */
export const remarksIn = ({ articles }: FullCharter, typed: Record<string, string>): Remark[] =>
  articles.map((article) => ({ article, body: typed[fieldOf(article)] ?? '' })).filter(({ body }) => body !== '')

/** The article under which the button was pressed, or the first. */
export function pressedArticle({ articles }: FullCharter, body: unknown) {
  const { article } = pressedSchema.parse(body ?? {})
  return articles.find(({ key }) => key === article) ?? articles[0]!
}

export const refuseEmpty = (remarks: Remark[], article: Article) => {
  if (remarks.length === 0) throw new FieldError(fieldOf(article), 'Écrivez votre commentaire avant de l’envoyer.')
}
