import type { FullAction } from '../actions/queries.ts'
import { stateBefore, type ActionMove } from '../actions/workflow.ts'
import { quoted } from '../text.ts'
import { joinList, plural } from '../web/view-helpers.ts'
import type { Agreement } from './agreements.ts'

export { plural } from '../web/view-helpers.ts'

export const quotedList = (titles: string[]) => joinList(titles.map(quoted))

type Words = { noun: string; heading: string; text: string; button: string; refusal: string }

/** The moves that have a page of their own: an action is told done in its review. */
export type PagedMove = Exclude<ActionMove, 'completion'>

/** What each move says of itself: its address, its page, and why it is refused elsewhere. */
export const moveWords: Record<PagedMove, Words> = {
  agreement: { noun: 'accord', heading: 'Donner son accord', text: '', button: 'Donner mon accord', refusal: 'Cette action n’est plus proposée.' },
  planning: { noun: 'planification', heading: 'Planifier l’action', text: 'Sa date paraîtra là où l’action est diffusée.', button: 'Planifier', refusal: 'Une action se planifie une fois retenue.' },
  cancellation: { noun: 'annulation', heading: 'Annuler cette action ?', text: 'L’action reste dans la liste, annulée, avec son motif. Si elle est diffusée, elle se montre comme annulée.', button: 'Annuler l’action', refusal: 'Cette action est déjà annulée, ou a eu lieu.' },
  postponement: { noun: 'report', heading: 'Reporter cette action ?', text: 'Avec une nouvelle date, elle est planifiée à cette date. Sans date, elle attend d’être planifiée de nouveau.', button: 'Reporter l’action', refusal: 'Seule une action retenue ou planifiée se reporte.' },
  review: { noun: 'bilan', heading: 'Bilan de l’action', text: '', button: 'Enregistrer', refusal: 'Le bilan de cette action est terminé.' },
  reopening: { noun: 'reouverture', heading: 'Rouvrir cette action ?', text: 'Ce qu’il en est advenu et ses chiffres réalisés seront effacés, puisqu’ils ne se disent que d’une action qui a eu lieu. Les points forts et les améliorations sont gardés.', button: 'Rouvrir l’action', refusal: 'Cette action est déjà ouverte.' },
}

export const figureFields = [
  { name: 'pupilsReached', label: 'Élèves touchés' },
  { name: 'girlsReached', label: 'Dont filles' },
  { name: 'adultsReached', label: 'Adultes' },
  { name: 'classesReached', label: 'Classes' },
]

type Given = { results: { title: string; agreement: Agreement }[]; unknown: number }

const told: Record<Agreement, (titles: string[]) => string> = {
  retained: (titles) => `${plural(titles.length, 'action est retenue', 'actions sont retenues')} : ${quotedList(titles)}.`,
  agreed: (titles) => `Votre accord est donné à ${plural(titles.length, 'action', 'actions')} : ${quotedList(titles)}.`,
  already: (titles) => `Votre accord était déjà donné : ${quotedList(titles)}.`,
  changed: (titles) => `À relire, car la fiche a changé entre-temps : ${quotedList(titles)}.`,
  moved: (titles) => `Sans changement, car n’étant plus proposée : ${quotedList(titles)}.`,
}
const order = ['retained', 'agreed', 'changed', 'already', 'moved'] as const

const back = {
  proposed: 'Elle redeviendra proposée, et attendra de nouveau l’accord des deux mondes.',
  retained: 'Elle redeviendra retenue, à planifier de nouveau.',
}

/** What the page of a move says first: to which state it leads back. */
export function textOf(move: PagedMove, action: FullAction) {
  const { text } = moveWords[move]
  return move === 'reopening' ? `${back[stateBefore(action)]} ${text}` : text
}

/** What became of each of the actions that were ticked: none is skipped silently. */
export function agreementsSentence({ results, unknown }: Given) {
  const groups = order.map((agreement) => ({ agreement, titles: results.filter((result) => result.agreement === agreement).map(({ title }) => title) }))
  const gone = unknown > 0 ? [`${plural(unknown, 'action cochée n’est plus', 'actions cochées ne sont plus')} dans la liste.`] : []
  return [...groups.filter(({ titles }) => titles.length > 0).map(({ agreement, titles }) => told[agreement](titles)), ...gone].join(' ')
}
