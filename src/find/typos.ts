import { db } from '../db.ts'
import { searchKey } from '../text.ts'

const offered = 3
/** Too short a word resembles everything. */
const shortest = 4
const schoolKinds = /^(?:lycees?|colleges?|cio|mfr|erea) /

type Lookalike = { name: string; kind: 'place' | 'clee' | 'school' }

// All schools of a town resemble its name: its own is enough.
function withoutNeighbours(rows: Lookalike[]) {
  const hasPlace = rows.some(({ kind }) => kind === 'place')
  return rows.filter(({ kind }) => kind !== 'school' || !hasPlace)
}

/** Names of communes, CLEEs, bassins and schools that resemble a key that nothing answers, the nearest first: a commune rather than what is named after it. Small tables only: trigrams cost too much on others. */
export async function listLookalikes(typed: string): Promise<string[]> {
  const key = typed.replace(schoolKinds, '')
  if (key.length < shortest || /^[\d ]+$/.test(key)) return []
  const rows = await db.$queryRaw<Lookalike[]>`
    SELECT name, kind FROM (
      SELECT name, 'place' AS kind, similarity(search_name, ${key}) AS likeness, population AS weight FROM communes WHERE search_name % ${key}
      UNION ALL SELECT name, 'place', similarity(search_name, ${key}), 0 FROM former_communes WHERE search_name % ${key}
      UNION ALL SELECT name, 'clee', word_similarity(${key}, search_name) * 0.9, 0 FROM clees WHERE acknowledged_at IS NOT NULL AND status <> 'closed' AND ${key} <% search_name
      UNION ALL SELECT name, 'place', similarity(search_name, ${key}), 0 FROM bassins WHERE search_name % ${key}
      UNION ALL SELECT name, 'school', word_similarity(${key}, search_name) * 0.7, 0 FROM schools WHERE is_open AND ${key} <% search_name
    ) alike WHERE likeness >= 0.45 ORDER BY likeness DESC, weight DESC, name LIMIT 20`
  const names = new Map(withoutNeighbours(rows).map(({ name }) => [searchKey(name), name]))
  return [...names.values()].slice(0, offered)
}
