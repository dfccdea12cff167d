import { comparing, type Compare, type Comparison } from '../charters/differences.ts'
import type { ArticleKind, TemplateArticle } from '../generated/prisma/client.ts'

type Compared = Omit<TemplateArticle, 'templateVersion' | 'revision'>

/** What happens to an article from one template to another: sentences, and its texts word by word. */
export type ArticleChange = {
  key: string
  title: string
  kind: 'added' | 'removed' | 'changed'
  notes: string[]
  texts: ({ label: string } & Comparison)[]
}

/** The longest run of articles that stay in the same order: the others have moved. */
function keptInOrder(before: string[], after: string[]): string[] {
  let best: string[] = []
  const runs: string[][] = []
  for (const key of after) {
    const place = before.indexOf(key)
    const previous = runs.filter((run) => before.indexOf(run.at(-1)!) < place).toSorted((one, other) => other.length - one.length)[0] ?? []
    const run = [...previous, key]
    runs.push(run)
    if (run.length > best.length) best = run
  }
  return best
}

const kindNotes: Record<ArticleKind, string> = {
  objectives: 'Devient un article d’objectifs : des axes se cochent dans une liste, et des priorités locales s’ajoutent.',
  text: 'Devient un article de texte seul : ses axes ne se cochent plus.',
}

const only = (some: string[], others: string[]) => some.filter((item) => !others.includes(item))

function notesOf(before: Compared, after: Compared, isMoved: boolean): string[] {
  const axes = [...only(after.axes, before.axes).map((axis) => `Axe ajouté : ${axis}`), ...only(before.axes, after.axes).map((axis) => `Axe retiré : ${axis}`)]
  const isReordered = axes.length === 0 && before.axes.join('\n') !== after.axes.join('\n')
  return [
    ...(before.title === after.title ? [] : [`Renommé : « ${before.title} » devient « ${after.title} ».`]),
    ...(isMoved ? [`Déplacé : article ${before.position} auparavant, article ${after.position} désormais.`] : []),
    ...(before.isMandatory === after.isMandatory ? [] : [after.isMandatory ? 'Devient obligatoire.' : 'Devient facultatif.']),
    ...(before.kind === after.kind ? [] : [kindNotes[after.kind]]),
    ...axes,
    ...(isReordered ? ['Les axes changent d’ordre.'] : []),
  ]
}

const textsOf = (before: Pick<Compared, 'guidance' | 'startingText'>, after: Pick<Compared, 'guidance' | 'startingText'>, compare: Compare) =>
  [
    { label: 'Aide à la rédaction', one: before.guidance, other: after.guidance },
    { label: 'Texte de départ', one: before.startingText, other: after.startingText },
  ]
    .filter(({ one, other }) => one !== other)
    .map(({ label, one, other }) => ({ label, ...compare(one, other) }))

const none = { guidance: '', startingText: '' }
const added = (article: Compared, compare: Compare): ArticleChange => ({
  key: article.key,
  title: article.title,
  kind: 'added',
  notes: [`Article ${article.position}, ${article.isMandatory ? 'obligatoire' : 'facultatif'}.`, ...article.axes.map((axis) => `Axe : ${axis}`)],
  texts: textsOf(none, article, compare),
})
const removed = ({ key, title, position }: Compared): ArticleChange => ({
  key,
  title,
  kind: 'removed',
  notes: [`Article ${position} auparavant. Une charte qui l’a déjà le garde, à la fin, sans qu’il soit obligatoire.`],
  texts: [],
})

/** What changes from one template to another, article by article, in the order of the later one; removed articles come last. */
export function compareTemplates(before: Compared[], after: Compared[]): ArticleChange[] {
  const [keysBefore, keysAfter] = [before.map(({ key }) => key), after.map(({ key }) => key)]
  const stayed = keptInOrder(keysBefore, keysAfter.filter((key) => keysBefore.includes(key)))
  const compare = comparing()
  const changed = after.map((article): ArticleChange => {
    const earlier = before.find(({ key }) => key === article.key)
    if (!earlier) return added(article, compare)
    const { key, title } = article
    return { key, title, kind: 'changed', notes: notesOf(earlier, article, !stayed.includes(key)), texts: textsOf(earlier, article, compare) }
  })
  const gone = before.filter(({ key }) => !keysAfter.includes(key)).map(removed)
  return [...changed.filter(({ kind, notes, texts }) => kind === 'added' || notes.length + texts.length > 0), ...gone]
}
