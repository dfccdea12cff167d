import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { drawableBy } from './glyphs.ts'

/** What the process is asked: a template in Typst, and data in JSON that it reads, never as source. */
export type Order = { template: string; data: string }
export type Answer = { pdf: Uint8Array } | { failure: string }
/** What it says: that it is ready, then each answer with the memory that it holds, in bytes. */
export type Reply = { isReady: true } | { answer: Answer; rss: number }

/** Renderings for which Typst keeps what it has computed. */
const keptRenderings = 10

const fontFiles = process.argv.slice(2)
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: fontFiles }] })
const drawable = drawableBy(fontFiles)

const readData = (data: string) => JSON.stringify(JSON.parse(data, (_, value: unknown) => (typeof value === 'string' ? drawable(value) : value)))

// False is its default, and poppler's tools up to 23 complain of it as of an error; a PDF keeps its length, which its table of places counts.
function withoutSuspects(pdf: Buffer) {
  const entry = '/Suspects false'
  const place = pdf.lastIndexOf(entry)
  if (place >= 0) pdf.fill(' ', place, place + entry.length)
  return Uint8Array.from(pdf)
}

function render({ template, data }: Order): Answer {
  const compiled = compiler.compile({ mainFileContent: template, inputs: { data: readData(data) } })
  if (!compiled.result) return { failure: JSON.stringify(compiled.takeError()?.shortDiagnostics) }
  const pdf = withoutSuspects(compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }))
  compiler.evictCache(keptRenderings)
  return { pdf }
}

/** The compiler throws what breaks PDF/UA. */
function answer(order: Order): Answer {
  try {
    return render(order)
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

const reply = (said: Reply) => process.send?.(said)

process.on('message', (order: Order) => reply({ answer: answer(order), rss: process.memoryUsage.rss() }))
// It ends with the portal, however that ends; a signal to both leaves the portal the time to send what is under way.
process.on('disconnect', () => process.exit())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
reply({ isReady: true })
