import { Router } from 'express'
import { sendPieces, sendText } from '../web/send-text.ts'
import { fileLimit, partNamed, sitemapIndex, sitemapPieces } from './sitemap.ts'
import { robotsText, securityText } from './texts.ts'

/** Public, in front of the sessions: what is written for search engines and other machines. */
export const searchEnginesRouter = Router()

searchEnginesRouter.get('/sitemap.xml', async (req, res) => sendText(req, res, 'application/xml', await sitemapIndex()))

searchEnginesRouter.get('/sitemaps/:file.xml', async (req, res, next) => {
  const [, name = '', number = ''] = /^([a-z]+)-([1-9]\d{0,3})$/.exec(req.params.file) ?? []
  const part = partNamed(name)
  const isThere = part !== null && (number === '1' || (await part.count()) > (Number(number) - 1) * fileLimit)
  if (!isThere) return next()
  await sendPieces(req, res, 'application/xml', sitemapPieces(part, Number(number)))
})

searchEnginesRouter.get('/robots.txt', (req, res) => sendText(req, res, 'text/plain', robotsText()))

searchEnginesRouter.get('/.well-known/security.txt', (req, res) => sendText(req, res, 'text/plain', securityText()))
