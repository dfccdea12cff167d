import { createHash } from 'node:crypto'

/** Longer addresses are typed by nobody. */
const maxAddress = 500
const notPages = /^\/(assets\/|healthz|readyz)/

/**
 * The parameters that public pages read from their address: with any other, an address is one of endlessly many of the same page.
 * One list, beside that of the tables that pages depend on, since it is the cache's alone and a name that is missing here costs only time; a test asks every public page what it reads.
 */
export const pageParameters: ReadonlySet<string> = new Set([
  'annee', 'bassin', 'clee', 'code', 'commune', 'destinataire', 'etablissements', 'etat', 'insee', 'jour', 'lieu', 'mois', 'page', 'q', 'recherche', 'secteur', 'session', 'suite', 'tri', 'type', 'vue',
  // Those of the open data.
  'from', 'kind', 'limit', 'sector', 'status', 'to', 'year',
])

/** Whether an address says nothing that its page doesn't read, and nothing twice. */
function isUsual(query: string) {
  const names = query.split('&').map((pair) => pair.split('=', 1)[0] ?? '')
  return new Set(names).size === names.length && names.every((name) => pageParameters.has(name))
}

/** Whether the page of this address may be kept; it is rendered each time otherwise. */
export function canBeKept(url: string) {
  if (!url.startsWith('/') || url.length > maxAddress || notPages.test(url)) return false
  const at = url.indexOf('?')
  return at < 0 || isUsual(url.slice(at + 1))
}

/** Pages that exist in a number that visitors don't choose. */
const isEverybodys = (url: string) => /^\/[a-z0-9/._-]*$/.test(url)

const hashOf = (url: string) => createHash('sha256').update(url).digest().readUIntBE(0, 6)

/** A function that says whether an address is asked for the first time in a while: of the last ones asked once, that many hashes are kept, twice at most. */
export function watchFirstAsking(kept = 10_000) {
  let [recent, earlier] = [new Set<number>(), new Set<number>()]
  return (url: string) => {
    if (isEverybodys(url)) return false
    const hash = hashOf(url)
    if (recent.has(hash) || earlier.has(hash)) return false
    if (recent.size >= kept) [recent, earlier] = [new Set(), recent]
    recent.add(hash)
    return true
  }
}
