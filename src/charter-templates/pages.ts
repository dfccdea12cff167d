import type { FullTemplate } from '../charters/queries.ts'
import { signatoryLabels, type CharterRules } from '../charters/settings.ts'
import { mandatoryKeys, templateFields } from '../charters/template.ts'
import { Signatory } from '../generated/prisma/enums.ts'
import type { TemplateArticle } from '../generated/prisma/client.ts'
import type { Form } from '../web/forms.ts'
import { joinList, plural } from '../web/view-helpers.ts'

export const templatePath = '/modele-de-charte'
export const draftPath = `${templatePath}/brouillon`
export const settingsPath = `${templatePath}/regles`

type Link = { href: string; label: string }
const breadcrumb = (...links: Link[]) => [{ href: '/administration', label: 'Administration' }, { href: templatePath, label: 'Modèle de charte' }, ...links]
export const breadcrumbOf = (...last: string[]) => breadcrumb(...last.map((label) => ({ href: '', label })))
export const draftBreadcrumb = (last: string) => breadcrumb({ href: draftPath, label: 'Version en préparation' }, { href: '', label: last })

/** Whether an article is one that every charter has (R5). */
const isEverywhere = (key: string) => mandatoryKeys.includes(key)
export const withMarks = (template: FullTemplate) => ({ ...template, articles: template.articles.map((article) => ({ ...article, isEverywhere: isEverywhere(article.key) })) })

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

export const signatoryOptions = Object.values(Signatory).map((value) => ({ value, label: signatoryLabels[value] }))

/** The rules of all charters, in sentences. */
export const rulesList = ({ needsAgreement, agreementReminderDays, validityYears, signatories }: CharterRules) => [
  { term: 'Codécision', text: needsAgreement ? 'Oui : une charte part à la mission avec l’accord des deux copilotes.' : 'Non : une charte part à la mission dès qu’un copilote la transmet.' },
  { term: 'Rappel de l’accord attendu', text: `Au bout de ${plural(agreementReminderDays, 'jour', 'jours')}` },
  { term: 'Validité', text: `${plural(validityYears, 'an', 'ans')} à partir de la validation` },
  { term: 'Signataires', text: joinList(signatories.map((signatory, index) => (index === 0 ? signatoryLabels[signatory] : signatoryLabels[signatory].replace(/^[A-Z]/, (letter) => letter.toLowerCase())))) },
]
