import { checkUai } from '../schools/uai.ts'

type Mailbox = { isSchool: false } | { isSchool: true; uai: string } | { isSchool: true; uai: null; reason: string }

const isUnder = (domain: string, domains: string[]) => domains.includes(domain)
const split = (email: string) => {
  const at = email.lastIndexOf('@')
  return [email.slice(0, at).toLowerCase(), email.slice(at + 1).toLowerCase()] as const
}

/** Whether an address is one of the académie's (R16). */
export const isAcademic = (email: string, domains: string[]) => isUnder(split(email)[1], domains)

/** R16: `ce.<UAI>@<académie domain>` is a school's mailbox; a wrong key comes with its reason (R14). */
export function readMailbox(email: string, domains: string[]): Mailbox {
  const [name, domain] = split(email)
  const code = /^ce\.(\d{7}[a-z]?)$/.exec(name)?.[1]
  if (!code || !isUnder(domain, domains)) return { isSchool: false }
  const check = checkUai(code)
  return check.ok ? { isSchool: true, uai: check.uai } : { isSchool: true, uai: null, reason: check.reason }
}
