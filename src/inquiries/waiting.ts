import type { Tx } from '../db.ts'

type Message = { authorId: string | null; isInternal: boolean; createdAt: Date }
type Thread = { confirmedAt: Date | null; messages: Message[] }

const laterOf = (instant: Date, other: Date | null) => (other && other > instant ? other : instant)

/** Since when the public awaits an answer, as the messages tell: the oldest of theirs that nothing answered, once it was confirmed; null when the desk had the last word. */
export function unansweredSince({ confirmedAt, messages }: Thread): Date | null {
  const exchanged = messages.filter(({ isInternal }) => !isInternal)
  const first = exchanged[exchanged.findLastIndex(({ authorId }) => authorId !== null) + 1]
  return first ? laterOf(first.createdAt, confirmedAt) : null
}

/** Whether it was its author who closed an inquiry last: they awaited nothing more. */
export async function wasSettled(tx: Tx, { id }: { id: string }) {
  const closing = await tx.auditEntry.findFirst({ where: { subjectId: id, event: 'inquiry.closing' }, select: { actorId: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  return closing?.actorId === null
}
