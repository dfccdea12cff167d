import { join } from 'node:path'
import ejs from 'ejs'
import type { Express } from 'express'
import { config } from '../config.ts'

export const viewsDirectory = join(config.root, 'views')
const layout = join(viewsDirectory, 'layout.ejs')

/** Views read `it.title`; includes start at the views folder: `include('/dsfr/alert', { alert })`. */
export const viewOptions = { root: viewsDirectory, strict: true, localsName: 'it', cache: true } as const

// Between two tags, but not in a field, whose text is the visitor's own; scripts and styles are never inline.
const textBetweenTags = /<textarea[\s\S]*?<\/textarea>|>[^<]+(?=<)/g

/** No-break spaces where French wants them, whoever wrote the sentence. */
export const typeset = (html: string) =>
  html.replace(textBetweenTags, (part) =>
    part.startsWith('<') ? part : part.replace(/(?<=\S) (?=[:»%](?:[\s<]|$))/g, '\u00a0').replace(/(?<=\S) (?=[;!?](?:[\s<]|$))/g, '\u202f').replaceAll('« ', '«\u00a0'),
  )

const headings = /<h([1-6])\b[^>]*>[\s\S]*?<\/h\1>/g

/** A school year of a title stays on one line. */
export const keepYears = (html: string) => html.replace(headings, (heading) => heading.replace(/>[^<]+(?=<)/g, (text) => text.replace(/\b\d{4}-\d{4}\b/g, '<span class="app-year">$&</span>')))

type Rendered = (error: Error | null, html?: string) => void

function renderPage(path: string, locals: object, done: Rendered) {
  ejs.renderFile(path, locals, viewOptions, (error, body) => {
    if (error) return done(error)
    ejs.renderFile(layout, { ...locals, body }, viewOptions, (layoutError, html) => (layoutError ? done(layoutError) : done(null, keepYears(typeset(html ?? '')))))
  })
}

/** `res.render('clees/index', { title })` renders views/clees/index.ejs inside views/layout.ejs. */
export function registerViews(app: Express) {
  app.engine('ejs', renderPage)
  app.set('views', viewsDirectory)
  app.set('view engine', 'ejs')
  app.enable('view cache')
}
