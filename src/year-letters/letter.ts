import type { CurrentUser } from '../auth/current-user.ts'
import { canRunYears } from '../school-years/policy.ts'
import { formatDay, formatInstant } from '../web/view-helpers.ts'

type Year = { letterTitle: string; letterBody: string; letterSentAt: Date | null; sentTitle: string | null; sentBody: string | null }

export type Letter = { title: string; body: string; isSent: boolean }

/** The letter as it was last sent, or null. */
export const sentLetter = ({ sentTitle, sentBody }: Year): Letter | null => (sentTitle && sentBody ? { title: sentTitle, body: sentBody, isSent: true } : null)

/** Whether the text is no more the one that people received. */
export const isChangedLetter = (year: Year) => year.letterSentAt !== null && (year.sentTitle !== year.letterTitle || year.sentBody !== year.letterBody)

/** What this person reads: the mission, the text as it is; others, the text as it was sent, until it is sent again. */
export function letterFor(user: CurrentUser, year: Year): Letter | null {
  if (!canRunYears(user)) return sentLetter(year)
  return year.letterBody === '' ? null : { title: year.letterTitle, body: year.letterBody, isSent: year.letterSentAt !== null && !isChangedLetter(year) }
}

/** Where the text of the mission stands, in a sentence. */
export function letterStanding(year: Year): string {
  if (!year.letterSentAt) return 'Pas encore envoyée'
  return isChangedLetter(year) ? `Modifiée depuis l’envoi du ${formatDay(year.letterSentAt)}\u00a0: les autres lisent encore le texte envoyé` : `Envoyée ${formatInstant(year.letterSentAt)}`
}
