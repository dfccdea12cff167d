import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { uuid } from '../web/fields.ts'

/** A member of this CLEE; 404 when it is another's, or gone. */
export async function getMember(cleeId: string, id: string) {
  const member = uuid.safeParse(id).success ? await db.member.findFirst({ where: { id, cleeId }, include: { school: true, organisation: true } }) : null
  if (!member) throw notFound('Ce membre n’existe pas, ou n’existe plus.')
  return member
}
