import type { Tx } from '../db.ts'
import type { Prisma, Role } from '../generated/prisma/client.ts'
import type { AuditEvent } from './events.ts'

/** Who does something; null in a command-line program. */
export type Actor = { id: string; name: string; role: Role }
/** Somebody of the public, whose name the journal, which is for ever, does not keep. */
export const thePublic = { id: null, name: 'Personne du public', role: null }
export type Subject = { id: string; name: string; cleeId?: string }

/** Writes one line of the journal in the transaction of what it tells; names are copied, so that the line outlives its subject. */
export async function audit(tx: Tx, actor: Actor | typeof thePublic | null, event: AuditEvent, subject: Subject, details: Prisma.InputJsonObject = {}) {
  await tx.auditEntry.create({
    data: {
      event,
      actorId: actor?.id ?? null,
      actorName: actor?.name ?? 'Administration technique',
      actorRole: actor?.role ?? null,
      cleeId: subject.cleeId ?? null,
      subjectId: subject.id,
      subjectName: subject.name,
      details,
    },
  })
}
