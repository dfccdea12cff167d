import type { CurrentUser } from '../auth/current-user.ts'
import type { FullClee } from '../clees/queries.ts'
import { structureName } from '../members/names.ts'
import { displayName } from '../text.ts'
import { today } from '../school-year.ts'
import { formatDay, formatInstant, joinList } from '../web/view-helpers.ts'
import { canCorrectMandate, canEndMandate, canInviteCopilot, canWithdrawHandover } from './policy.ts'
import type { Seat } from './queries.ts'
import { emptySides, isHeldOn, isRunning, isWaiting, sideKeys, sideLabels, sides, successorOf, usualCopilots } from './seats.ts'

function mandateSentence({ acceptedAt, startsOn, endsOn }: Seat) {
  const begins = acceptedAt && startsOn <= today() ? `Depuis le ${formatDay(startsOn)}` : `À partir du ${formatDay(startsOn)}`
  return endsOn ? `${begins}, jusqu’au ${formatDay(endsOn)}` : begins
}

function invitationSentence({ acceptedAt, userId, invitations: [invitation] }: Seat) {
  if (acceptedAt || !userId) return ''
  if (!invitation || invitation.expiresAt < new Date()) return 'Son lien personnel ne sert plus : renvoyez l’invitation, ou annulez-la.'
  return `N’a pas encore accepté son invitation. Son lien personnel sert jusqu’au ${formatInstant(invitation.expiresAt).replace(/^le /, '')}.`
}

function handoverSentence(seat: Seat) {
  const successor = successorOf(seat)
  if (successor) return `Passation à ${displayName(successor)}, à partir du ${formatDay(successor.startsOn)}${isWaiting(successor) ? ', qui n’a pas encore accepté' : ''}.`
  return seat.replaces && !isHeldOn(seat) ? `Prend la suite de ${displayName(seat.replaces)}.` : ''
}

const badgesOf = (seat: Seat) => [
  ...(isWaiting(seat) ? [{ label: 'Invitation en attente', kind: 'warning' }] : isHeldOn(seat) ? [] : [{ label: 'À venir', kind: 'info' }]),
  ...(successorOf(seat) ? [{ label: 'Passation en cours', kind: 'info' }] : []),
]

/** What this person may do about a seat: links, the same policy deciding the page behind. */
function linksOf(user: CurrentUser, clee: FullClee, seat: Seat) {
  const path = `/clees/${clee.slug}/copilotes/${seat.id}`
  const successor = successorOf(seat)
  const canEnd = canEndMandate(user, clee, seat) && !successor
  const isSuccession = seat.replaces !== null && isRunning(seat.replaces)
  return [
    ...(canEnd ? [{ href: `${path}/passation`, label: 'Passer la main' }, { href: `${path}/depart`, label: 'Mettre fin au mandat' }] : []),
    ...(canEnd && seat.endsOn ? [{ href: `${path}/depart/retrait`, label: 'Revenir sur la fin du mandat' }] : []),
    ...(successor && canWithdrawHandover(user, clee, seat, successor) ? [{ href: `${path}/passation/retrait`, label: 'Revenir sur la passation' }] : []),
    ...(canCorrectMandate(user, clee, seat) ? [{ href: `${path}/modification`, label: 'Corriger' }] : []),
    ...(canInviteCopilot(user, clee) && isWaiting(seat) && !isSuccession ? [{ href: `${path}/annulation`, label: 'Annuler l’invitation' }] : []),
  ]
}

const cardOf = (user: CurrentUser, clee: FullClee, seat: Seat) => ({
  name: displayName(seat),
  place: [seat.jobTitle, structureName(seat), seat.school?.city].filter(Boolean).join(', '),
  details: [mandateSentence(seat), invitationSentence(seat), handoverSentence(seat)].filter(Boolean),
  badges: badgesOf(seat),
  links: linksOf(user, clee, seat),
  renewal: canInviteCopilot(user, clee) && isWaiting(seat) ? `/clees/${clee.slug}/copilotes/${seat.id}/relance` : null,
})

/** The present seats of a CLEE by side, with what this person may do about each; those who hold one come first. */
export function currentSeats(user: CurrentUser, clee: FullClee, seats: Seat[]) {
  const present = seats.filter((seat) => !seat.user?.deletedAt && (isRunning(seat) || (isWaiting(seat) && (seat.endsOn === null || seat.endsOn >= today()))))
  const rank = (seat: Seat) => (isHeldOn(seat) ? 0 : isWaiting(seat) ? 2 : 1)
  const ordered = present.toSorted((one, other) => rank(one) - rank(other) || one.startsOn.getTime() - other.startsOn.getTime())
  return sides.map((side) => ({
    side,
    label: sideLabels[side],
    seats: ordered.filter((seat) => seat.side === side).map((seat) => cardOf(user, clee, seat)),
    isVacant: !present.some((seat) => seat.side === side && isHeldOn(seat)),
    inviteHref: canInviteCopilot(user, clee) ? `/clees/${clee.slug}/copilotes/invitation?monde=${sideKeys[side]}` : null,
  }))
}

/** What the space says of the seats: their people, and what is missing. */
export function seatsTile({ copilots, status }: FullClee) {
  const badges = [
    ...(copilots.some(isWaiting) ? [{ label: 'Invitation en attente', kind: 'warning' }] : []),
    ...(status !== 'declared' && emptySides(copilots).length > 0 ? [{ label: 'Siège vacant', kind: 'warning' }] : []),
  ]
  return { names: joinList(copilots.map(displayName)), badges }
}

/** R3: whether more people hold a seat today than is usual. */
export const isCrowded = (seats: Seat[]) => seats.filter((seat) => isHeldOn(seat)).length > usualCopilots
