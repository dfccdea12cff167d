import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** The secret kept in `file` (mode 600), made at the first call. */
export function keepSecret(file: string): string {
  if (!existsSync(file)) createSecret(file)
  return readFileSync(file, 'utf8').trim()
}

/** Linked into place, so that two portals that start together agree on one secret. */
function createSecret(file: string) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
