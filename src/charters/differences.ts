import { diffArrays } from 'diff'

/** A run of text that stayed, came or went. */
export type Piece = { kind: 'same' | 'added' | 'removed'; text: string }

// An elision is a word of its own: « l’école » and « d’école » differ by their first letter only.
const words = /\n|[^\S\n]+|[\p{L}\p{M}\p{N}]+['’]?|[^]/gu
const isGap = (text: string) => /^[^\S\n]+$/.test(text)
const isSameWord = (one: string, other: string) => one === other || (isGap(one) && isGap(other))

// Two texts without a word in common would otherwise take seconds: past this, telling word by word helps nobody.
const bounds = { maxEditLength: 1_000, timeout: 100 }

/** What changed from one text to another, word by word; texts too different come back as all removed, then all added. */
export function compareTexts(before: string, after: string): Piece[] {
  const [one, other] = [before, after].map((text) => text.replaceAll('\r\n', '\n')) as [string, string]
  if (one === other) return textual([{ kind: 'same', text: one }])
  const changes = diffArrays(one.match(words) ?? [], other.match(words) ?? [], { ...bounds, comparator: isSameWord })
  if (!changes) return textual([{ kind: 'removed', text: one }, { kind: 'added', text: other }])
  return joinGaps(changes.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') })))
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
