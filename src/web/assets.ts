import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { Router } from 'express'
import type { Request, Response } from 'express'
import { config } from '../config.ts'
import { buildFiles, buildKey, urlOf } from './asset-build.ts'
import type { AssetFile } from './asset-build.ts'

export type Assets = {
  /** The address of an asset by its plain name: `url('app.css')`. Throws on an unknown name. */
  url: (name: string) => string
  files: AssetFile[]
}

const folder = join(config.dataDirectory, 'assets-cache')

function readCache(key: string): AssetFile[] | null {
  try {
    return deserialize(readFileSync(join(folder, key))) as AssetFile[]
  } catch {
    return null
  }
}

/** A folder that can't be written only means a slower start. */
function writeCache(key: string, files: AssetFile[]) {
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) if (!name.endsWith('.tmp')) rmSync(join(folder, name), { force: true })
    const temporary = join(folder, `${key}.${process.pid}.tmp`)
    writeFileSync(temporary, serialize(files))
    renameSync(temporary, join(folder, key))
  } catch {
    return
  }
}

async function buildAndKeep(key: string) {
  const files = await buildFiles()
  writeCache(key, files)
  return files
}

/** Sheet, scripts, fonts and pictures of the pages: built at the first start, then read from the data directory. */
export async function buildAssets(): Promise<Assets> {
  const key = buildKey()
  const files = readCache(key) ?? await buildAndKeep(key)
  const urls = new Map(files.map((file) => [file.name, urlOf(file)]))
  const url = (name: string) => {
    const found = urls.get(name)
    if (!found) throw new Error(`Unknown asset: ${name}`)
    return found
  }
  return { url, files }
}

function chooseEncoding(req: Request, file: AssetFile): { body: Buffer, encoding: 'br' | 'gzip' | null } {
  const accepted = req.acceptsEncodings()
  if (file.brotli && accepted.includes('br')) return { body: file.brotli, encoding: 'br' }
  if (file.gzip && accepted.includes('gzip')) return { body: file.gzip, encoding: 'gzip' }
  return { body: file.body, encoding: null }
}

function sendAsset(req: Request, res: Response, file: AssetFile, cacheControl: string) {
  const { body, encoding } = chooseEncoding(req, file)
  const tag = encoding ? `${file.hash}-${encoding}` : file.hash
  res.set({ 'Content-Type': file.type, 'Cache-Control': cacheControl, ETag: `"${tag}"` })
  if (file.brotli) res.vary('Accept-Encoding')
  if (encoding) res.set('Content-Encoding', encoding)
  res.send(body)
}

/** Serves `/assets/…` from memory, precompressed, and the `/favicon.ico` that browsers ask for unprompted. */
export function assetsRouter(assets: Assets) {
  const router = Router()
  const byUrl = new Map(assets.files.map((file) => [urlOf(file), file]))
  router.get('/assets/:file', (req, res, next) => {
    const file = byUrl.get(req.path)
    if (!file) return next()
    sendAsset(req, res, file, 'public, max-age=31536000, immutable')
  })
  router.get('/favicon.ico', (req, res, next) => {
    const file = assets.files.find(({ name }) => name === 'emblem.svg')
    if (!file) return next()
    sendAsset(req, res, file, 'public, max-age=86400')
  })
  return router
}

export const assets: Assets = await buildAssets()
