import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { undrawnBy } from './glyphs.ts'

const fontPackage = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/source-sans-3/package.json'))

/** The typefaces of the documents. */
export const fontFiles = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold', '700Bold_Italic'].flatMap((style) => globSync(join(fontPackage, style, '*.ttf')))

let undrawn: ((text: string) => string[]) | null = null

/** The signs of a text that a document replaces with a square, each once. */
export function undrawnSigns(text: string) {
  undrawn ??= undrawnBy(fontFiles)
  return undrawn(text)
}
