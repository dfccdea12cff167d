import { draftBreadcrumb, draftPath, isEverywhere } from '../charter-templates/pages.ts'
import { templateFields } from '../charters/template.ts'
import type { TemplateArticle } from '../generated/prisma/client.ts'
import type { Form } from '../web/forms.ts'

export type EditedArticle = Pick<TemplateArticle, 'key' | 'kind' | 'title' | 'guidance' | 'startingText' | 'axes' | 'isMandatory'>

/** An article as its form shows it. */
export const valuesOf = ({ title, guidance, startingText, axes, isMandatory, revision }: TemplateArticle) => ({ title, guidance, startingText, axes: axes.join('\n'), isMandatory: isMandatory ? 'oui' : '', revision })

const storedText = ({ title, guidance, startingText, axes, isMandatory }: EditedArticle) =>
  [`Titre : ${title}`, `Aide à la rédaction : ${guidance}`, `Texte de départ :\n${startingText || '(vide)'}`, ...(axes.length > 0 ? [`Axes :\n${axes.join('\n')}`] : []), isMandatory ? 'Obligatoire' : 'Facultatif'].join('\n\n')

const fields = Object.entries(templateFields).map(([name, { label }]) => ({ term: `{${name}}`, text: label }))

export const articlePage = (article: EditedArticle, form: Form, stored: EditedArticle | null = null) => ({
  title: `Modifier l’article « ${article.title} » du modèle`,
  heading: article.title === '' ? 'Modifier un article du modèle' : `Modifier « ${article.title} »`,
  action: `${draftPath}/articles/${article.key}`,
  path: draftPath,
  article,
  isEverywhere: isEverywhere(article.key),
  form,
  stored: stored && storedText(stored),
  fields,
  breadcrumb: draftBreadcrumb(article.title || 'Article'),
})

const blankArticle: EditedArticle = { key: '', kind: 'text', title: '', guidance: '', startingText: '', axes: [], isMandatory: false }

/** What stands for an article that is gone: what was typed of it, axes included. */
export const lostArticle = (key: string): EditedArticle => ({ ...blankArticle, key, kind: key === 'objectives' ? 'objectives' : 'text' })

export const newArticlePage = (form: Form) => ({
  ...articlePage(blankArticle, form),
  title: 'Ajouter un article au modèle',
  heading: 'Ajouter un article au modèle',
  action: `${draftPath}/ajout`,
  breadcrumb: draftBreadcrumb('Nouvel article'),
})
