import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { config } from '../config.ts'
import { searchKey } from '../text.ts'
import { log } from '../web/log.ts'
import { joinList, withDe } from '../web/view-helpers.ts'

export type Elsewhere = { name: string; departement: string }

const shown = 3

/** A process reads the file, of which this text is a thirtieth in memory: nobody waits meanwhile, and only its end gives all back. */
async function readLines() {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('./elsewhere-lines.ts', import.meta.url))], { env: {}, maxBuffer: 20_000_000 })
  return stdout
}

// The public search asks at each word that nothing answers.
let lines: Promise<string> | undefined

function keepLines() {
  lines ??= readLines().catch((error: unknown) => {
    lines = undefined
    throw error
  })
  return lines
}

/** Reads the communes of France before a visitor needs them. */
export const readCommunes = () => keepLines().then(
  () => undefined,
  (error: unknown) => log.error({ message: String(error) }, 'communes of France not read'),
)

function findLines(text: string, part: string) {
  const found: string[] = []
  for (let at = text.indexOf(part); at >= 0 && found.length < shown; at = text.indexOf(part, at + part.length)) {
    const end = text.indexOf('\n', at)
    found.push(text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end))
  }
  return found
}

/** Communes of France by their whole name, postal code or INSEE code, the biggest first: to say that one is outside the académie. */
export async function findElsewhere(text: string): Promise<Elsewhere[]> {
  const key = searchKey(text.slice(0, 200))
  if (key === '') return []
  return findLines(await keepLines(), `|${key}|`).map((line) => {
    const [, name = '', departement = ''] = line.split('\t')
    return { name, departement }
  })
}

/** « Paris (75) n’est pas dans l’académie de Rennes : … ». */
export function outsideSentence(places: Elsewhere[]) {
  const names = joinList(places.map(({ name, departement }) => `${name} (${departement})`))
  const are = places.length > 1 ? 'ne sont pas' : 'n’est pas'
  return `${names} ${are} dans l’académie ${withDe(config.academie)}\u00a0: un CLEE réunit des communes de ses départements (${joinList(config.departements)}).`
}
