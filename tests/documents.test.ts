import { afterAll, describe, expect, test, vi } from 'vitest'
import { cachedPdf, documentKey } from '../src/documents/cache.ts'
import { Busy, renderPdf, stopRendering } from '../src/documents/render.ts'
import { readPdf } from './support/pdf.ts'

const head = '#set document(title: "Essai", date: none)\n#set text(font: "Source Sans 3", lang: "fr")\n#let data = json(bytes(sys.inputs.data))\n= Essai\n'
const template = `${head}#data.text`
/** Some seconds of work. */
const endless = `${head}#let sum = 0\n#for one in range(9000) { for other in range(1000) { sum += 1 } }\n#sum`
const textOf = async (pdf: Promise<Uint8Array>) => (await readPdf(Uint8Array.from(await pdf))).text

afterAll(stopRendering)

describe('documents', () => {
  test('are made in turn, each from its own data', async () => {
    const texts = await Promise.all(['un', 'deux', 'trois'].map((text) => textOf(renderPdf(template, { text }))))
    expect(texts).toEqual(['Essai un', 'Essai deux', 'Essai trois'])
  })

  test('of the same data are the same, to the byte', async () => {
    const [one, other] = [await renderPdf(template, { text: 'un' }), await renderPdf(template, { text: 'un' })]
    expect(Buffer.compare(one, other)).toBe(0)
  })

  test('leave the event loop free while they are made', async () => {
    let turns = 0
    const counter = setInterval(() => (turns += 1), 1)
    await renderPdf(`${head}#for one in range(400) [Une phrase assez longue pour remplir une ligne entière du document. #parbreak()]`, {})
    clearInterval(counter)
    expect(turns).toBeGreaterThan(3)
  })

  test('that the compiler refuses are an error of ours; the next is made', async () => {
    await expect(renderPdf('#panic("x")', {})).rejects.toThrow('could not be rendered')
    await expect(renderPdf('= Sans titre de document', {})).rejects.toThrow('could not be rendered')
    expect(await textOf(renderPdf(template, { text: 'ensuite' }))).toBe('Essai ensuite')
  })

  test('that take too long are given up with a 503, with their process, and what waited behind is made by another', async () => {
    const late = renderPdf(endless, {}, 200).catch((error: unknown) => error)
    const next = textOf(renderPdf(template, { text: 'après' }))
    expect(await late).toMatchObject({ status: 503, retryAfter: 600 })
    expect(await next).toBe('Essai après')
  })

  test('count their time from their turn, not from the moment they were asked for', async () => {
    const long = renderPdf(endless, {}, 700).catch((error: unknown) => error)
    expect(await textOf(renderPdf(template, { text: 'patient' }, 600))).toBe('Essai patient')
    expect(await long).toMatchObject({ status: 503 })
  })

  test('lost with their process are a 503, and another takes over', async () => {
    const lost = renderPdf(endless, {}).catch((error: unknown) => error)
    const stopped = stopRendering()
    expect(await lost).toBeInstanceOf(Busy)
    expect(await textOf(renderPdf(template, { text: 'repris' }))).toBe('Essai repris')
    await stopped
  })

  test('asked for by too many at once are refused rather than piled up', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 60 }, (_, index) => renderPdf(template, { text: String(index) })))
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(50)
  })
})

describe('kept documents', () => {
  const keep = (text: string) => cachedPdf(documentKey(template, { text }), template, { text })

  test('are made once for all who ask at the same time', async () => {
    const [one, ...others] = await Promise.all(Array.from({ length: 80 }, () => keep('ensemble')))
    expect(others.every((other) => other === one)).toBe(true)
  })

  test('that failed are refused at once for ten minutes, then tried again', async () => {
    const key = documentKey('clé', {})
    await expect(cachedPdf(key, '#panic()', {})).rejects.toThrow('could not be rendered')
    await expect(cachedPdf(key, template, { text: 'bien' })).rejects.toMatchObject({ status: 503, retryAfter: 600 })
    vi.setSystemTime(Date.now() + 10 * 60_000)
    expect(await textOf(cachedPdf(key, template, { text: 'bien' }))).toBe('Essai bien')
    vi.useRealTimers()
  })

  test('that only lacked their turn are tried again at once', async () => {
    const key = documentKey('tour', {})
    const lost = cachedPdf(key, endless, {}).catch((error: unknown) => error)
    await stopRendering()
    expect(await lost).toBeInstanceOf(Busy)
    expect(await textOf(cachedPdf(key, template, { text: 'à son tour' }))).toBe('Essai à son tour')
  })

  test('give way to others beyond a number, the least recently used first', async () => {
    const first = await keep('premier')
    const used = await keep('souvent lu')
    for (let index = 0; index < 199; index += 1) await Promise.all([keep(`autre ${index}`), keep('souvent lu')])
    expect(await keep('souvent lu')).toBe(used)
    expect(await keep('premier')).not.toBe(first)
  })

  test('of other data, or of another template, have another key', () => {
    const keys = [documentKey('a', { text: 'b' }), documentKey('a', { text: 'c' }), documentKey('ab', { text: '' })]
    expect(new Set(keys).size).toBe(3)
  })
})
