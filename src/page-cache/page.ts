import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

type Variant = { tag: string; headers: string[]; unchangedHeaders: string[]; body: Buffer }
/** A rendered page, ready to be sent in each encoding. */
export type Page = { plain: Variant; brotli: Variant | null; gzip: Variant | null; changedAt: number | null; bytes: number }

const compress = {
  // Pages are rebuilt often: the next degrees cost several times more, for some hundredths less.
  brotli: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
}

const worthCompressing = 200
const isText = (type: string) => /^text\/|[/+](json|xml|javascript)\b|^image\/svg/.test(type)
const ofConnection = new Set(['etag', 'content-length', 'vary', 'connection', 'keep-alive', 'transfer-encoding', 'date'])
const ofContent = new Set(['content-type', 'content-length', 'content-encoding', 'content-disposition'])

/** What other requests than those without a session may vary by is no matter here: they don't come to the cache. */
const knownVariations = /^\s*((accept-encoding|cookie)\s*(,\s*|$))*$/i

/** Whether everybody without a session may be given this answer. */
export function canBeShared(res: ServerResponse) {
  const header = (name: string) => String(res.getHeader(name) ?? '')
  if (res.statusCode !== 200 || res.hasHeader('Set-Cookie') || res.hasHeader('Content-Encoding')) return false
  return !/no-store|private/.test(header('Cache-Control')) && knownVariations.test(header('Vary'))
}

function headersOf(res: ServerResponse) {
  return res.getHeaderNames().filter((name) => !ofConnection.has(name)).map((name): [string, string] => [name, String(res.getHeader(name))])
}

function varyOf(res: ServerResponse) {
  const names = String(res.getHeader('Vary') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '' && name.toLowerCase() !== 'accept-encoding')
  return ['Accept-Encoding', ...names].join(', ')
}

const withoutContent = (headers: [string, string][]) => headers.filter(([name]) => !ofContent.has(name))

function variantOf(common: [string, string][], hash: string, encoding: 'br' | 'gzip' | null, body: Buffer): Variant {
  const tag = `"${hash}${encoding ? `-${encoding}` : ''}"`
  const headers: [string, string][] = [...common, ['etag', tag], ...(encoding ? [['content-encoding', encoding] satisfies [string, string]] : []), ['content-length', String(body.length)]]
  return { tag, headers: headers.flat(), unchangedHeaders: withoutContent(headers).flat(), body }
}

/** The same bytes alone in their memory: compressors and small buffers give a part of a larger one, which would stay with it. */
function alone(bytes: Buffer) {
  if (bytes.buffer.byteLength === bytes.length) return bytes
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}

/** What a variant takes: its bytes, its headers, and the objects that hold them. */
const sizeOf = ({ headers, unchangedHeaders, body }: Variant) => body.buffer.byteLength + [...headers, ...unchangedHeaders].reduce((sum, text) => sum + text.length + 8, 500)

/** Prepares an answer for all who will ask for it. */
export async function makePage(res: ServerResponse, body: Buffer): Promise<Page> {
  const common: [string, string][] = [...headersOf(res), ['vary', varyOf(res)]]
  const hash = createHash('sha256').update(JSON.stringify(common)).update(body).digest('base64url').slice(0, 27)
  const isPacked = body.length >= worthCompressing && isText(String(res.getHeader('Content-Type')))
  const [brotliBody, gzipBody] = isPacked ? await Promise.all([compress.brotli(body), compress.gzip(body)]) : []
  const variants = {
    plain: variantOf(common, hash, null, alone(body)),
    brotli: brotliBody ? variantOf(common, hash, 'br', alone(brotliBody)) : null,
    gzip: gzipBody ? variantOf(common, hash, 'gzip', alone(gzipBody)) : null,
  }
  const changedAt = Date.parse(String(res.getHeader('Last-Modified') ?? ''))
  return {
    ...variants,
    changedAt: Number.isNaN(changedAt) ? null : changedAt,
    bytes: Object.values(variants).reduce((sum, variant) => sum + (variant ? sizeOf(variant) : 0), 0),
  }
}

const refusesBrotli = /(?:^|[\s,])br\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/i
const refusesGzip = /(?:^|[\s,])gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/i
const acceptsBrotli = /(?:^|[\s,])br\s*(?:[;,]|$)/i
const acceptsGzip = /(?:^|[\s,])gzip\s*(?:[;,]|$)/i

function chooseVariant({ plain, brotli, gzip: zipped }: Page, accepted: string | string[] | undefined): Variant {
  if (typeof accepted !== 'string') return plain
  if (brotli && acceptsBrotli.test(accepted) && !refusesBrotli.test(accepted)) return brotli
  return zipped && acceptsGzip.test(accepted) && !refusesGzip.test(accepted) ? zipped : plain
}

/** The headers by which a browser says what it has already. */
export type Conditions = { match: string | undefined; since: string | undefined }

function isUnchanged({ match, since }: Conditions, { tag }: Variant, { changedAt }: Page) {
  if (match !== undefined) return match.trim() === '*' || match.includes(tag)
  return since !== undefined && changedAt !== null && Date.parse(since) >= changedAt
}

export const conditionsOf = ({ headers }: IncomingMessage): Conditions => ({ match: headers['if-none-match'], since: headers['if-modified-since'] })

export function sendPage(req: IncomingMessage, res: ServerResponse, page: Page, conditions: Conditions) {
  const variant = chooseVariant(page, req.headers['accept-encoding'])
  if (isUnchanged(conditions, variant, page)) {
    res.writeHead(304, variant.unchangedHeaders)
    res.end()
    return
  }
  res.writeHead(200, variant.headers)
  res.end(req.method === 'HEAD' ? undefined : variant.body)
}
