import { addressOf } from '../web/address.ts'

/** How to follow a calendar: `path` of its feed, and what it holds. */
function subscriptionTo(path: string, label: string) {
  const href = addressOf(path)
  return { label, path, feed: '/agenda.atom', address: href, webcal: href.replace(/^https?:/, 'webcal:') }
}

type Placed = { slug: string }

/** The calendar of a CLEE, of a bassin, or of the whole network. */
export function subscriptionOf({ clee, bassin }: { clee?: Placed | null; bassin?: Placed | null }) {
  if (clee) return subscriptionTo(`/clees/${clee.slug}/agenda.ics`, 'de ce CLEE')
  if (bassin) return subscriptionTo(`/bassins/${bassin.slug}/agenda.ics`, 'de ce bassin')
  return subscriptionTo('/agenda.ics', 'de tout le réseau')
}
