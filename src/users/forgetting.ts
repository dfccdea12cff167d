import { mailboxOf } from '../auth/throttle.ts'
import type { Tx } from '../db.ts'
import { Prisma } from '../generated/prisma/client.ts'

/** Whom history must name by their function from now on: `names` are all those under which they acted. */
export type Forgotten = {
  id: string
  email: string
  label: string
  invalidAddress: string
  names: string[]
  seats: { id: string; cleeId: string; label: string }[]
}

// A name within another ("Jean Martin", "Jean Martin-Petit") is somebody else's.
const wholeName = (name: string) => `(?<![[:alnum:]’'-])${name.replace(/[^\p{L}\p{N}]/gu, '\\$&')}(?![[:alnum:]-])`

// In the replacement of a pattern, a backslash calls what was matched.
const literal = (text: string) => text.replaceAll('\\', '\\\\')

/** All the names under which they are written: the journal keeps its own copies, and an account may have been corrected since. */
async function knownNames(tx: Tx, { id, email, names, seats }: Forgotten) {
  const written = await tx.$queryRaw<{ name: string }[]>`
    SELECT actor_name AS name FROM audit_entries WHERE actor_id = ${id}::uuid
    UNION SELECT subject_name FROM audit_entries WHERE subject_id = ANY(${[id, ...seats.map((seat) => seat.id)]})
    UNION SELECT first_name || ' ' || last_name FROM account_requests WHERE email = ${email}`
  return [...new Set([...names, ...written.map(({ name }) => name)])].filter((name) => name.trim() !== '')
}

/** The CLEEs where this person had a seat or did anything. */
async function cleesOf(tx: Tx, { id, seats }: Forgotten) {
  const acted = await tx.auditEntry.findMany({ where: { actorId: id, cleeId: { not: null } }, select: { cleeId: true }, distinct: ['cleeId'], orderBy: { cleeId: 'asc' } })
  return [...new Set([...seats.map(({ cleeId }) => cleeId), ...acted.flatMap(({ cleeId }) => cleeId ?? [])])]
}

async function forgetInJournal(tx: Tx, { id, label, seats }: Forgotten, cleeIds: string[], names: string[]) {
  await tx.auditEntry.updateMany({ where: { actorId: id }, data: { actorName: label } })
  await tx.auditEntry.updateMany({ where: { subjectId: id }, data: { subjectName: label } })
  for (const seat of seats) await tx.auditEntry.updateMany({ where: { subjectId: seat.id }, data: { subjectName: seat.label } })
  // Seats that were taken away again.
  await tx.auditEntry.updateMany({ where: { cleeId: { in: cleeIds }, subjectName: { in: names } }, data: { subjectName: label } })
  // A coordination names its person and its bassin.
  for (const name of names.map(wholeName))
    await tx.$executeRaw`UPDATE audit_entries SET subject_name = regexp_replace(subject_name, ${name}, ${literal(label)}, 'gi') WHERE event LIKE 'coordinator.%' AND subject_name ~* ${name}`
}

async function forgetInClees(tx: Tx, cleeIds: string[], names: string[], label: string) {
  const inClees = { cleeId: { in: cleeIds } }
  const named = { in: names }
  await tx.cleeStateChange.updateMany({ where: { ...inClees, actorName: named }, data: { actorName: label } })
  for (const column of ['proposedByName', 'submittedByName', 'agreedByName', 'decidedByName'] as const) await tx.charter.updateMany({ where: { ...inClees, [column]: named }, data: { [column]: label } })
  await tx.charterScan.updateMany({ where: { charter: inClees, attachedByName: named }, data: { attachedByName: label } })
  await tx.actionPlan.updateMany({ where: { ...inClees, submittedByName: named }, data: { submittedByName: label } })
  await tx.actionPlan.updateMany({ where: { ...inClees, acknowledgedByName: named }, data: { acknowledgedByName: label } })
  for (const column of ['educationApprovedByName', 'economyApprovedByName', 'acknowledgedByName', 'returnRequestedByName'] as const) await tx.planReview.updateMany({ where: { ...inClees, [column]: named }, data: { [column]: label } })
  await tx.meeting.updateMany({ where: { ...inClees, createdByName: named }, data: { createdByName: label } })
  // Not through Prisma, which would date the sheet as changed.
  for (const column of [Prisma.sql`proposed_by_name`, Prisma.sql`education_agreed_by_name`, Prisma.sql`economy_agreed_by_name`])
    await tx.$executeRaw`UPDATE planned_actions SET ${column} = ${label} WHERE ${column} IN (${Prisma.join(names)}) AND clee_id = ANY(${cleeIds}::uuid[])`
  // Not through Prisma, which would date the article as rewritten: a submitted text never changes, its date no more.
  await tx.$executeRaw`
    UPDATE articles SET updated_by_name = ${label}
    WHERE updated_by_name IN (${Prisma.join(names)}) AND charter_id IN (SELECT id FROM charters WHERE clee_id = ANY(${cleeIds}::uuid[]))`
  await tx.member.updateMany({ where: { ...inClees, consentRecordedBy: named }, data: { consentRecordedBy: label } })
}

