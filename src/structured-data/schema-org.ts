import { publishedActionPath } from '../actions/paths.ts'
import { standingOf, type Standing } from '../agenda/standing.ts'
import { config } from '../config.ts'
import type { ActionOutcome, ActionState, SchoolKind } from '../generated/prisma/client.ts'
import { beginningOf } from '../text.ts'
import { addressOf } from '../web/address.ts'
import type { Thing } from '../web/metadata.ts'
import { isoDay, withDe } from '../web/view-helpers.ts'

const academie: Thing = { '@type': 'AdministrativeArea', name: `Académie ${withDe(config.academie)}` }
const publisher: Thing = { '@type': 'GovernmentOrganization', name: config.missionName, url: addressOf('/') }
const known = (properties: Record<string, unknown>) => Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== '' && value !== null && value !== undefined))

/** The portal itself, on its home page. */
export const siteOf = (): Thing[] => [{ '@type': 'WebSite', name: `Portail des CLEE de l’académie ${withDe(config.academie)}`, url: addressOf('/'), inLanguage: 'fr-FR', publisher }]

type Clee = { slug: string; name: string; longName: string; presentation: string; declaredAt: Date | null; communes: { commune: { name: string } }[]; bassins: { bassin: { name: string; slug: string } }[] }
const describedCommunes = 100

/** A CLEE; its people are not part of it. */
export const organizationOf = ({ slug, name, longName, presentation, declaredAt, communes, bassins }: Clee): Thing[] => [{
  '@type': 'Organization',
  ...known({ name, alternateName: longName, description: beginningOf(presentation, 300), url: addressOf(`/clees/${slug}`), foundingDate: declaredAt && isoDay(declaredAt) }),
  parentOrganization: publisher,
  areaServed: [
    ...bassins.map(({ bassin }) => ({ '@type': 'AdministrativeArea', name: `Bassin ${withDe(bassin.name)}`, url: addressOf(`/bassins/${bassin.slug}`) })),
    ...communes.slice(0, describedCommunes).map(({ commune }) => ({ '@type': 'City', name: commune.name })),
  ],
}]

type Bassin = { slug: string; name: string; presentation: string }

/** A bassin of the académie. */
export const areaOf = ({ slug, name, presentation }: Bassin): Thing[] => [
  { '@type': 'AdministrativeArea', ...known({ name: `Bassin ${withDe(name)}`, description: beginningOf(presentation, 300), url: addressOf(`/bassins/${slug}`) }), containedInPlace: academie },
]

type Action = { id: string; title: string; state: ActionState; outcome: ActionOutcome | null; startsOn: Date | null; endsOn: Date | null; place: string; publicSummary: string; objective: string; clee: { name: string; slug: string } }
const eventStatus: Partial<Record<Standing, string>> = { cancelled: 'EventCancelled', postponed: 'EventPostponed' }

/** An action that has its day; nothing of one that has none yet. */
export function eventOf(action: Action): Thing[] {
  const { title, startsOn, endsOn, place, clee } = action
  if (!startsOn) return []
  return [{
    '@type': 'Event',
    ...known({ name: title, description: beginningOf(action.publicSummary || action.objective, 300), url: addressOf(publishedActionPath(action)) }),
    startDate: isoDay(startsOn),
    endDate: isoDay(endsOn ?? startsOn),
    eventStatus: `https://schema.org/${eventStatus[standingOf(action)] ?? 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: place ? { '@type': 'Place', name: place, address: place } : { '@type': 'Place', name: clee.name, address: academie.name },
    organizer: { '@type': 'Organization', name: clee.name, url: addressOf(`/clees/${clee.slug}`) },
  }]
}

type School = { uai: string; name: string; kind: SchoolKind; address: string; postalCode: string; city: string; website: string | null; latitude: number | null; longitude: number | null }
const schoolTypes: Record<SchoolKind, string> = { college: 'MiddleSchool', lycee: 'HighSchool', erea: 'School', cio: 'GovernmentOffice', mfr: 'School' }

/** A school, as the Annuaire de l’éducation places it. */
export const schoolOf = ({ uai, name, kind, address, postalCode, city, website, latitude, longitude }: School): Thing[] => [{
  '@type': schoolTypes[kind],
  ...known({ name, identifier: uai, url: addressOf(`/etablissements/${uai}`), sameAs: website }),
  address: { '@type': 'PostalAddress', ...known({ streetAddress: address, postalCode, addressLocality: city, addressCountry: 'FR' }) },
  ...(latitude !== null && longitude !== null && { geo: { '@type': 'GeoCoordinates', latitude, longitude } }),
}]
