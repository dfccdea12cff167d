import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { contentOf } from '../../src/charter-documents/content.ts'
import { cachedPdf, documentKey } from '../../src/documents/cache.ts'
import { renderingMemory, renderPdf, stopRendering, warmUp } from '../../src/documents/render.ts'
import { config } from '../../src/config.ts'
import { hasTooManyParts, maxListDepth, maxParts, readMarkdown } from '../../src/markdown.ts'

// Prints, in milliseconds, how long the PDF of a charter takes, made and kept, and how late the event loop is meanwhile; then what the heaviest one that may be written takes, and the memory of the process.
const template = readFileSync(join(config.root, 'src/charter-documents/charter.typ'), 'utf8')
const paragraph = 'Le comité de pilotage fixe les **objectifs**, retient les actions et fixe les règles de travail, de façon équilibrée entre les mondes.\n\n- Les convocations partent quinze jours avant la réunion.\n- Le compte rendu est diffusé dans les trente jours.\n\n'
const turns = 30

const articleOf = (number: number, text: string) => ({ number, title: 'Fonctionnement', isBlank: false, blocks: readMarkdown(text), axes: [], priorities: [] })
const textOf = (paragraphs: number) => paragraph.repeat(paragraphs) || 'Les décisions se prennent en codécision.'

/** A charter whose text is never twice the same. */
const charterOf = (text: string, turn: number): ReturnType<typeof contentOf> => ({
  title: `Charte du CLEE de mesure n° ${turn}`,
  academieName: 'de Rennes',
  mission: 'Mission académique école-entreprise',
  version: turn,
  state: { label: 'Validée', sentence: 'Validée le 22 novembre 2026', tone: 'inForce' },
  facts: [{ term: 'Communes (60)', texts: [Array.from({ length: 60 }, (_, index) => `Saint-Georges-${index}`).join(', ')] }],
  articles: Array.from({ length: 14 }, (_, index) => articleOf(index + 1, text)),
  signatories: [{ capacity: 'Monde éducatif', person: 'Proviseure, Lycée Jean Guéhenno', name: '', signed: 'Signée le 22 novembre 2026', isAwaited: false }],
  code: '7KQ4-MB2X',
  address: 'https://clee.exemple.fr/verification/7KQ4-MB2X',
})

async function time(act: () => Promise<unknown>) {
  const start = performance.now()
  await act()
  return performance.now() - start
}

const at = (times: number[], share: number) => times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1] ?? 0
const pagesOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0

async function measure(paragraphs: number) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const times: number[] = []
  for (let turn = 1; turn <= turns; turn += 1) times.push(await time(() => renderPdf(template, charterOf(textOf(paragraphs), turn))))
  delay.disable()
  const charter = charterOf(textOf(paragraphs), turns)
  const pages = pagesOf(await cachedPdf(documentKey(template, charter), template, charter))
  const kept = await time(() => cachedPdf(documentKey(template, charter), template, charter))
  const round = (value: number) => value.toFixed(1)
  console.log(`${String(pages).padStart(2)} pages : médiane ${round(at(times, 0.5))} ms, p95 ${round(at(times, 0.95))} ms, déjà fait ${round(kept)} ms, boucle d’événements en retard de ${round(delay.percentile(99) / 1e6)} ms au plus (p99)`)
}

console.log(`Mise en route : ${(await time(warmUp)).toFixed(0)} ms`)
for (const paragraphs of [0, 9]) await measure(paragraphs)

/** 20,000 characters as deep as lists may stand, in as many items as may be, never twice the same. */
function heaviest(turn: number) {
  const indent = '  '.repeat(maxListDepth - 1)
  const above = Array.from({ length: maxListDepth - 1 }, (_, depth) => `${'  '.repeat(depth)}- ${depth}`)
  const items = Array.from({ length: Math.floor(maxParts / maxListDepth) - 1 }, (_, index) => `${indent}- ${turn}-${index} ${'mot '.repeat(57)}`)
  const text = [...above, ...items].join('\n')
  if (hasTooManyParts(text) || text.length > 20_000) throw new Error('The heaviest text would be refused')
  return text
}

const megabytes = () => `${(renderingMemory() / 1e6).toFixed(0)} Mo`
for (let turn = 1; turn <= 50; turn += 1) await renderPdf(template, charterOf(textOf(9), turn + turns))
console.log(`Mémoire du processus après 50 documents de plus : ${megabytes()}`)
for (let turn = 1; turn <= 3; turn += 1) {
  const spent = await time(() => renderPdf(template, charterOf(heaviest(turn), turn), 60_000))
  console.log(`La charte la plus lourde qui puisse s’écrire : ${spent.toFixed(0)} ms, mémoire du processus : ${megabytes()}`)
}
await stopRendering()
