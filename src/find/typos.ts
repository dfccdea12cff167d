import { db } from '../db.ts'
import { searchKey } from '../text.ts'

const offered = 3
/** Too short a word resembles everything. */
const shortest = 4

/** Names of communes, CLEEs, bassins and schools that resemble a key that nothing answers, the nearest first: a commune rather than what is named after it. Small tables only: trigrams cost too much on others. */
export async function listLookalikes(key: string): Promise<string[]> {
  if (key.length < shortest || /^[\d ]+$/.test(key)) return []
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM (
      SELECT name, similarity(search_name, ${key}) AS likeness, population AS weight FROM communes WHERE search_name % ${key}
      UNION ALL SELECT name, similarity(search_name, ${key}), 0 FROM former_communes WHERE search_name % ${key}
      UNION ALL SELECT name, word_similarity(${key}, search_name) * 0.9, 0 FROM clees WHERE acknowledged_at IS NOT NULL AND status <> 'closed' AND ${key} <% search_name
      UNION ALL SELECT name, similarity(search_name, ${key}), 0 FROM bassins WHERE search_name % ${key}
      UNION ALL SELECT name, word_similarity(${key}, search_name) * 0.7, 0 FROM schools WHERE is_open AND ${key} <% search_name
    ) alike WHERE likeness >= 0.45 ORDER BY likeness DESC, weight DESC, name LIMIT 20`
  const names = new Map(rows.map(({ name }) => [searchKey(name), name]))
  return [...names.values()].slice(0, offered)
}
