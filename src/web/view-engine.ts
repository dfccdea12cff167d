import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import ejs from 'ejs'
import type { Express } from 'express'
import { config } from '../config.ts'

export const viewsDirectory = join(config.root, 'views')
const layout = join(viewsDirectory, 'layout.ejs')

/** Views read `it.title`; includes start at the views folder: `include('/dsfr/alert', { alert })`. */
export const viewOptions = { root: viewsDirectory, strict: true, localsName: 'it', cache: true, rmWhitespace: true } as const

const spaces = / (?=[:»%;!?](?:[\s<]|$))|« /g
const narrow = new Set([';', '!', '?'])
const textareas = /<textarea[\s\S]*?<\/textarea>/g

/** What stands for a space found at a place of a page: the same within a tag, at the start of a line, or in a field, whose text is the visitor's own. */
function spaceAt(html: string, found: string, place: number, fields: [from: number, to: number][]) {
  if (html.lastIndexOf('<', place) > html.lastIndexOf('>', place)) return found
  if (fields.some(([from, to]) => place > from && place < to)) return found
  if (found.startsWith('«')) return '«\u00a0'
  if (/^\s?$/.test(html.charAt(place - 1))) return found
  return narrow.has(html.charAt(place + 1)) ? '\u202f' : '\u00a0'
}

/** No-break spaces where French wants them, whoever wrote the sentence. One search of the few places that need one costs a tenth of a pass over every text. */
export function typeset(html: string) {
  const fields = html.includes('<textarea') ? [...html.matchAll(textareas)].map((field): [number, number] => [field.index, field.index + field[0].length]) : []
  return html.replace(spaces, (found, place: number) => spaceAt(html, found, place, fields))
}

const years = /\d{4}-\d{4}/
const headings = /<h([1-6])\b[^>]*>[\s\S]*?<\/h\1>/g

/** A school year of a title stays on one line. */
export const keepYears = (html: string) => !years.test(html) ? html : html.replace(headings, (heading) => heading.replace(/>[^<]+(?=<)/g, (text) => text.replace(/\b\d{4}-\d{4}\b/g, '<span class="app-year">$&</span>')))

type Include = (path: string, more?: object) => string
type View = (it: object, escapeFn: (value: unknown) => string, include: Include) => string

const views = new Map<string, View>()

// EJS's own `include` copies all the variables of the page, twice, for each partial: of a page of fifty cards that was most of
// the time. Here a partial inherits them.
function compile(path: string): View {
  const template = new ejs.Template(readFileSync(path, 'utf8'), { ...viewOptions, filename: path, compileDebug: false })
  template.compile()
  // What EJS does itself with the source that it has generated.
  return compileFunction(`"use strict";\n${template.source}`, ['it', 'escapeFn', 'include'], { filename: path }) as View
}

/** A view by the name that an include gives it, or by its path. */
function findView(name: string): View {
  const known = views.get(name)
  if (known) return known
  const view = compile(name.startsWith(viewsDirectory) ? name : `${viewsDirectory}${name}.ejs`)
  views.set(name, view)
  return view
}

const inherit = (it: object, more: object): object => Object.assign(Object.create(it) as object, more)

function renderView(name: string, it: object): string {
  const include: Include = (partial, more) => renderView(partial, more ? inherit(it, more) : it)
  return findView(name)(it, ejs.escapeXML, include)
}

type Rendered = (error: unknown, html?: string) => void

function renderPage(path: string, locals: object, done: Rendered) {
  let html: string
  try {
    html = renderView(layout, { ...locals, body: renderView(path, locals) })
  } catch (error) {
    return done(error)
  }
  done(null, keepYears(typeset(html)))
}

/** `res.render('clees/index', { title })` renders views/clees/index.ejs inside views/layout.ejs. */
export function registerViews(app: Express) {
  app.engine('ejs', renderPage)
  app.set('views', viewsDirectory)
  app.set('view engine', 'ejs')
  app.enable('view cache')
}
