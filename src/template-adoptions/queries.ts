import { compareTemplates } from '../charter-templates/comparison.ts'
import { getTemplate } from '../charter-templates/queries.ts'
import { findPublishedTemplate, type FullCharter } from '../charters/queries.ts'

/** The template in force, what it changes for this charter, and the articles of the charter that it does not have. */
export async function readOffer(charter: FullCharter) {
  const [from, to] = [await getTemplate(charter.templateVersion), await findPublishedTemplate()]
  const keys = to.articles.map(({ key }) => key)
  return {
    from,
    to,
    isNewer: to.version > from.version,
    changes: compareTemplates(from.articles, to.articles),
    outside: charter.articles.filter(({ key }) => !keys.includes(key)).map(({ title }) => title),
  }
}
