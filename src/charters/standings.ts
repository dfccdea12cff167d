import { db } from '../db.ts'
import type { FullClee } from '../clees/queries.ts'
import type { Charter } from '../generated/prisma/client.ts'
import { changedParticulars } from './particulars.ts'
import { today } from '../school-year.ts'
import { expiredSince, haveSeatsChanged, updateReasons, type UpdateReason } from './validity.ts'
import { formatDay } from '../web/view-helpers.ts'

type InForce = Pick<Charter, 'cleeId' | 'version' | 'status' | 'submittedAt' | 'decidedAt' | 'validUntil'>

/** The charter in force of a CLEE, with why it should be revised (R8). */
export type Standing = InForce & { reasons: UpdateReason[]; expiredSince: Date | null }

/** Of these CLEEs, those that have a charter in force, by id; two queries whatever their number. */
export async function listStandings(cleeIds: string[], day = today()): Promise<Map<string, Standing>> {
  const charters = await db.charter.findMany({
    where: { cleeId: { in: cleeIds }, status: 'validated' },
    select: { cleeId: true, version: true, status: true, submittedAt: true, decidedAt: true, validUntil: true },
    orderBy: { version: 'asc' },
  })
  const seats = Map.groupBy(await listAcceptedSeats(charters.map(({ cleeId }) => cleeId)), ({ cleeId }) => cleeId)
  return new Map(charters.map((charter) => {
    const reasons = updateReasons(charter, haveSeatsChanged(seats.get(charter.cleeId) ?? [], charter, day), day)
    return [charter.cleeId, { ...charter, reasons, expiredSince: expiredSince(charter, day) }]
  }))
}

const listAcceptedSeats = (cleeIds: string[]) =>
  db.copilot.findMany({
    where: { cleeId: { in: cleeIds }, acceptedAt: { not: null } },
    select: { cleeId: true, acceptedAt: true, startsOn: true, endsOn: true },
    orderBy: { id: 'asc' },
  })

/** The same for one CLEE; null without a charter in force. */
export const findStanding = async (cleeId: string) => (await listStandings([cleeId])).get(cleeId) ?? null

/** What of a CLEE has changed since a version was sent: its seats by their dates, the rest by what was frozen. */
export async function listChanges(clee: FullClee, charter: Charter) {
  const seats = await listAcceptedSeats([clee.id])
  return changedParticulars(charter, clee, { copilots: haveSeatsChanged(seats, charter, today()) })
}

/** « Validée le 3 mars 2026, valable jusqu’au 2 mars 2029 », « validité dépassée depuis le … ». */
export function standingSentence({ decidedAt, validUntil, expiredSince: since }: Pick<Standing, 'decidedAt' | 'validUntil' | 'expiredSince'>) {
  const validated = decidedAt ? `Validée le ${formatDay(decidedAt)}` : 'Validée'
  if (since) return `${validated}, validité dépassée depuis le ${formatDay(since)}`
  return validUntil ? `${validated}, valable jusqu’au ${formatDay(validUntil)}` : validated
}

/** What lists say of it to everybody. */
export const charterFact = ({ decidedAt, isOutdated }: { decidedAt: Date | null; isOutdated: boolean }) => `${isOutdated ? 'Charte à actualiser, validée' : 'Charte validée'}${decidedAt ? ` le ${formatDay(decidedAt)}` : ''}`

export const noCharter = 'Pas encore de charte validée'
