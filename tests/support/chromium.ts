import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import bundledChromium, { inflate } from '@sparticuz/chromium'

export type PreparedChromium = { path: string; libraries: string; remove(): void }

/** Does work with another temporary folder: the package unpacks in the system's and nowhere else. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const usual = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    return await work()
  } finally {
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
  }
}

// A bare machine lacks the NSS libraries; the package brings them, and uses them by itself only on the cloud it is made for.
async function unpackLibraries(folder: string) {
  const archives = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin')
  await inFolder(folder, () => inflate(join(archives, 'al2023.tar.br')))
  return join(folder, 'al2023/lib')
}

/**
 * Unpacks the Chromium that comes from npm in a folder of this run, so that no other user's or half-written one is met;
 * CHROMIUM_PATH names a system browser instead. `libraries` is where its missing libraries are, or "".
 */
export async function prepareChromium(): Promise<PreparedChromium> {
  const system = process.env['CHROMIUM_PATH']
  if (system) return { path: system, libraries: '', remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'portail-chromium-'))
  const path = await inFolder(folder, () => bundledChromium.executablePath())
  const starts = spawnSync(path, ['--version']).status === 0
  return { path, libraries: starts ? '' : await unpackLibraries(folder), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
