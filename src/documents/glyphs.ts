import { readFileSync } from 'node:fs'

type Groups = [first: number, last: number][]

/** Where a table of a TrueType font begins. */
function tableAt(font: DataView, name: string) {
  for (let record = 12; record < 12 + font.getUint16(4) * 16; record += 16) {
    if (String.fromCharCode(...[0, 1, 2, 3].map((index) => font.getUint8(record + index))) === name) return font.getUint32(record + 8)
  }
  throw new Error(`No table ${name} in this font`)
}

/** The code points that a font draws: the groups of its table of characters (cmap, format 12). */
function groupsOf(font: DataView): Groups {
  const cmap = tableAt(font, 'cmap')
  for (let record = cmap + 4; record < cmap + 4 + font.getUint16(cmap + 2) * 8; record += 8) {
    const table = cmap + font.getUint32(record + 4)
    if (font.getUint16(table) !== 12) continue
    return Array.from({ length: font.getUint32(table + 12) }, (_, index) => [font.getUint32(table + 16 + index * 12), font.getUint32(table + 20 + index * 12)])
  }
  throw new Error('No table of characters of format 12 in this font')
}

function codePointsOf(file: string) {
  const { buffer, byteOffset, byteLength } = readFileSync(file)
  const groups = groupsOf(new DataView(buffer, byteOffset, byteLength))
  return new Set(groups.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)))
}

const unseen = /[\p{Cf}\p{Cc}\p{Variation_Selector}]/u
const square = '□'

/** The code points that all these fonts draw. */
const drawnByAll = (files: string[]) => files.map(codePointsOf).reduce((all, some) => new Set([...all].filter((codePoint) => some.has(codePoint))))

/** Replaces what these fonts do not all draw: an emoji would make a document that no validator accepts, and another font is not on every machine. */
export function drawableBy(files: string[]) {
  const known = drawnByAll(files)
  const drawn = (character: string) => (unseen.test(character) ? '' : known.has(character.codePointAt(0) ?? 0) ? character : square)
  return (text: string) => [...text.normalize('NFC').replace(/[\n\t]/g, ' ')].map(drawn).join('')
}

const wholeSigns = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/** Finds what these fonts do not all draw, composed signs whole, each once. */
export function undrawnBy(files: string[]) {
  const known = drawnByAll(files)
  const isDrawn = (character: string) => unseen.test(character) || /\s/.test(character) || known.has(character.codePointAt(0) ?? 0)
  const hasUndrawn = (text: string) => [...text].some((character) => !isDrawn(character))
  return (text: string) => {
    const composed = text.normalize('NFC')
    return hasUndrawn(composed) ? [...new Set([...wholeSigns.segment(composed)].map(({ segment }) => segment).filter(hasUndrawn))] : []
  }
}
