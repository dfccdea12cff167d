const longest = 120

// Controls, writing-direction marks, private characters, and what systems keep for paths.
const unsafe = /[\p{C}\u2028\u2029<>:"|?*]/gu

/** The end of a name that says a type: « .pdf » of « charte.pdf »; "" when none does. */
export const extensionOf = (name: string) => /\.[a-z][a-z0-9]{0,4}$/i.exec(name)?.[0].toLowerCase() ?? ''

/** A name that any system keeps, of at most 120 characters: without folders nor what is not seen, its extension that of its true type. */
export function cleanName(typed: string, extension: string) {
  const last = typed.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const visible = last.replace(unsafe, '').replace(/\s+/g, ' ').trim()
  const base = visible.slice(0, visible.length - extensionOf(visible).length)
  const once = base.toLowerCase().endsWith(`.${extension}`) ? base.slice(0, -extension.length - 1) : base
  const kept = [...once.replace(/^[.\s]+/, '')].slice(0, longest - extension.length - 1).join('').replace(/[.\s]+$/, '')
  return `${kept || 'document'}.${extension}`
}

// What encodeURIComponent leaves and a header does not take.
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** The header by which a browser saves a file under its name, accents included (RFC 6266, RFC 5987). */
export function attachmentHeader(name: string) {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`
}

/** « 340 ko », « 1,2 Mo ». */
export function formatSize(bytes: number) {
  const [size, unit] = bytes < 1_024 * 1_024 ? [Math.max(1, Math.round(bytes / 1_024)), 'ko'] : [bytes / (1_024 * 1_024), 'Mo']
  return `${size.toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0${unit}`
}
