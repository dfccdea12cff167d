import { hashToken } from '../auth/invitations.ts'
import { oldestUnconfirmed } from '../auth/tokens.ts'
import { db } from '../db.ts'

const hashOf = (link: string) => hashToken(link.split('/').at(-1) ?? '')

/** Links to what the public wrote: those to confirm as long as nobody has, the later ones as long as the thread is not erased. */
async function findInquiryLinks(hashes: string[]) {
  const links = await db.inquiryLink.findMany({ where: { tokenHash: { in: hashes } }, select: { tokenHash: true, createdAt: true, inquiry: { select: { createdAt: true, confirmedAt: true } } }, orderBy: { id: 'asc' } })
  return links.filter(({ createdAt, inquiry }) => (inquiry.confirmedAt ? createdAt > inquiry.confirmedAt : inquiry.createdAt >= oldestUnconfirmed()))
}

/** The hashes, among these, of links that still open something: not used, not replaced, not past. */
async function findLiveHashes(hashes: string[]) {
  const [tokenHash, now] = [{ in: hashes }, new Date()]
  const usable = { where: { tokenHash, usedAt: null, expiresAt: { gt: now }, user: { isActive: true } }, select: { tokenHash: true }, orderBy: { id: 'asc' } } as const
  const [invitations, resets, requests, inquiries, changes] = await Promise.all([
    db.invitation.findMany(usable),
    db.passwordReset.findMany(usable),
    db.accountRequest.findMany({ where: { tokenHash, status: 'unconfirmed', expiresAt: { gt: now } }, select: { tokenHash: true }, orderBy: { id: 'asc' } }),
    findInquiryLinks(hashes),
    db.emailChange.findMany({ where: { OR: [{ oldTokenHash: tokenHash }, { newTokenHash: tokenHash }], appliedAt: null, expiresAt: { gt: now }, user: { isActive: true } }, orderBy: { id: 'asc' } }),
  ])
  const sides = changes.flatMap((change) => [...(change.oldConfirmedAt ? [] : [change.oldTokenHash]), ...(change.newConfirmedAt ? [] : [change.newTokenHash])])
  return new Set([...[...invitations, ...resets, ...requests, ...inquiries].map((row) => row.tokenHash), ...sides])
}

/** Mails with whether the personal link that they still hold is dead: passing it on would help nobody. */
export async function withDeadLinks<M extends { secretLink: string | null }>(mails: M[]) {
  const links = mails.flatMap(({ secretLink }) => secretLink ?? [])
  const live = links.length > 0 ? await findLiveHashes(links.map(hashOf)) : new Set<string>()
  return mails.map((mail) => ({ ...mail, isDead: mail.secretLink !== null && !live.has(hashOf(mail.secretLink)) }))
}
