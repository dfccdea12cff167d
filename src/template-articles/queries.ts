import { db } from '../db.ts'
import { notFound } from '../errors.ts'

/** An article of the draft, or null. */
export const findDraftArticle = (key: string) => db.templateArticle.findFirst({ where: { key, template: { publishedAt: null } } })

/** The same; 404 when the draft has none of that key. */
export async function getDraftArticle(key: string) {
  const article = await findDraftArticle(key)
  if (!article) throw notFound('Cet article n’est pas dans la version en préparation : quelqu’un vient peut-être de le retirer.')
  return article
}
