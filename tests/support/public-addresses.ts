import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicRoutes } from './route-access.ts'

const root = new URL('../..', import.meta.url).pathname

const sources = () =>
  ['src', 'views'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|ejs)$/.test(file) && !file.startsWith('generated')).map((file) => readFileSync(join(root, folder, file), 'utf8')))

const parameterPatterns = [/query\['(\w+)'\]/g, /query\.(\w+)/g, /\bit\.filters, '(\w+)'/g, /name: '([a-z]\w*)'/g]
const usual = ['q', 'recherche', 'texte', 'commune', 'insee', 'bassin', 'clee', 'page', 'tri', 'etat', 'type', 'secteur', 'public', 'mois', 'jour', 'vue', 'annee', 'code', 'suite', 'session', 'limit', 'offset', 'format']

/** Every parameter that some page reads from its address, as the sources name them. */
export function knownParameters(): string[] {
  const read = sources().flatMap((text) => parameterPatterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)))
  return [...new Set([...usual, ...read])].toSorted()
}

export const publicPaths = (method: 'GET' | 'POST') => publicRoutes.filter((route) => route.startsWith(`${method} `)).map((route) => route.slice(method.length + 1))

/** A route's address: what its parameters name, by the part before them, or else this. */
export function fill(path: string, values: Record<string, string>, other: string) {
  return path.replace(/(\/[\w-]+\/):(\w+)|:(\w+)/g, (_, before: string | undefined) => `${before ?? ''}${values[before ?? ''] ?? other}`)
}
