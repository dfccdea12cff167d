import type { Client } from 'pg'
import { importCommunes } from '../../../src/communes/import.ts'
import { config } from '../../../src/config.ts'
import { db } from '../../../src/db.ts'
import { makeActions } from '../data/actions.ts'
import { connect, insertRows } from '../data/load.ts'
import { makeNetwork, type Network, type Row, type Size } from '../data/network.ts'
import { makeDraw, type Draw } from '../data/random.ts'
import { surnames } from '../data/words.ts'

const size: Size = { clees: 50, actions: 1_500, schools: 200, organisations: 400, bassins: 12, years: 3 }
const began = new Date('2024-09-01T08:00:00Z')
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const codeOf = (index: number) => `MESURE${letters[Math.floor(index / letters.length) % letters.length]}${letters[index % letters.length]}`

/** The people, the communes and the charter in force of each CLEE. */
async function furnish(draw: Draw, { clees, schools, organisations }: Network) {
  const communes = await db.commune.findMany({ select: { code: true }, orderBy: { code: 'asc' } })
  const one = (rows: Row[], key: string) => String(draw.pick(rows)[key])
  const ids = clees.map(({ id }) => id)
  await db.cleeCommune.createMany({ data: ids.flatMap((cleeId, index) => communes.slice(index * 9, index * 9 + 9).map(({ code }) => ({ cleeId, communeCode: code }))) })
  const people = ids.flatMap((cleeId, index) => (['education', 'economy'] as const).map((side) => {
    const structure = side === 'education' ? { schoolUai: one(schools.filter(({ sector }) => sector === 'public'), 'uai') } : { organisationId: one(organisations, 'id') }
    return { cleeId, side, structure, userId: draw.uuid(began), firstName: 'Anne', lastName: draw.pick(surnames), email: `${side}-${index}@mesure.test`, jobTitle: side === 'education' ? 'Proviseure' : 'Directrice générale' }
  }))
  await db.user.createMany({ data: people.map(({ userId, side, structure, firstName, lastName, email, jobTitle }) => ({ id: userId, role: side === 'education' ? 'school_head' as const : 'company' as const, ...structure, firstName, lastName, email, jobTitle, nameConsentAt: began })) })
  await db.copilot.createMany({ data: people.map(({ structure, ...seat }) => ({ ...seat, ...structure, startsOn: began, acceptedAt: began })) })
  await db.member.createMany({ data: ids.flatMap((cleeId) => Array.from({ length: 12 }, (_, index) => ({ cleeId, world: (['education', 'economy', 'employment'] as const)[index % 3]!, organisationId: one(organisations, 'id'), jobTitle: 'Responsable du recrutement', hasSeat: index < 9, startsOn: began }))) })
  const charters = ids.map((cleeId, index) => ({ id: draw.uuid(began), cleeId, version: 1, templateVersion: 2, verificationCode: codeOf(index) }))
  const articles = await db.templateArticle.findMany({ where: { templateVersion: 2 }, orderBy: { position: 'asc' } })
  await db.charter.createMany({ data: charters })
  await db.article.createMany({ data: charters.flatMap(({ id }) => articles.map(({ key, position, kind, title, guidance, isMandatory }) => ({ key, position, kind, title, guidance, isMandatory, charterId: id, body: 'Le CLEE rapproche les établissements et les entreprises de son territoire. '.repeat(6) }))) })
  for (const [index, { id }] of charters.entries()) {
    await db.charter.update({ where: { id }, data: { status: 'submitted', submittedAt: began, submittedByName: 'Anne', receipt: `CHA-MESURE-${index}` } })
    await db.charter.update({ where: { id }, data: { status: 'validated', decidedAt: began, decidedByName: 'La mission', validUntil: new Date('2028-08-31') } })
  }
}

async function fill(client: Client) {
  const draw = makeDraw(6)
  const network = makeNetwork(draw, size)
  const clees = network.clees.map((clee) => ({ ...clee, status: 'active', acknowledged_at: clee.created_at, activated_at: clee.created_at }))
  for (const [table, rows] of Object.entries({ bassins: network.bassins, clees, clee_bassins: network.cleeBassins, schools: network.schools, organisations: network.organisations })) await insertRows(client, table, rows)
  for (const batch of makeActions(draw, network, size)) for (const [table, rows] of Object.entries(batch)) await insertRows(client, table, rows)
  await furnish(draw, network)
  await client.query('VACUUM (ANALYZE)')
}

/** A network of fifty published CLEEs in twelve bassins, with their people, charters and three years of actions: the same rows each time. */
export async function seedNetwork(url: string) {
  await importCommunes(config.departements)
  const client = await connect(url)
  await fill(client).finally(() => client.end())
}
