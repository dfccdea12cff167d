import type { Actor } from '../audit/audit.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'

type Agreements = { educationAgreedAt: Date | null; educationAgreedByName: string | null; economyAgreedAt: Date | null; economyAgreedByName: string | null }

/** What an agreement of a side writes. */
export const agreementBy = (side: CopilotSide, { name }: Pick<Actor, 'name'>, at = new Date()) =>
  side === 'education' ? { educationAgreedAt: at, educationAgreedByName: name } : { economyAgreedAt: at, economyAgreedByName: name }

export const noAgreement = (side: CopilotSide) =>
  side === 'education' ? { educationAgreedAt: null, educationAgreedByName: null } : { economyAgreedAt: null, economyAgreedByName: null }

/** Those of the two sides gone: what returns to the list as a proposal awaits them again. */
export const noAgreements = { ...noAgreement('education'), ...noAgreement('economy') }

/** Where that of a side is given, or not. */
export const whereAgreed = (side: CopilotSide, isAgreed: boolean) => {
  const at = isAgreed ? { not: null } : null
  return side === 'education' ? { educationAgreedAt: at } : { economyAgreedAt: at }
}

export const agreedAt = (action: Pick<Agreements, 'educationAgreedAt' | 'economyAgreedAt'>, side: CopilotSide) => (side === 'education' ? action.educationAgreedAt : action.economyAgreedAt)
export const agreedByName = (action: Agreements, side: CopilotSide) => (side === 'education' ? action.educationAgreedByName : action.economyAgreedByName)
