import { randomInt } from 'node:crypto'
import { parisDay } from './school-year.ts'

// No I, O, 0, 1: a receipt is read out on the telephone.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** The number of a receipt, "DEC-20261122-7KQ4MB": kind, day in Paris, six random characters (unique in the database); the day is today's, or that of an instant. */
export function newReceipt(kind: 'DEC' | 'CHA' | 'ACT' | 'BIL' | 'DEM', at = new Date()): string {
  return `${kind}-${parisDay(at).replaceAll('-', '')}-${randomLetters(6)}`
}

const randomLetters = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('')

/** The eight characters printed on a version of a charter, by which anyone checks it (unique in the database; 10¹² possible). */
export const newVerificationCode = () => randomLetters(8)
