import type { FullClee } from '../clees/queries.ts'
import { config } from '../config.ts'
import type { Article, Prisma } from '../generated/prisma/client.ts'
import { memberName } from '../members/names.ts'
import { joinList } from '../web/view-helpers.ts'

/** A place that the writer must fill: an article that still has one is not complete (R5). */
const placeToFill = /\[À compléter/i

/** R5: an article counts as filled in when it has text and no place left to fill. */
export const isComplete = (body: string) => body.trim() !== '' && !placeToFill.test(body)

/** Mandatory articles that are not filled in (R5), by title. */
export const missingArticles = (articles: Pick<Article, 'isMandatory' | 'body' | 'title'>[]) =>
  articles.filter(({ isMandatory, body }) => isMandatory && !isComplete(body)).map((article) => article.title)

const toFill = (what: string) => `[À compléter : ${what}]`
const lines = (items: string[], absent: string) => (items.length > 0 ? items.map((item) => `— ${item} ;`).join('\n').replace(/ ;$/, '.') : toFill(absent))

function fieldsOf(clee: FullClee): Record<string, string> {
  const names = clee.communes.map(({ commune }) => commune.name)
  const bassins = clee.bassins.map(({ bassin }) => bassin.name)
  return {
    nom: clee.name,
    academie: config.academie,
    bassins: bassins.length > 1 ? `des bassins de ${joinList(bassins)}` : `du bassin de ${bassins[0] ?? toFill('le bassin')}`,
    communes: names.length > 0 ? joinList(names) : toFill('les communes'),
    copilotes: lines(clee.copilots.filter(isNamedInCharter).map(memberName), 'les copilotes, par leur fonction et leur structure'),
    comite: lines(clee.members.filter((member) => member.hasSeat).map(memberName), 'les membres, par leur fonction et leur structure'),
  }
}

// Who is invited to take over a seat that is still held is not a co-pilot yet.
const isNamedInCharter = ({ acceptedAt, replacesId }: FullClee['copilots'][number]) => acceptedAt !== null || replacesId === null

type TemplateArticle = { key: string; position: number; title: string; guidance: string; startingText: string; isMandatory: boolean }

/** The articles of a new charter: the template's, with the CLEE's data in place of the fields in braces. */
export function articlesFromTemplate(template: TemplateArticle[], clee: FullClee): Prisma.ArticleCreateWithoutCharterInput[] {
  const fields = fieldsOf(clee)
  return template.map(({ startingText, key, position, title, guidance, isMandatory }) => ({
    key,
    position,
    title,
    guidance,
    isMandatory,
    body: startingText.replace(/\{(\w+)\}/g, (whole, name: string) => fields[name] ?? whole),
  }))
}
