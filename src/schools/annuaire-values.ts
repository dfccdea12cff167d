import { checkSiret } from '../organisations/siret.ts'

/** Trimmed, on one line, ordinary spaces. */
export const clean = (text: string) => text.replace(/\s+/g, ' ').trim()

// A spreadsheet takes 0299853802 for a number and drops its leading zero.
export function readPhone(text: string): string | null {
  const digits = text.replace(/[\s.\-/()]/g, '').replace(/^(\+33|0033)0?/, '0')
  if (/^[1-9]\d{8}$/.test(digits)) return `0${digits}`
  return /^0[1-9]\d{8}$/.test(digits) ? digits : null
}

/** Five characters, a leading zero lost by a spreadsheet put back; "" when it is not a code. */
export function readFiveCode(text: string): string {
  const code = text.replace(/\s/g, '').toUpperCase().padStart(5, '0')
  return /^(\d{5}|2[AB]\d{3})$/.test(code) && code !== '00000' ? code : ''
}

/** INSEE code of the whole town where the Annuaire names an arrondissement of Paris, Lyon or Marseille. */
export function readCommuneCode(text: string): string | null {
  const code = readFiveCode(text)
  if (code.startsWith('751')) return '75056'
  if (code.startsWith('6938')) return '69123'
  return code.startsWith('132') ? '13055' : code || null
}

/** Thirteen digits are a SIRET whose leading zero was lost; 2,17003E+13 is lost for good. */
export function readSiret(text: string): string | null {
  const digits = text.replace(/\s/g, '')
  const check = checkSiret(/^\d{13}$/.test(digits) ? `0${digits}` : digits)
  return check.ok ? check.siret : null
}

export function readEmail(text: string): string | null {
  const email = text.replace(/^mailto:/i, '').trim()
  return /^[^\s@<>"]{1,64}@[a-z0-9.-]+\.[a-z]{2,}$/i.test(email) ? email : null
}

/** A web address that a link may carry: http or https only. */
export function readWebsite(text: string): string | null {
  const address = /^[a-z]+:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const { protocol, hostname, href } = new URL(address)
  return /^https?:$/.test(protocol) && hostname.includes('.') ? href : null
}

export function readCount(text: string): number | null {
  const digits = text.replace(/\s/g, '').replace(/[.,]0+$/, '')
  return /^\d{1,6}$/.test(digits) ? Number(digits) : null
}

function readDegrees(text: string, most: number): number | null {
  const degrees = /^-?\d{1,3}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : null
  return degrees !== null && Math.abs(degrees) <= most ? degrees : null
}

export const readLatitude = (text: string) => readDegrees(text, 90)
export const readLongitude = (text: string) => readDegrees(text, 180)

/** "2026-05-27" from an ISO date or instant, or from 27/05/2026. */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)
  const french = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text)
  const parts = iso ? [iso[1], iso[2], iso[3]] : [french?.[3], french?.[2], french?.[1]]
  const day = parts.map((part) => (part ?? '').padStart(2, '0')).join('-')
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null
}
