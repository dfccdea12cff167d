import { audit, type Actor } from '../audit/audit.ts'
import { lockDraft, subjectOf } from '../charter-templates/commands.ts'
import { mandatoryKeys } from '../charters/template.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { TemplateArticle } from '../generated/prisma/client.ts'
import { slugify } from '../text.ts'
import type { NewArticleInput, TemplateArticleInput } from './schemas.ts'

const maximumArticles = 40

const listArticles = (tx: Tx, templateVersion: number) => tx.templateArticle.findMany({ where: { templateVersion }, orderBy: { position: 'asc' } })

function refuseTakenTitle(title: string, others: { title: string }[]) {
  const taken = others.find((article) => article.title === title || (slugify(title) !== '' && slugify(article.title) === slugify(title)))
  if (taken) throw new FieldError('title', `Un autre article s’appelle « ${taken.title} » : donnez à celui-ci un titre qui l’en distingue.`)
}

/** The key of a new article: its title, at most 55 characters, then a number when another has it. */
export function newKey(title: string, taken: string[]): string {
  const base = slugify(title).slice(0, 55).replace(/-+$/, '') || 'article'
  let key = base
  for (let number = 2; taken.includes(key); number += 1) key = `${base}-${number}`
  return key
}

const touchOrder = (tx: Tx, version: number) => tx.charterTemplate.update({ where: { version }, data: { revision: { increment: 1 } } })

/** Adds an article at the end of the draft. Throws FieldError when another has this title, 409 when the draft is gone. */
export const addTemplateArticle = (actor: Actor, input: NewArticleInput) =>
  db.$transaction(async (tx) => {
    const templateVersion = await lockDraft(tx)
    const articles = await listArticles(tx, templateVersion)
    refuseTakenTitle(input.title, articles)
    if (articles.length >= maximumArticles) throw new FieldError('title', `Un modèle compte ${maximumArticles} articles au plus : retirez-en un d’abord.`)
    const key = newKey(input.title, articles.map((article) => article.key))
    await tx.templateArticle.create({ data: { ...input, templateVersion, key, position: articles.length + 1 } })
    await touchOrder(tx, templateVersion)
    await audit(tx, actor, 'template.change', subjectOf(templateVersion), { added: input.title })
    return key
  })

function refuseUnfit({ key, kind }: TemplateArticle, { isMandatory, axes }: TemplateArticleInput) {
  if (mandatoryKeys.includes(key) && !isMandatory) throw new FieldError('isMandatory', 'Cet article est dans toutes les chartes : il reste obligatoire.')
  if (kind === 'objectives' && axes.length === 0) throw new FieldError('axes', 'Donnez au moins un axe, un par ligne.')
}

/** Saves an article of the draft under its revision. False when somebody saved or removed it since it was read: nothing is written. */
export const saveTemplateArticle = (actor: Actor, article: TemplateArticle, { revision, ...values }: TemplateArticleInput) =>
  db.$transaction(async (tx) => {
    const templateVersion = await lockDraft(tx)
    refuseUnfit(article, { revision, ...values })
    const articles = await listArticles(tx, templateVersion)
    refuseTakenTitle(values.title, articles.filter(({ key }) => key !== article.key))
    const { count } = await tx.templateArticle.updateMany({
      where: { templateVersion, key: article.key, revision },
      data: { ...values, axes: article.kind === 'objectives' ? values.axes : [], revision: { increment: 1 } },
    })
    if (count === 0) return false
    await audit(tx, actor, 'template.change', subjectOf(templateVersion), { article: values.title })
    return true
  })

async function setOrder(tx: Tx, templateVersion: number, keys: string[]) {
  for (const [index, key] of keys.entries()) await tx.templateArticle.updateMany({ where: { templateVersion, key, position: { not: index + 1 } }, data: { position: index + 1 } })
}

/** Moves an article to the place that `target` gives from its own, 0 being the first. Throws 409 when the list has changed since the page showed `revision`, or when there is no such place. */
export const moveTemplateArticle = (actor: Actor, { key, title }: TemplateArticle, target: (from: number) => number, revision: number) =>
  db.$transaction(async (tx) => {
    const version = await lockDraft(tx)
    const { count } = await tx.charterTemplate.updateMany({ where: { version, revision }, data: { revision: { increment: 1 } } })
    if (count === 0) throw conflict('L’ordre ou la liste des articles a changé depuis que vous avez ouvert la page. Rechargez-la, puis déplacez l’article.')
    const keys = (await listArticles(tx, version)).map((article) => article.key)
    const from = keys.indexOf(key)
    const to = target(from)
    if (from < 0 || keys[to] === undefined) throw conflict(`L’article n’a pas pu être déplacé : la liste n’a pas cette place. Rechargez la page, puis choisissez une place de 1 à ${keys.length}.`)
    if (from === to) return
    await setOrder(tx, version, keys.toSpliced(from, 1).toSpliced(to, 0, key))
    await audit(tx, actor, 'template.change', subjectOf(version), { moved: title, from: from + 1, to: to + 1 })
  })

export function refuseMandatory({ key, title }: { key: string; title: string }) {
  if (mandatoryKeys.includes(key)) throw conflict(`L’article « ${title} » est dans toutes les chartes : il ne peut pas être retiré du modèle.`)
}

/** Removes an article from the draft. Throws 409 for those that every charter has (R5), and when somebody changed or removed it since it was read. Gives the key of the article that takes its place, or of the last one. */
export const removeTemplateArticle = (actor: Actor, { key, title, position }: TemplateArticle, revision: number) =>
  db.$transaction(async (tx) => {
    refuseMandatory({ key, title })
    const templateVersion = await lockDraft(tx)
    const { count } = await tx.templateArticle.deleteMany({ where: { templateVersion, key, revision } })
    if (count === 0) throw conflict('Cet article vient d’être modifié ou retiré. Revenez à la liste pour le relire.')
    const keys = (await listArticles(tx, templateVersion)).map((article) => article.key)
    await setOrder(tx, templateVersion, keys)
    await touchOrder(tx, templateVersion)
    await audit(tx, actor, 'template.change', subjectOf(templateVersion), { removed: title })
    return keys[position - 1] ?? keys.at(-1) ?? ''
  })
