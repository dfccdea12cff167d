import { readFileSync } from 'node:fs'

type Node = { id: number; callFrame: { functionName: string; url: string } }
type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[] }

/** Where the time of a process goes, by the file whose code runs; the first that fits. */
const shares: [label: string, pattern: RegExp][] = [
  ['attente', /^\((idle|program)\)/],
  ['ramasse-miettes', /^\(garbage collector\)/],
  ['Prisma : client et compilateur de requêtes', /@prisma\/client|generated\/prisma|query_compiler|wasm/],
  ['Prisma : adaptateur', /@prisma\/(adapter|driver)|@prisma/],
  ['pg', /node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+)\//],
  ['vues EJS et mise en page', /\.ejs|node_modules\/ejs|view-engine/],
  ['Express et ses modules', /node_modules\//],
  ['code du portail', /\/src\//],
  ['Node', /^node:|^\s*$/],
]

/** The shares of the time of a CPU profile, the greatest first. */
export function summarise(file: string) {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile
  const labels = new Map(profile.nodes.map(({ id, callFrame: { functionName, url } }) => [id, shares.find(([, pattern]) => pattern.test(functionName.startsWith('(') ? functionName : url))?.[0] ?? 'vues EJS et mise en page']))
  const times = new Map<string, number>()
  for (const [index, id] of profile.samples.entries()) {
    const label = labels.get(id) ?? ''
    times.set(label, (times.get(label) ?? 0) + (profile.timeDeltas[index] ?? 0))
  }
  times.delete('attente')
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times].map(([label, time]) => ({ label, share: time / total })).toSorted((one, other) => other.share - one.share)
}
