import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { config } from '../config.ts'
import { shareImage } from './share-image.ts'

export type AssetFile = {
  name: string
  hash: string
  type: string
  body: Buffer
  brotli: Buffer | null
  gzip: Buffer | null
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  woff2: 'font/woff2',
}

const dsfr = join(config.root, 'node_modules/@gouvfr/dsfr/dist')
const sourceSans = join(config.root, 'node_modules/@fontsource/source-sans-3')
const publicFolder = join(config.root, 'public')
// A first visit loads each: browsers show the medium weight, which buttons ask for, by the regular one.
const weights = [400, 700]
const subsets = ['latin', 'latin-ext']
const marianne = { Regular: 400, Medium: 500, Bold: 700 }

// What the DSFR's script adds by itself, and the headings whose level a partial is given.
const alwaysKept = /^(fr-(scroll|collaps|modal|menu|nav|header|message)|h[1-6]$)/
const scripted = ['fr-table', 'fr-tabs', 'fr-password', 'fr-toggle']

const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
const words = (text: string) => new Set(text.match(/[A-Za-z0-9_-]+/g))
export const hashOf = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex').slice(0, 12)
}

const dsfrCss = () => [
  read(dsfr, 'dsfr.main.min.css'),
  read(dsfr, 'utility/icons/icons.main.min.css'),
  read(dsfr, 'dsfr.print.min.css'),
].join('\n')

function sourcesText() {
  const files = globSync(['views/**/*.ejs', 'src/**/*.ts', 'public/*.js'], {
    cwd: config.root,
    exclude: (path) => path.includes('generated') || path.endsWith('asset-build.ts'),
  })
  return files.map((file) => read(config.root, file)).join('\n')
}

/** The words of the views and of the code that the sheet knows; a class cut after `--` keeps all its variants. */
function usedWords(css: string) {
  const known = words(css)
  const used = words(sourcesText())
  const cut = [...used].filter((word) => /^fr-.+--$/.test(word) || scripted.includes(word))
  const variants = [...known].filter((word) => cut.some((start) => word.startsWith(start)))
  const attributes = css.match(/\[[^\]]+\]/g)?.join(' ') ?? ''
  const whole = [...known].filter((word) => used.has(word))
  return [...new Set([...whole, ...variants, ...words(attributes)])].toSorted()
}

/** Changes whenever what buildFiles makes would change: another class used, another sheet, another version. */
export function buildKey() {
  const own = globSync(['public/*', 'src/web/asset-build.ts', 'src/web/share-image.ts'], { cwd: config.root }).toSorted()
  const versions = [join(dsfr, '../package.json'), join(sourceSans, 'package.json')]
  const contents = [...own.map((file) => join(config.root, file)), ...versions].map((path) => readFileSync(path))
  return hashOf(String(config.hasStateBrand), usedWords(dsfrCss()).join(' '), ...contents)
}

/** A rule that names the variables that our own sheet uses, so that the purge keeps them and what they depend on. */
function variablesInUse() {
  const uses = read(publicFolder, 'app.css').match(/var\(--[a-z0-9-]+\)/g) ?? []
  return `html{will-change:${uses.join(' ')}}`
}

async function purge(css: string) {
  const { PurgeCSS } = await import('purgecss')
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: usedWords(css).join(' '), extension: 'html' }],
    css: [{ raw: `${css}${variablesInUse()}` }],
    variables: true,
    safelist: { standard: [alwaysKept, 'html', 'body'] },
    defaultExtractor: (text) => text.split(' '),
  })
  return result?.css.replace(variablesInUse(), '') ?? ''
}

function inlineIcon(path: string) {
  const svg = read(dsfr, path).replaceAll('"', "'").replaceAll(/\s+/g, ' ').trim()
  return `url("data:image/svg+xml,${svg.replaceAll(/[#<>%]/g, (sign) => encodeURIComponent(sign))}")`
}

const withoutDsfrFonts = (css: string) => css
  .replaceAll(/@font-face\{[^}]*\}/g, '')
  .replaceAll(/font-family:(Marianne|Spectral)(,[a-z,-]+)?/g, 'font-family:var(--font)')
  .replaceAll(/url\((?:\.\.\/)*(icons\/[^)]+)\)/g, (_, path: string) => inlineIcon(path))

