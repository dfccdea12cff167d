import type { FullClee } from '../clees/queries.ts'
import type { Article, LegalForm, Prisma, TemplateArticle } from '../generated/prisma/client.ts'
import { escapeMarkdown } from '../markdown.ts'
import { joinList } from '../web/view-helpers.ts'
import { worldLabels, worlds } from '../worlds.ts'
import { particularsOf, type Particulars } from './particulars.ts'

/** R5: the articles that every template has, and that every charter fills in [charte des académies, §3, 4, 5 and 8]. */
export const mandatoryKeys = ['territory', 'objectives', 'actors', 'functioning']

/** A place that the writer must fill: an article that still has one is not complete (R5). */
const placeToFill = /\[À compléter/i

type Filled = Pick<Article, 'kind' | 'body' | 'axes' | 'priorities'>

export const hasPlaceToFill = ({ body }: Pick<Article, 'body'>) => placeToFill.test(body)

/** Nothing was written in it: a charter says « Sans objet ». */
export const isBlank = ({ body, axes, priorities }: Filled) => body.trim() === '' && axes.length + priorities.length === 0

/** R5: an article counts as filled in when it has text, or objectives for that of the objectives, and no place left to fill. */
export const isComplete = (article: Filled) =>
  !hasPlaceToFill(article) && (article.kind === 'objectives' ? article.axes.length + article.priorities.length > 0 : !isBlank(article))

/** Articles that stop a submission, by title (R5): mandatory ones not filled in, and places left to fill in any. */
export const missingArticles = (articles: (Filled & Pick<Article, 'isMandatory' | 'title'>)[]) =>
  articles.filter((article) => (article.isMandatory || !isBlank(article)) && !isComplete(article)).map((article) => article.title)

const textOf = (articles: (Filled & Pick<Article, 'key' | 'title'>)[]) => JSON.stringify(articles.map(({ key, title, body, axes, priorities }) => [key, title, body, axes, priorities]))

/** Whether two versions say the same, article by article. */
export const isSameText = (...versions: [Parameters<typeof textOf>[0], Parameters<typeof textOf>[0]]) => textOf(versions[0]) === textOf(versions[1])

const toFill = (what: string) => `[À compléter : ${what}]`
const listOf = (items: string[], absent: string) => (items.length > 0 ? items.map((item) => `- ${escapeMarkdown(item)}`).join('\n') : toFill(absent))

function membersByWorld({ members }: Particulars) {
  const groups = worlds.map((world) => ({ world, labels: members.filter((member) => member.world === world).map(({ label }) => label) })).filter(({ labels }) => labels.length > 0)
  if (groups.length === 0) return toFill('les membres, par leur fonction et leur structure')
  return groups.map(({ world, labels }) => `**${worldLabels[world]}**\n\n${listOf(labels, '')}`).join('\n\n')
}

const legalSentences: Record<LegalForm, (carrier: string) => string> = {
  none: () => 'Le CLEE n’a pas de personnalité juridique.',
  association: () => 'Le CLEE est constitué en association.',
  carried: (carrier) => `Le CLEE n’a pas de personnalité juridique propre : il est porté par ${carrier || toFill('la structure porteuse')}.`,
}

/** The fields that a template may hold in braces, and what each stands for; shown to the mission that writes it. */
export const templateFields: Record<string, { label: string; fill: (clee: FullClee, particulars: Particulars) => string }> = {
  nom: { label: 'Nom du CLEE tel qu’il est enregistré, par exemple « CLEE du pays de Fougères » : il contient déjà le mot « CLEE »', fill: (clee) => escapeMarkdown(clee.name) },
  academie: { label: 'Nom de l’académie', fill: (_clee, { academie }) => academie },
  forme: { label: 'Forme juridique, en une phrase', fill: (clee) => legalSentences[clee.legalForm](escapeMarkdown(clee.carrier?.name ?? '')) },
  bassins: {
    label: '« du bassin de … » ou « des bassins de … »',
    fill: (_clee, { bassins }) => (bassins.length > 1 ? `des bassins de ${escapeMarkdown(joinList(bassins))}` : `du bassin de ${escapeMarkdown(bassins[0] ?? '') || toFill('le bassin')}`),
  },
  communes: { label: 'Communes, séparées par des virgules', fill: (_clee, { communes }) => (communes.length > 0 ? escapeMarkdown(joinList(communes)) : toFill('les communes')) },
  copilotes: { label: 'Liste des copilotes, par fonction et structure', fill: (_clee, { copilots }) => listOf(copilots.map(({ label }) => label), 'les copilotes, par leur fonction et leur structure') },
  comite: { label: 'Liste des membres du comité de pilotage', fill: (_clee, { members }) => listOf(members.filter(({ hasSeat }) => hasSeat).map(({ label }) => label), 'les membres, par leur fonction et leur structure') },
  membres: { label: 'Liste de tous les membres, par monde', fill: (_clee, particulars) => membersByWorld(particulars) },
  support: { label: 'Établissement support, en une phrase', fill: (_clee, { supportSchool }) => (supportSchool ? `L’établissement support du CLEE est : ${escapeMarkdown(supportSchool)}. Il peut recevoir des fonds pour le compte du CLEE.` : '') },
}

/** A starting text with the CLEE's data in place of its fields; what is not a field stays. */
export function fillFields(text: string, clee: FullClee) {
  const particulars = particularsOf(clee)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => templateFields[name]?.fill(clee, particulars) ?? whole)
}

/** An article of a charter as its template begins it, with the CLEE's data. */
export const articleFromTemplate = ({ startingText, key, position, kind, title, guidance, isMandatory, axes }: TemplateArticle, clee: FullClee): Prisma.ArticleCreateWithoutCharterInput => ({
  key,
  position,
  kind,
  title,
  guidance,
  isMandatory,
  axisChoices: axes,
  body: fillFields(startingText, clee).trim(),
})