/** What is linked to the account itself: remarks and signatures; and the templates that they published. */
async function forgetInCharters(tx: Tx, { id, label }: Forgotten, names: string[]) {
  await tx.charterComment.updateMany({ where: { authorId: id }, data: { authorName: label } })
  await tx.signature.updateMany({ where: { userId: id }, data: { name: label } })
  await tx.charterTemplate.updateMany({ where: { publishedByName: { in: names } }, data: { publishedByName: label } })
}

/** What they wrote and ran of the school years. */
async function forgetInYears(tx: Tx, { id, label }: Forgotten, names: string[]) {
  const named = { in: names }
  await tx.planMessage.updateMany({ where: { authorId: id }, data: { authorName: label } })
  await tx.schoolYear.updateMany({ where: { openedByName: named }, data: { openedByName: label } })
  await tx.schoolYear.updateMany({ where: { closedByName: named }, data: { closedByName: label } })
  await tx.rollover.updateMany({ where: { startedByName: named }, data: { startedByName: label } })
  await tx.rollover.updateMany({ where: { revertedByName: named }, data: { revertedByName: label } })
}

/** What they answered to the public, and had in charge; what they asked as one of it goes. */
async function forgetInInquiries(tx: Tx, { id, email, label }: Forgotten) {
  await tx.inquiryMessage.updateMany({ where: { authorId: id }, data: { authorName: label } })
  await tx.inquiry.updateMany({ where: { ownerId: id }, data: { ownerId: null, ownerName: null } })
  await tx.inquiry.deleteMany({ where: { email } })
}

/** What they wrote for the public. Not through Prisma, which would date it as changed. */
async function forgetInPublications(tx: Tx, { label }: Forgotten, names: string[]) {
  await tx.$executeRaw`UPDATE documents SET updated_by_name = ${label} WHERE updated_by_name = ANY(${names})`
  await tx.$executeRaw`UPDATE editorial_pages SET updated_by_name = ${label} WHERE updated_by_name = ANY(${names})`
  await tx.$executeRaw`UPDATE editorial_page_versions SET saved_by_name = ${label} WHERE saved_by_name = ANY(${names})`
}

/** Mails to this person go; those to others speak of their function. */
async function forgetInMails(tx: Tx, { email, label, invalidAddress }: Forgotten, names: string[]) {
  // An address that they had before is nobody's any more; that of a namesake is an account's.
  await tx.$executeRaw`
    DELETE FROM mails WHERE lower(to_email) = lower(${email})
      OR (to_name = ANY(${names}) AND NOT EXISTS (SELECT 1 FROM users WHERE users.email = mails.to_email::citext))`
  for (const [found, instead] of [...names.map((name) => [wholeName(name), label]), [wholeName(email), invalidAddress]] as [string, string][]) {
    const text = literal(instead)
    await tx.$executeRaw`
      UPDATE mails SET subject = regexp_replace(subject, ${found}, ${text}, 'gi'), text = regexp_replace(text, ${found}, ${text}, 'gi')
      WHERE subject ~* ${found} OR text ~* ${found}`
  }
}

// Keys of throttles end with the address or its mailbox, or with the address and the network.
const forgetInThrottles = (tx: Tx, { email }: Forgotten) => tx.$executeRaw`DELETE FROM throttles WHERE split_part(split_part(key, ':', 2), ' ', 1) IN (lower(${email}), ${mailboxOf(email)})`

/** Replaces the names of somebody by their function in all that is kept of what they did. Within the transaction that deletes their account. */
export async function forgetNames(tx: Tx, forgotten: Forgotten) {
  await tx.$queryRaw`SELECT set_config('portail.forgetting', 'on', true)`
  const names = await knownNames(tx, forgotten)
  const cleeIds = await cleesOf(tx, forgotten)
  await forgetInJournal(tx, forgotten, cleeIds, names)
  if (names.length > 0) await forgetInClees(tx, cleeIds, names, forgotten.label)
  await forgetInCharters(tx, forgotten, names)
  await forgetInYears(tx, forgotten, names)
  await forgetInInquiries(tx, forgotten)
  await forgetInPublications(tx, forgotten, names)
  await tx.accountRequest.updateMany({ where: { decidedByName: { in: names } }, data: { decidedByName: forgotten.label } })
  await tx.accountRequest.deleteMany({ where: { email: forgotten.email } })
  await tx.reminderDigest.deleteMany({ where: { userId: forgotten.id } })
  await forgetInMails(tx, forgotten, names)
  await forgetInThrottles(tx, forgotten)
}
