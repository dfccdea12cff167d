import { config } from '../config.ts'
import type { Role } from '../generated/prisma/client.ts'
import { isAcademic, readMailbox } from './mailbox.ts'

type Asked = { email: string; role: Role; school: { uai: string; isOpen: boolean } | null }

/** Whether a confirmed request opens its account at once (R16): a head, at an address of the académie, with an open school. */
export const opensAtOnce = ({ email, role, school }: Asked) => role === 'school_head' && school?.isOpen === true && isAcademic(email, config.academieDomains)

/** The school whose mailbox this address is, which wins over the one that was typed; null for a personal address. */
export function mailboxOf(email: string) {
  const mailbox = readMailbox(email, config.academieDomains)
  return mailbox.isSchool ? mailbox : null
}
