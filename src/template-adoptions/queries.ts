import { compareTemplates } from '../charter-templates/comparison.ts'
import { getTemplate } from '../charter-templates/queries.ts'
import { findPublishedTemplate, type FullCharter, type FullTemplate } from '../charters/queries.ts'
import { fillFields } from '../charters/template.ts'
import type { FullClee } from '../clees/queries.ts'

/** The articles of a template as this CLEE would receive them. */
const filled = ({ articles }: FullTemplate, clee: FullClee) => articles.map((article) => ({ ...article, startingText: fillFields(article.startingText, clee) }))

/** The template in force, what it changes for this charter, starting texts filled with the CLEE's data, and the articles of the charter that it does not have. */
export async function readOffer(charter: FullCharter, clee: FullClee) {
  const [from, to] = [await getTemplate(charter.templateVersion), await findPublishedTemplate()]
  const keys = to.articles.map(({ key }) => key)
  return {
    from,
    to,
    isNewer: to.version > from.version,
    changes: compareTemplates(filled(from, clee), filled(to, clee)),
    outside: charter.articles.filter(({ key }) => !keys.includes(key)).map(({ title }) => title),
  }
}
