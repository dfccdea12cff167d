import { addressOf } from '../web/address.ts'

/** « 7KQ4-MB2X »: as it is printed and read out. */
export const writtenCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

const signs = /^[A-HJ-NP-Z2-9]{8}$/

/** The code that was typed, with or without spaces and hyphens, in any case; null when it can't be one. */
export function readCode(typed: string) {
  const code = typed.normalize('NFKC').replace(/[\s\p{Pd}_.·]/gu, '').toUpperCase()
  return signs.test(code) ? code : null
}

export const verificationPath = (code: string) => `/verification/${writtenCode(code)}`

/** The address printed on the document. */
export const verificationAddress = (code: string) => addressOf(verificationPath(code))
