import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { cachedPdf, documentKey } from '../../src/documents/cache.ts'
import { renderPdf, warmUp } from '../../src/documents/render.ts'
import { config } from '../../src/config.ts'
import { readMarkdown } from '../../src/markdown.ts'

// Prints, in milliseconds, how long the PDF of a charter takes, made and kept, and how late the event loop is meanwhile.
const template = readFileSync(join(config.root, 'src/charter-documents/charter.typ'), 'utf8')
const paragraph = 'Le comité de pilotage fixe les **objectifs**, retient les actions et fixe les règles de travail, de façon équilibrée entre les mondes.\n\n- Les convocations partent quinze jours avant la réunion.\n- Le compte rendu est diffusé dans les trente jours.\n\n'
const turns = 30

const articleOf = (number: number, paragraphs: number) => ({ number, title: 'Fonctionnement', isBlank: false, blocks: readMarkdown(paragraph.repeat(paragraphs) || 'Les décisions se prennent en codécision.'), axes: [], priorities: [] })

/** A charter whose text is never twice the same. */
const charterOf = (paragraphs: number, turn: number) => ({
  title: `Charte du CLEE de mesure n° ${turn}`,
  academieName: 'de Rennes',
  mission: 'Mission académique école-entreprise',
  version: turn,
  state: { label: 'Validée', sentence: 'Validée le 22 novembre 2026', tone: 'inForce' },
  facts: [{ term: 'Communes (60)', texts: [Array.from({ length: 60 }, (_, index) => `Saint-Georges-${index}`).join(', ')] }],
  articles: Array.from({ length: 14 }, (_, index) => articleOf(index + 1, paragraphs)),
  worlds: [{ label: 'Éducation', seated: ['Principal, Collège Thérèse Pierre'], others: [] }],
  signatories: [{ capacity: 'Monde éducatif', person: 'Proviseure, Lycée Jean Guéhenno', name: '', signedOn: '22 novembre 2026' }],
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
  for (let turn = 1; turn <= turns; turn += 1) times.push(await time(() => renderPdf(template, charterOf(paragraphs, turn))))
  delay.disable()
  const charter = charterOf(paragraphs, turns)
  const pages = pagesOf(await cachedPdf(documentKey(template, charter), template, charter))
  const kept = await time(() => cachedPdf(documentKey(template, charter), template, charter))
  const round = (value: number) => value.toFixed(1)
  console.log(`${String(pages).padStart(2)} pages : médiane ${round(at(times, 0.5))} ms, p95 ${round(at(times, 0.95))} ms, déjà fait ${round(kept)} ms, boucle d’événements en retard de ${round(delay.percentile(99) / 1e6)} ms au plus (p99)`)
}

console.log(`Mise en route : ${(await time(warmUp)).toFixed(0)} ms`)
for (const paragraphs of [0, 9]) await measure(paragraphs)
