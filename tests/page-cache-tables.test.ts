import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { tablesOf, toldTables } from '../src/page-cache/tables.ts'
import { insertAction } from './support/agenda.ts'
import { visitor } from './support/app.ts'
import { dayFrom, makeClee, makeCommune, makeSchool } from './support/factories.ts'
import { bringCharter } from './support/features.ts'
import { publicRoutes } from './support/route-access.ts'

const models = [...readFileSync(join(config.root, 'prisma/schema.prisma'), 'utf8').matchAll(/^model \w+ \{(?:(?!^\})[\s\S])*?@@map\("(\w+)"\)/gms)].map(([, name]) => name ?? '')

/** Tables that no public page reads, so that their changes empty nothing. */
const silentTables = [
  // Links sent by mail: their pages are not kept.
  'invitations', 'password_resets', 'email_changes', 'account_requests', 'inquiry_links',
  // What only people with an account read.
  'charter_comments', 'plan_messages', 'rollovers', 'rollover_items', 'reminder_digests', 'inquiries', 'inquiry_messages', 'editorial_page_versions', 'audit_entries', 'mails',
  'sessions', 'throttles',
]

test('each table either tells its changes, or is known to be read by no public page', () => {
  expect([...toldTables, ...silentTables].toSorted()).toEqual(models.toSorted())
})

test('each of those that tell does so for every kind of change, whatever silences triggers; an account, for what pages show of it', async () => {
  const triggers = await db.$queryRaw<{ table: string; kinds: string; enabled: string }[]>`
    SELECT relname AS table, tgenabled::text AS enabled, concat_ws(' ', CASE WHEN tgtype & 4 > 0 THEN 'insert' END, CASE WHEN tgtype & 8 > 0 THEN 'delete' END, CASE WHEN tgtype & 16 > 0 THEN 'update' END, CASE WHEN tgtype & 32 > 0 THEN 'truncate' END, CASE WHEN tgtype & 1 > 0 THEN 'row' END) AS kinds
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'page_change' ORDER BY relname`
  expect(triggers.map(({ table }) => table)).toEqual(toldTables.toSorted())
  expect(new Set(triggers.map(({ kinds, enabled }) => `${kinds} ${enabled}`))).toEqual(new Set(['insert delete update truncate A']))
})

/** The tables that the queries of a page name. */
async function tablesReadBy(path: string) {
  const query = vi.spyOn(Client.prototype, 'query')
  // The cookie takes the page past the cache.
  const { status } = await visitor().get(path).set('Cookie', 'portail=inconnu')
  const texts = query.mock.calls.map(([asked]: unknown[]) => (typeof asked === 'string' ? asked : String((asked as { text?: string }).text)))
  query.mockRestore()
  const sql = texts.filter((text) => !/ "?sessions"? /.test(text)).join('\n')
  return { status, tables: models.filter((name) => new RegExp(`\\b(from|join)\\s+("public"\\.)?"?${name}\\b`, 'i').test(sql)) }
}

test('each public page reads tables that tell their changes, and those it is said to depend on', async () => {
  const { clee, head, mission, bassin } = await makeClee('active')
  await makeCommune()
  const school = await makeSchool()
  await bringCharter(clee.id, head, mission, 'validated')
  const action = await insertAction(clee.id, { startsOn: dayFrom(10) })
  const ids: [RegExp, string][] = [[/^\/bassins\/:slug/, bassin.slug], [/^\/clees\/:slug/, clee.slug], [/^\/actions\/:id/, action.id], [/:uai/, school.uai]]
  const addressOf = (route: string) => ids.reduce((path, [pattern, value]) => (pattern.test(path) ? path.replace(/:\w+/, value) : path), route).replace(/:\w+/g, 'inconnu')
  const paths = publicRoutes.filter((route) => route.startsWith('GET ')).map((route) => addressOf(route.slice(4)))
  const read = new Map<string, string[]>()
  for (const path of [...paths, '/clees?recherche=clee&commune=rennes', '/clees?tri=nom']) {
    const { status, tables } = await tablesReadBy(path)
    if (status !== 200) continue
    read.set(path, tables)
    const known: ReadonlySet<string> = tablesOf(path.replace(/\?.*$/, '')) ?? new Set(toldTables)
    expect({ path, unknown: tables.filter((name) => !known.has(name)) }).toEqual({ path, unknown: [] })
  }
  // The reader of queries sees them.
  expect(read.get('/clees')).toEqual(expect.arrayContaining(['clees', 'clee_bassins', 'bassins', 'charters']))
  expect(read.get(`/actions/${action.id}`)).toContain('planned_actions')
  expect(read.size).toBeGreaterThan(15)
})
