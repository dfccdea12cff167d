import type { FullTemplate } from '../charters/queries.ts'
import { mandatoryKeys } from '../charters/template.ts'

export const templatePath = '/modele-de-charte'
export const draftPath = `${templatePath}/brouillon`

/** The page of the draft at an article, which tells what was just done to it. */
export const draftPathAt = (key: string) => `${draftPath}?article=${encodeURIComponent(key)}#article-${key}`

type Link = { href: string; label: string }
const breadcrumb = (...links: Link[]) => [{ href: '/administration', label: 'Administration' }, { href: templatePath, label: 'Modèle de charte' }, ...links]
export const breadcrumbOf = (...last: string[]) => breadcrumb(...last.map((label) => ({ href: '', label })))
export const draftBreadcrumb = (last: string) => breadcrumb({ href: draftPath, label: 'Version en préparation' }, { href: '', label: last })

/** Whether an article is one that every charter has (R5). */
export const isEverywhere = (key: string) => mandatoryKeys.includes(key)
export const withMarks = (template: FullTemplate) => ({ ...template, articles: template.articles.map((article) => ({ ...article, isEverywhere: isEverywhere(article.key) })) })
