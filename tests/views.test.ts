import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'
import { expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { viewOptions, viewsDirectory } from '../src/web/view-engine.ts'

const views = globSync('**/*.ejs', { cwd: viewsDirectory }).toSorted()
const dsfr = join(config.root, 'node_modules/@gouvfr/dsfr/dist')
const dsfrIcons = readFileSync(join(dsfr, 'utility/icons/icons.main.min.css'), 'utf8')
const rawOutputs = /<%-(?!\s*include\()[^%]*%>/g
const allowed = new Set(['layout.ejs <%- it.body %>', 'dsfr/metadata.ejs <%- metadata.structuredData %>'])
// Data that nothing runs, escaped by scriptJson.
const dataBlock = '<script type="application/ld+json"><%- metadata.structuredData %></script>'

test.each(views)('%s compiles, and every view that it includes exists', (view) => {
  const filename = join(viewsDirectory, view)
  const source = readFileSync(filename, 'utf8')
  expect(() => ejs.compile(source, { ...viewOptions, cache: false, filename })).not.toThrow()
  for (const [, path] of source.matchAll(/include\('([^']+)'/g)) expect(views).toContain(`${path?.slice(1)}.ejs`)
})

test.each(views)('%s writes nothing unescaped, no inline style, no inline script', (view) => {
  const source = readFileSync(join(viewsDirectory, view), 'utf8')
  const raw = (source.match(rawOutputs) ?? []).map((output) => `${view} ${output}`)
  expect(raw.filter((output) => !allowed.has(output))).toEqual([])
  expect(source).not.toMatch(/\sstyle\s*=/i)
  expect(source.replace(dataBlock, '')).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:/i)
})

test.each(views)('%s names only icons that the DSFR has', (view) => {
  const source = readFileSync(join(viewsDirectory, view), 'utf8')
  const icons = source.match(/fr-icon-[a-z0-9-]+(?:line|fill)\b/g) ?? []
  for (const icon of icons) expect(dsfrIcons).toContain(`.${icon}:`)
})

// What a broken merge leaves, such as « "> » after a tag, is printed on the page.
const comments = /<!--[\s\S]*?-->|<!doctype[^>]*>/gi
const textOf = (source: string) => source.replace(/<%[\s\S]*?%>/g, '').replace(comments, '').replace(/<[^<>]*>/g, '')

test.each(views)('%s opens and closes its tags whole', (view) => {
  expect(textOf(readFileSync(join(viewsDirectory, view), 'utf8')).match(/.*[<>].*/g) ?? []).toEqual([])
})
