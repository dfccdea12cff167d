/** What searches compare: lower case, no accents, œ → oe, apostrophes and hyphens → space, spaces folded. */
export function searchName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’‘ʼ`´\p{Pd}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The words of a search, at most 8, safe inside a LIKE pattern: letters and digits only. */
export function searchWords(text: string): string[] {
  const words = searchName(text.slice(0, 200)).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(0, 8).map((word) => saints.get(word) ?? word)
}

// A map: an object would find « constructor » in itself.
const saints = new Map([['st', 'saint'], ['ste', 'sainte'], ['sts', 'saints'], ['stes', 'saintes']])

/** What search_name columns keep: searchName, letters and digits only, st read as saint. */
export const searchKey = (text: string) =>
  (searchName(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => saints.get(word) ?? word).join(' ')

const renamed: { pattern: RegExp; old: string; present: string }[] = [
  { pattern: /(?<!\p{L})p[oô]les?[\s-]+emploi(?!\p{L})/iu, old: 'Pôle emploi', present: 'France Travail' },
  { pattern: /(?<!\p{L})A\.?N\.?P\.?E(?!\p{L})/u, old: 'l’ANPE', present: 'France Travail' },
]

/** R21: the old words of a text, each with a sentence that says what has replaced it. */
export const oldWords = (text: string): string[] => renamed.filter(({ pattern }) => pattern.test(text.normalize('NFC'))).map(({ old, present }) => `${present} a remplacé ${old}\u00a0: pensez à actualiser ce texte.`)

/** « a text », with those that it holds itself written “so”. */
export const quoted = (text: string) => `«\u00a0${text.replace(/«\s*/g, '“').replace(/\s*»/g, '”')}\u00a0»`

/** The last part of an address, at most 80 characters, cut between words: "Bassin de Saint-Malo" → "bassin-de-saint-malo"; "" when nothing readable is left. */
export function slugify(text: string): string {
  const slug = searchName(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.length > 80 ? slug.slice(0, 81).replace(/-[^-]*$/, '').slice(0, 80) : slug
}

type Named = { firstName: string; lastName: string }

/** "" once the account is deleted, or when no name was given. */
export const fullName = ({ firstName, lastName }: Named) => `${firstName} ${lastName}`.trim()

/** How the people of the portal read somebody: their name, or their function once the account is deleted. */
export const displayName = (person: Named & { jobTitle: string }) => fullName(person) || person.jobTitle

export const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
export const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** The first words of a text, cut between two of them, for search engines. */
export const beginningOf = (text: string, length = 155) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length).replace(/\s\S*$/, '')}…`
}
