import { join } from 'node:path'
import ejs from 'ejs'
import type { Express } from 'express'
import { config } from '../config.ts'

export const viewsDirectory = join(config.root, 'views')
const layout = join(viewsDirectory, 'layout.ejs')

/** Views read `it.title`; includes start at the views folder: `include('/dsfr/alert', { alert })`. */
export const viewOptions = { root: viewsDirectory, strict: true, localsName: 'it', cache: true } as const

type Rendered = (error: Error | null, html?: string) => void

function renderPage(path: string, locals: object, done: Rendered) {
  ejs.renderFile(path, locals, viewOptions, (error, body) => {
    if (error) return done(error)
    ejs.renderFile(layout, { ...locals, body }, viewOptions, done)
  })
}

/** `res.render('clees/index', { title })` renders views/clees/index.ejs inside views/layout.ejs. */
export function registerViews(app: Express) {
  app.engine('ejs', renderPage)
  app.set('views', viewsDirectory)
  app.set('view engine', 'ejs')
  app.enable('view cache')
}
