import { undrawnSigns } from '../documents/fonts.ts'
import type { Article } from '../generated/prisma/client.ts'
import { oldWords } from '../text.ts'

const shownSigns = 5

function signsNotice(text: string): string[] {
  const signs = undrawnSigns(text)
  if (signs.length === 0) return []
  const shown = `${signs.slice(0, shownSigns).join(' ')}${signs.length > shownSigns ? '…' : ''}`
  return [signs.length > 1 ? `Le PDF ne dessine pas ces signes\u00a0: ${shown} (un carré les remplace)` : `Le PDF ne dessine pas ce signe\u00a0: ${shown} (un carré le remplace)`]
}

/** What is worth a second look in an article, and stops nothing: old words (R21), signs that the PDF does not have. */
export function noticesOf({ body, priorities }: Pick<Article, 'body' | 'priorities'>): string[] {
  const text = [body, ...priorities].join('\n')
  return [...oldWords(text), ...signsNotice(text)]
}
