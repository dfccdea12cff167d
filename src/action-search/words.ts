import { searchName } from '../text.ts'

// R21: old words and new ones are searched alike. Each stands in the query as one word, which no text holds.
const synonyms: Record<string, { pattern: RegExp; query: string }> = {
  francetravail: {
    pattern: /(?<![\p{L}\p{N}])(?:p[oô]les?[\s-]+emploi|france[\s-]+travail|a\.?n\.?p\.?e(?:\.|(?![\p{L}\p{N}])))(?![\p{L}\p{N}])/giu,
    query: "('pole' <-> 'emploi' | 'france' <-> 'travail' | 'anpe')",
  },
}

const maxTerms = 12
const maxWordLength = 40
/** What begins like a shorter one would be half of the vocabulary. */
const minPrefixLength = 3

// « -word », « "several words" », « -"several words" »; a quotation that nothing closes goes on to the end.
const termPattern = /(?<![^\s])(?<minus>[-−])?(?:"(?<straight>[^"]*)"?|[«“](?<french>[^»”]*)[»”]?|(?<word>[^\s"«»“”]+))|(?<rest>[^\s"«»“”]+)/gu

const wordsOf = (text: string) => (searchName(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, maxWordLength))

type Term = { words: string[]; isExcluded: boolean; isQuoted: boolean }

function termsOf(text: string): Term[] {
  const terms = [...text.matchAll(termPattern)].map(({ groups = {} }) => ({
    words: wordsOf(groups['straight'] ?? groups['french'] ?? groups['word'] ?? groups['rest'] ?? ''),
    isExcluded: groups['minus'] !== undefined,
    isQuoted: groups['straight'] !== undefined || groups['french'] !== undefined,
  }))
  // A letter alone is no word: everything holds it.
  const isWord = ({ words }: Term) => words.some((word) => word.length > 1)
  return terms.some(isWord) ? terms.filter(({ words }) => words.length > 0).slice(0, maxTerms) : []
}

const wordQuery = (word: string) => synonyms[word]?.query ?? `'${word}'`

function termQuery({ words, isExcluded }: Term, isPrefix: boolean) {
  const query = isPrefix ? `'${words[0]}':*` : `(${words.map(wordQuery).join(' <-> ')})`
  return isExcluded ? `!${query}` : query
}

const canBegin = ({ words: [word = '', ...others], isQuoted, isExcluded }: Term) =>
  !isQuoted && !isExcluded && others.length === 0 && word.length >= minPrefixLength && !(word in synonyms)

const sameWords = (one: Term, other: Term) => one.words.join(' ') === other.words.join(' ')
const contradict = (terms: Term[]) => terms.some((term) => term.isExcluded && terms.some((other) => !other.isExcluded && sameWords(term, other)))

const readTerms = (typed: string) => termsOf(Object.entries(synonyms).reduce((said, [name, { pattern }]) => said.replace(pattern, name), typed.normalize('NFC')))

/** Whether the last word of a text may be the beginning of one. */
export const mayBeUnfinished = (typed: string) => readTerms(typed).slice(-1).some(canBegin)

/** The phrases of several words that a text asks for, without those that old words also mean (R21). */
export const phrasesOf = (typed: string): string[] =>
  readTerms(typed).flatMap(({ words, isExcluded }) => (isExcluded || words.length < 2 || words.some((word) => word in synonyms) ? [] : [words.join(' ')]))

/**
 * What was typed as PostgreSQL searches it (tsquery): every word, phrases between quotes, « -word » for those left out; the
 * last one taken for the beginning of a word when it is unfinished. Made of letters, digits and our own signs, whatever was
 * typed. "" when it holds no word, or asks for one that it leaves out: nothing answers.
 */
export function searchQuery(typed: string, isUnfinished = false): string {
  const terms = readTerms(typed)
  if (contradict(terms)) return ''
  return terms.map((term, index) => termQuery(term, isUnfinished && index === terms.length - 1 && canBegin(term))).join(' & ')
}
