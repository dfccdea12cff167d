import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createUncachedApp } from '../../../src/app.ts'
import { config } from '../../../src/config.ts'
import { db } from '../../../src/db.ts'
import type { Role } from '../../../src/generated/prisma/client.ts'
import { log } from '../../../src/web/log.ts'
import { makeUser, password } from '../../support/factories.ts'
import { medianAndHigh, milliseconds, time, timeTurns } from './figures.ts'

const accountOf = async (role: Role, email: string) => (await db.user.findUnique({ where: { email } })) ?? makeUser(role, { email })

async function seat(cleeId: string, userId: string) {
  if (await db.copilot.findFirst({ where: { cleeId, userId } })) return
  const { id: organisationId } = await db.organisation.findFirstOrThrow({ where: { world: 'economy' }, select: { id: true }, orderBy: { id: 'asc' } })
  await db.copilot.create({ data: { cleeId, userId, side: 'economy', organisationId, firstName: 'Anne', lastName: 'Le Bihan', email: 'mesure-copilote@essai.test', jobTitle: 'Directrice', startsOn: new Date('2020-09-01T00:00:00Z'), acceptedAt: new Date('2020-09-01T00:00:00Z') } })
}

async function signIn(origin: string, email: string) {
  const answer = await fetch(`${origin}/connexion`, { method: 'POST', redirect: 'manual', headers: { Origin: config.publicUrl.origin }, body: new URLSearchParams({ email, password }) })
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  if (answer.status !== 303) throw new Error(`Sign-in: ${answer.status}`)
  return cookies.join('; ')
}

/** The pages whose cost could follow the number of actions, asked of the portal itself by HTTP. */
const pagesOf = (clee: string, bassin: string): [who: 'public' | 'mission' | 'copilote', address: string][] => [
  ['public', '/'],
  ['public', `/clees/${clee}`],
  ['public', `/bassins/${bassin}`],
  ['public', '/agenda'],
  ['public', `/agenda?bassin=${bassin}`],
  ['public', '/agenda?vue=mois'],
  ['public', `/agenda?vue=mois&bassin=${bassin}`],
  ['public', '/agenda.ics'],
  ['public', `/bassins/${bassin}/agenda.ics`],
  ['public', `/clees/${clee}/agenda.ics`],
  ['public', '/agenda.atom'],
  ['mission', '/tableau-de-bord'],
  ['mission', '/actions/recherche'],
  ['mission', '/bilan?annee=2025-2026'],
  ['mission', '/bilan.pdf?annee=2025-2026'],
  ['mission', '/liste-des-clees'],
  ['mission', '/annees-scolaires/2026-2027'],
  ['mission', `/clees/${clee}/espace`],
  ['copilote', '/tableau-de-bord'],
  ['copilote', `/clees/${clee}/actions?annee=2026-2027`],
  ['copilote', `/clees/${clee}/actions?annee=2025-2026`],
  ['copilote', `/clees/${clee}/actions/csv?annee=2025-2026`],
  ['copilote', `/clees/${clee}/bilan?annee=2025-2026`],
]

export async function measurePages(clee: { id: string; slug: string }, bassin: { slug: string }, turns: number) {
  log.level = 'silent'
  const server = createServer(createUncachedApp({ sessionSecret: 'un secret de quarante caractères au moins' })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [mission, head] = [await accountOf('mission', 'mesure-mission@essai.test'), await accountOf('company', 'mesure-copilote@essai.test')]
  await seat(clee.id, head.id)
  const cookies = { public: '', mission: await signIn(origin, mission.email), copilote: await signIn(origin, head.email) }
  console.log('\nPages, par HTTP')
  for (const [who, address] of pagesOf(clee.slug, bassin.slug)) {
    let status = 0
    const get = async () => {
      const answer = await fetch(`${origin}${address}`, { redirect: 'manual', headers: { cookie: cookies[who] } })
      await answer.arrayBuffer()
      status = answer.status
    }
    const first = await time(get)
    console.log(`  ${`${address} (${who})`.padEnd(62)}${status}  première ${milliseconds(first)}  ${medianAndHigh(await timeTurns(turns, get))}`)
  }
  server.close()
  server.closeAllConnections()
}
