import { db } from '../db.ts'
import { formatInstant } from '../web/view-helpers.ts'

/** The moves after which a text about the version that was read comes too late, and how each is told. */
const tellings: Record<string, (version: number) => string> = {
  'charter.proposal': (version) => `La version ${version} a été soumise à l’accord de l’autre copilote`,
  'charter.submission': (version) => `La version ${version} a été transmise à la mission`,
  'charter.agreement': (version) => `La version ${version} a reçu l’accord de l’autre copilote et a été transmise à la mission,`,
  'charter.withdrawal': (version) => `La version ${version} a été reprise`,
  'charter.objection': (version) => `La version ${version} n’a pas reçu l’accord de l’autre copilote, et peut de nouveau être modifiée\u00a0: réponse donnée`,
  'charter.validation': (version) => `La version ${version} a été validée`,
  'charter.return': (version) => `La version ${version} a été renvoyée pour complément`,
}

/** Who last moved a version, and when, as a sentence; "" for one that is not there or never moved. */
export async function lastMoveSentence(cleeId: string, version: number) {
  const charter = await db.charter.findFirst({ where: { cleeId, version }, select: { id: true } })
  const entry = charter && (await db.auditEntry.findFirst({ where: { subjectId: charter.id, event: { in: Object.keys(tellings) } }, orderBy: [{ at: 'desc' }, { id: 'desc' }] }))
  return entry ? `${tellings[entry.event]!(version)} par ${entry.actorName}, ${formatInstant(entry.at)}.` : ''
}

/** How many other charters await the mission, and the one that has waited longest. */
export async function findNextSubmitted(cleeId: string) {
  const where = { status: 'submitted', cleeId: { not: cleeId }, clee: { status: { not: 'closed' } } } as const
  const oldest = await db.charter.findFirst({ where, select: { clee: { select: { name: true, slug: true } } }, orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }] })
  return { count: await db.charter.count({ where }), clee: oldest?.clee ?? null }
}
