import { hasPlaceToFill, isBlank, isComplete } from '../charters/template.ts'
import type { Article } from '../generated/prisma/client.ts'
import { joinList } from '../web/view-helpers.ts'

type Written = Pick<Article, 'key' | 'position' | 'title' | 'isMandatory' | 'kind' | 'body' | 'axes' | 'priorities'>
export type TextState = 'filled' | 'to_fill' | 'empty'

const textStates: Record<TextState, { label: string; kind?: 'success' | 'warning' }> = {
  filled: { label: 'Rempli', kind: 'success' },
  to_fill: { label: 'À compléter', kind: 'warning' },
  empty: { label: 'Facultatif, vide' },
}

/** A mandatory article, or one where a place is left to fill, stops a submission (R5). */
function textStateOf(article: Omit<Written, 'key' | 'position' | 'title'>): TextState {
  if (isComplete(article)) return 'filled'
  return article.isMandatory || !isBlank(article) ? 'to_fill' : 'empty'
}

/** Why an article stops a submission: what it is, or what it still holds. */
function reasonOf(article: Omit<Written, 'key' | 'position' | 'title'>) {
  const reasons = [...(article.isMandatory ? ['obligatoire'] : []), ...(hasPlaceToFill(article) ? ['une mention «\u00a0[À compléter]\u00a0» y reste'] : [])]
  return reasons.join('\u00a0: ') || 'ni axe ni priorité n’y figure'
}

function sentenceOf(filled: number, mandatory: number, missing: { title: string; reason: string }[]) {
  const count = `${filled}\u00a0${filled < 2 ? 'article obligatoire' : 'articles obligatoires'} sur ${mandatory} ${filled < 2 ? 'rempli' : 'remplis'}`
  return missing.length > 0 ? `${count}. À compléter\u00a0: ${joinList(missing.map(({ title, reason }) => `${title} (${reason})`))}.` : `${count}.`
}

/** How far a charter is written (R5): each article's state, how many mandatory ones are filled in, and those that stop a submission. */
export function completenessOf(articles: Written[]) {
  const items = articles.map((article) => {
    const name = textStateOf(article)
    return { key: article.key, position: article.position, title: article.title, isMandatory: article.isMandatory, name, state: textStates[name], reason: reasonOf(article) }
  })
  const mandatory = items.filter(({ isMandatory }) => isMandatory)
  const filledCount = mandatory.filter(({ name }) => name === 'filled').length
  const missing = items.filter(({ name }) => name === 'to_fill').map(({ key, title, reason }) => ({ key, title, reason }))
  return { items, missing, filledCount, mandatoryCount: mandatory.length, sentence: sentenceOf(filledCount, mandatory.length, missing) }
}
export type Completeness = ReturnType<typeof completenessOf>