// A page read in the dark is printed black on white: its colours are those of the screen alone.
const lightOnPaper = (css: string) => css.replaceAll(/:root\[data-fr-theme=dark\]\{[^}]*\}/g, '@media screen{$&}')

const fontFace = (family: string, weight: number, file: AssetFile, more: string) =>
  `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weight};` +
  `src:url(${urlOf(file)}) format("woff2");${more}}`

/** The unicode-range that @fontsource gives to each subset: the browser fetches only those that the page needs. */
function rangeOf(subset: string) {
  const sheet = read(sourceSans, '400.css')
  const face = sheet.split('/* ').find((part) => part.startsWith(`source-sans-3-${subset}-400`))
  return /unicode-range:[^;]+;/.exec(face ?? '')?.[0] ?? ''
}

function sourceSansFont(subset: string, weight: number) {
  const name = `source-sans-3-${subset}-${weight}`
  const file = assetFile(`${name}.woff2`, readFileSync(join(sourceSans, 'files', `${name}-normal.woff2`)))
  // Enlarged a little: Source Sans is smaller than Marianne, for which the DSFR's sizes are made.
  return { file, css: fontFace('Source Sans 3', weight, file, `size-adjust:106%;${rangeOf(subset)}`) }
}

const sourceSansFonts = () => subsets.flatMap((subset) => weights.map((weight) => sourceSansFont(subset, weight)))

function marianneFont(style: string, weight: number) {
  const file = assetFile(`marianne-${weight}.woff2`, readFileSync(join(dsfr, 'fonts', `Marianne-${style}.woff2`)))
  return { file, css: fontFace('Marianne', weight, file, '') }
}

const marianneFonts = () => Object.entries(marianne).map(([style, weight]) => marianneFont(style, weight))

const brandFont = () => config.hasStateBrand ? ':root{--font:Marianne,arial,sans-serif}' : ''
const withoutComments = (css: string) => css.replaceAll(/\/\*[^!][\s\S]*?\*\//g, '').replaceAll(/\n\s*/g, '\n')

function compress(body: Buffer) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }
  return { brotli: brotliCompressSync(body, options), gzip: gzipSync(body, { level: 9 }) }
}

function assetFile(name: string, content: string | Buffer): AssetFile {
  const body = Buffer.from(content)
  const extension = name.split('.').at(-1) ?? ''
  const packed = extension === 'woff2' || extension === 'png' ? { brotli: null, gzip: null } : compress(body)
  return { name, hash: hashOf(body), type: types[extension] ?? 'application/octet-stream', body, ...packed }
}

/** `/assets/app.3f2a….css`: the address changes with the content, so that it can be kept for ever. */
export function urlOf({ name, hash }: AssetFile) {
  const dot = name.lastIndexOf('.')
  return `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`
}

const withoutSourceMap = (code: string) => code.replace(/\/\/# sourceMappingURL=.*\s*$/, '')

const publicFiles = () => globSync('*.{js,svg}', { cwd: publicFolder })
  .map((path) => assetFile(relative('.', path), read(publicFolder, path)))

const schemePictures = () => ['light', 'dark', 'system']
  .map((scheme) => assetFile(`${scheme}.svg`, read(dsfr, 'artwork', `${scheme}.svg`)))

/** Everything served under /assets. Takes some seconds: see the cache in assets.ts. */
export async function buildFiles(): Promise<AssetFile[]> {
  const fonts = [...sourceSansFonts(), ...(config.hasStateBrand ? marianneFonts() : [])]
  const sheet = lightOnPaper(withoutDsfrFonts(await purge(dsfrCss())))
  const own = withoutComments(read(publicFolder, 'app.css'))
  const css = [...fonts.map((font) => font.css), sheet, own, brandFont()].join('\n')
  return [
    assetFile('app.css', `@charset "UTF-8";${css.replace('@charset "UTF-8";', '')}`),
    assetFile('dsfr.js', withoutSourceMap(read(dsfr, 'dsfr.module.min.js'))),
    ...publicFiles(),
    assetFile('share.png', shareImage()),
    ...schemePictures(),
    ...fonts.map((font) => font.file),
  ]
}
