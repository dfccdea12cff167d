import { actionTypes, sectors } from '../actions/vocabulary.ts'
import { getBassin } from '../bassins/queries.ts'
import { notFound } from '../errors.ts'
import { isDay, uuid } from '../web/fields.ts'
import { addressWith } from '../web/sorting.ts'
import { readPeriod, type Period } from './periods.ts'
import { getPublishedClee, type Criteria } from './queries.ts'

const names = ['vue', 'mois', 'jour', 'bassin', 'clee', 'type', 'secteur', 'suite'] as const
type Parameters = Record<(typeof names)[number], string>

const only = (name: string, value: unknown) => {
  if (value === undefined) return ''
  if (typeof value !== 'string') throw notFound(`L’adresse de cette page dit «\u00a0${name}\u00a0» plusieurs fois\u00a0: gardez-en une seule.`)
  return value.trim().slice(0, 200)
}

const readParameters = (query: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, only(name, query[name])])) as Parameters

function readType(type: string) {
  if (type !== '' && !Object.hasOwn(actionTypes, type)) throw notFound('Ce type d’action n’existe pas\u00a0: choisissez-le dans la liste de l’agenda.')
  return type
}

function readSector(sector: string) {
  if (sector !== '' && !Object.hasOwn(sectors, sector)) throw notFound('Ce secteur n’existe pas\u00a0: choisissez-le dans la liste de l’agenda.')
  return sector
}

/** What follows which action of a list, "2027-03-12_<id>"; what is unreadable is the beginning of the list. */
export function readCursor(text: string) {
  const [day = '', id = ''] = text.split('_')
  return isDay(day) && uuid.safeParse(id).success ? { day: new Date(`${day}T00:00:00Z`), id } : null
}
export type Cursor = NonNullable<ReturnType<typeof readCursor>>

export type Agenda = { view: 'list' | 'month'; period: Period; criteria: Criteria; cursor: Cursor | null; isFiltered: boolean; addressOf: (change: Partial<Parameters>) => string }

/** What the address of the agenda asks for; 404 for a month, a day, a bassin, a CLEE, a type or a sector that doesn't exist. */
export async function readAgenda(query: Record<string, unknown>): Promise<Agenda> {
  const { suite, ...asked } = readParameters(query)
  const vue = asked.vue === 'mois' ? 'mois' : ''
  const period = readPeriod({ ...asked, vue })
  const bassin = asked.bassin === '' ? null : await getBassin(asked.bassin)
  const clee = asked.clee === '' ? null : await getPublishedClee(asked.clee)
  const filters = { bassin: bassin?.slug ?? '', clee: clee?.slug ?? '', type: readType(asked.type), secteur: readSector(asked.secteur) }
  const place = { vue, mois: vue ? period.month : asked.mois, jour: vue ? '' : asked.jour }
  return {
    view: vue ? 'month' : 'list',
    period,
    criteria: { bassin, clee, type: filters.type, sector: filters.secteur },
    cursor: readCursor(suite),
    isFiltered: Object.values(filters).some(Boolean),
    addressOf: (change) => addressWith('/agenda', { ...place, ...filters, ...change }),
  }
}
