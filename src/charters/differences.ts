import { diffArrays } from 'diff'

/** A run of text that stayed, came or went. */
export type Piece = { kind: 'same' | 'added' | 'removed'; text: string }

// An elision is a word of its own: « l’école » and « d’école » differ by their first letter only.
const words = /\n|[^\S\n]+|[\p{L}\p{M}\p{N}]+['’]?|[^]/gu
const isGap = (text: string) => /^[^\S\n]+$/.test(text)
const isSameWord = (one: string, other: string) => one === other || (isGap(one) && isGap(other))

// Two texts without a word in common would otherwise take seconds: past this, telling word by word helps nobody.
const maxEditLength = 1_000
const longest = 100
/** Milliseconds of computing for all the texts of a page: the other pages wait meanwhile. */
const pageTime = 250

/** What changed between two texts; `isWhole` when they are too different: all removed, then all added. */
export type Comparison = { pieces: Piece[]; isWhole: boolean }
export type Compare = (before: string, after: string) => Comparison

function compareWithin(before: string, after: string, timeout: number): Comparison {
  const [one, other] = [before, after].map((text) => text.replaceAll('\r\n', '\n')) as [string, string]
  if (one === other) return { pieces: textual([{ kind: 'same', text: one }]), isWhole: false }
  const whole = textual([{ kind: 'removed', text: one }, { kind: 'added', text: other }])
  if (whole.length < 2) return { pieces: whole, isWhole: false }
  const changes = timeout > 0 ? diffArrays(one.match(words) ?? [], other.match(words) ?? [], { maxEditLength, timeout, comparator: isSameWord }) : undefined
  if (!changes) return { pieces: whole, isWhole: true }
  return { pieces: joinGaps(changes.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }))), isWhole: false }
}

/** What changed from one text to another, word by word; texts too different for these milliseconds come back as all removed, then all added. */
export const compareTexts = (before: string, after: string, milliseconds = longest): Piece[] => compareWithin(before, after, milliseconds).pieces

/** Compares the texts of a page, within the time that a page has. */
export function comparing(milliseconds = pageTime): Compare {
  let left = milliseconds
  return (before, after) => {
    const start = performance.now()
    const comparison = compareWithin(before, after, Math.min(longest, left))
    left -= performance.now() - start
    return comparison
  }
}

const textual = (pieces: Piece[]) => pieces.filter(({ text }) => text !== '')

/** A space between two changed words belongs to the change: a sentence rewritten reads as one, not word after word. */
function joinGaps(pieces: Piece[]): Piece[] {
  const joined: Piece[] = []
  let run = { removed: '', added: '', gap: '' }
  const close = (text: string) => {
    joined.push({ kind: 'removed', text: run.removed }, { kind: 'added', text: run.added }, { kind: 'same', text: run.gap + text })
    run = { removed: '', added: '', gap: '' }
  }
  for (const { kind, text } of pieces) {
    if (kind !== 'same') run = { removed: run.removed + run.gap, added: run.added + run.gap, gap: '', [kind]: run[kind] + run.gap + text }
    else if (isGap(text) && run.removed + run.added !== '') run.gap = text
    else close(text)
  }
  close('')
  return textual(joined)
}
