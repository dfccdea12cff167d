import { normaliseUai } from '../schools/uai.ts'
import { searchKey, searchWords } from '../text.ts'

export const maxQueryLength = 200

/** What a typed text says before anything is looked up. */
export type Reading = {
  /** As typed, cut. */
  text: string
  /** Its words: letters and digits, st read as saint. */
  full: string
  /** What is looked for: the same without « commune de », « CLEE du »… */
  key: string
  /** The same with old words and new ones (R21): « pole emploi », « france travail », « anpe ». */
  phrases: string[]
  /** The kind that the text names itself. */
  wants: 'clee' | 'bassin' | 'commune' | null
  /** Seven digits and a letter, whether or not it is the right one. */
  uai: string | null
  notices: Notice[]
}
export type Notice = { text: string; link?: { href: string; label: string } }

const article = '(?: (?:du|des|de|d))?'
// Each begins the text; what follows is the name.
const kinds = [
  { wants: 'clee', pattern: new RegExp(`^(?:(?:trouver|chercher|ou est|quel|mon|ma|notre|votre|le|la|les|un|une) )*(?:clees?|cles?|comites? (?:locaux|local)(?: d)? (?:ecoles? entreprises?|education economie)|comites? ecoles? entreprises?)${article}(?= |$)`) },
  { wants: 'bassin', pattern: new RegExp(`^(?:le )?(?:bassins?(?: de formation| d education| d emploi)?|bef|zap)${article}(?= |$)`) },
  { wants: 'commune', pattern: new RegExp(`^(?:la )?(?:communes?|villes?|mairie|commune deleguee)${article}(?= |$)`) },
] as const

const definition = { href: '/un-clee-c-est-quoi', label: 'Un CLEE, c’est quoi\u202f?' }
const explained: (Notice & { pattern: RegExp })[] = [
  { pattern: /(?:^| )(?:cles?|clpe)(?: |$)/, text: 'À ne pas confondre\u00a0: un CLE ou un CLPE est un comité local pour l’emploi, qui relève de la politique de l’emploi\u202f; un CLEE est un comité local école-entreprise.', link: definition },
  { pattern: /comites? (?:loca\w+ )?(?:d )?(?:ecoles? entreprises?|education economie)/, text: 'Un comité local école-entreprise s’appelle un CLEE.', link: definition },
  { pattern: /^clees?$/, text: 'Un CLEE est un comité local école-entreprise. Donnez le nom d’une commune pour trouver le vôtre.', link: definition },
  { pattern: /(?:^| )poles? emploi(?: |$)/, text: 'Pôle emploi s’appelle France Travail depuis 2024\u00a0: les deux noms sont cherchés.' },
  { pattern: /(?:^| )anpe(?: |$)/, text: 'L’ANPE est devenue Pôle emploi, puis France Travail\u00a0: ces noms sont tous cherchés.' },
]

// Capitals between dots are one word: « C.L.E.E. ».
const undot = (text: string) => text.replace(/(?<!\p{L})(?:\p{L}\.){2,}\p{L}?(?!\p{L})/gu, (word) => word.replaceAll('.', ''))
const employment = /(?:^|(?<= ))(?:poles? emploi|france travail|anpe)(?= |$)/
const employmentNames = ['france travail', 'pole emploi', 'anpe']

/** The UAI that a text holds, alone or between brackets at its end, as suggestions are written. */
function readUai(text: string) {
  const code = normaliseUai((/\(([^()]*)\)\s*$/.exec(text)?.[1] ?? text).slice(0, 40))
  return /^\d{7}[A-Z]$/.test(code) ? code : null
}

/** What remains of a key without the kind that it names, and that kind. */
export function readKind(full: string): Pick<Reading, 'key' | 'wants'> {
  const kind = kinds.find(({ pattern }) => pattern.test(full))
  if (kind) return { key: full.replace(kind.pattern, '').trim(), wants: kind.wants }
  const isLast = / clees?$/.test(full)
  return { key: full.replace(/ clees?$/, ''), wants: isLast ? 'clee' : null }
}

/** What was typed, of 200 characters at most; words beyond the eighth are not read. */
export function readQuery(typed: string): Reading {
  const text = typed.slice(0, maxQueryLength).trim()
  const full = searchWords(undot(text)).join(' ')
  const { key, wants } = readKind(full)
  const phrases = employment.test(key) ? employmentNames.map((name) => key.replace(employment, name)) : [key]
  return { text, full, key, wants, phrases, uai: readUai(text), notices: explained.filter(({ pattern }) => pattern.test(full)).map(({ text: sentence, link }) => ({ text: sentence, ...(link && { link }) })) }
}

/** Whether each word of one of the phrases begins a word of a text. */
export const isNamed = (phrases: string[], text: string) => {
  const key = ` ${searchKey(text)}`
  return phrases.some((phrase) => phrase !== '' && phrase.split(' ').every((word) => key.includes(` ${word}`)))
}
