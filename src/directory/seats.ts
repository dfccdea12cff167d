import type { FullClee } from '../clees/queries.ts'
import { emptySides, isHeldOn, sideLabels, sideNames } from '../copilots/seats.ts'
import { structureName } from '../members/names.ts'
import { fullName } from '../text.ts'

type Holder = FullClee['copilots'][number]

/** R18: the person's name only when they agreed; their function and structure always. */
const publishedName = ({ user }: Holder) => (user?.nameConsentAt ? fullName(user) : '')

/** What the public reads of the co-pilots: those who hold a seat today, and the sides that nobody holds. */
export const publishedSeats = ({ copilots, status }: FullClee) => ({
  holders: copilots.filter((seat) => isHeldOn(seat)).map((seat) => ({
    side: sideLabels[seat.side],
    name: publishedName(seat),
    jobTitle: seat.jobTitle,
    structure: [structureName(seat), seat.school?.city].filter(Boolean).join(', '),
  })),
  empty: emptySides(copilots).map((side) => `Le siège du ${sideNames[side]} est ${status === 'declared' ? 'en cours d’installation' : 'vacant'}.`),
})
