import { readFileSync } from 'node:fs'
import express from 'express'
import request from 'supertest'
import { expect, test } from 'vitest'
import { assets, assetsRouter } from '../src/web/assets.ts'

const app = express().use(assetsRouter(assets))
const body = (name: string) => assets.files.find((file) => file.name === name)?.body.toString() ?? ''

test('an asset is served compressed as asked, for ever, and answers 304 to who has it', async () => {
  const url = assets.url('app.css')
  const first = await request(app).get(url).set('Accept-Encoding', 'gzip, br')
  expect(first.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
  expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(first.headers['content-type']).toBe('text/css; charset=utf-8')
  const headers = { 'Accept-Encoding': 'br', 'If-None-Match': String(first.headers.etag) }
  const again = await request(app).get(url).set(headers)
  expect(again.status).toBe(304)
  const plain = await request(app).get(url).set('Accept-Encoding', 'identity')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.text).toBe(body('app.css'))
})

test('an unknown asset is not found, the icon that browsers ask for is there', async () => {
  expect((await request(app).get('/assets/app.000000000000.css')).status).toBe(404)
  expect((await request(app).get('/favicon.ico')).headers['content-type']).toContain('image/svg+xml')
})

test('the sheet asks for nothing but the portal’s own fonts, and keeps the classes that views compose', () => {
  const css = body('app.css')
  const addresses = [...css.matchAll(/url\((?!["']?data:)["']?([^"')]+)/g)].map(([, address]) => address)
  expect(addresses.filter((address) => !address?.startsWith('/assets/source-sans-3-'))).toEqual([])
  expect(css).not.toMatch(/Marianne[",]|Spectral/)
  const kept = ['.fr-alert--error', '.fr-badge--green-emeraude', '.fr-btn--secondary', '.fr-collapsing', 'h3{']
  for (const selector of kept) expect(css).toContain(selector)
})

test('each rule of the sheet is closed before the next: one left open would swallow the rest', () => {
  const text = readFileSync(new URL('../public/app.css', import.meta.url), 'utf8')
  let depth = 0
  const depths = text.split('\n').map((line) => (depth += line.split('{').length - line.split('}').length))
  expect([Math.min(...depths), Math.max(...depths), depths.at(-1)]).toEqual([0, 1, 0])
})
