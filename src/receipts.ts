import { randomInt } from 'node:crypto'
import { parisDay } from './school-year.ts'

// No I, O, 0, 1: a receipt is read out on the telephone.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** The number of a receipt, "DEC-20261122-7KQ4MB": kind, day in Paris, six random characters (unique in the database). */
export function newReceipt(kind: 'DEC' | 'CHA' | 'ACT'): string {
  const random = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')
  return `${kind}-${parisDay().replaceAll('-', '')}-${random}`
}
