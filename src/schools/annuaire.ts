import { SchoolKind } from '../generated/prisma/enums.ts'
import type { SchoolSector } from '../generated/prisma/enums.ts'
import { searchKey, searchName } from '../text.ts'
import { leastLength } from './annuaire-columns.ts'
import type { Column, Columns } from './annuaire-columns.ts'
import { classify } from './annuaire-kinds.ts'
import type { SetAside } from './annuaire-kinds.ts'
import * as values from './annuaire-values.ts'
import { checkUai } from './uai.ts'

const checkedColumns = ['siret', 'phone', 'email', 'website'] as const

/** A value given but unreadable, left out. */
export type Remark = (typeof checkedColumns)[number]

/** A school as its table keeps it, column by column. */
export type SchoolRow = {
  uai: string
  name: string
  search_name: string
  kind: SchoolKind
  sector: SchoolSector
  address: string
  postal_code: string
  city: string
  commune_code: string | null
  phone: string | null
  email: string | null
  website: string | null
  siret: string | null
  pupils: number | null
  latitude: number | null
  longitude: number | null
  bassin_code: string | null
  bassin_label: string | null
  source_date: string | null
}

export type Reading =
  | { outcome: 'kept'; school: SchoolRow; isOneOfSeveral: boolean; remarks: Remark[] }
  | { outcome: 'closed'; uai: string }
  | { outcome: 'setAside'; reason: SetAside }
  | { outcome: 'wrong'; reason: string }

type Get = (column: Column) => string

const sectors: Record<string, SchoolSector> = { public: 'public', prive: 'private' }

// A school that is to close still teaches until its closing day; one that is to open doesn't yet.
const openStates: Record<string, boolean> = {
  '': true,
  ouvert: true,
  'a fermer': true,
  ferme: false,
  fermee: false,
  'a ouvrir': false,
}

const wrong = (reason: string): Reading => ({ outcome: 'wrong', reason })
const academieName = (text: string) => searchName(text).replace(/^academie (de la |de l |de |d |du )?/, '')
const isKind = (kind: string): kind is SchoolKind => kind in SchoolKind

/** Reads the rows of one file: `width` is the number of columns of its header. */
export function createRowReader(columns: Columns, width: number, academie: string) {
  const wanted = academieName(academie)
  const least = leastLength(columns)
  return (fields: string[]): Reading => {
    const length = fields.findLastIndex((field) => field.trim() !== '') + 1
    if (length > width || fields.length < least) return wrong(`${fields.length} colonnes au lieu de ${width}`)
    if (fields.some((field) => /[\0\uFFFD]/.test(field))) return wrong('caractères illisibles')
    return readRow((column) => values.clean(fields[columns.get(column) ?? -1] ?? ''), wanted)
  }
}

function readRow(get: Get, wanted: string): Reading {
  const academie = academieName(get('academie'))
  if (academie === '') return wrong('académie absente')
  if (academie !== wanted) return { outcome: 'setAside', reason: 'otherAcademie' }
  const type = searchName(get('type'))
  const kind = classify({ type, natureCode: get('natureCode'), natureLabel: searchName(get('natureLabel')) })
  if (!isKind(kind)) return { outcome: 'setAside', reason: kind }
  const check = checkUai(get('uai'))
  if (!check.ok) return wrong(check.reason.replace(/\.$/, ''))
  const isOpen = openStates[searchName(get('state'))]
  if (isOpen === undefined) return wrong(`état « ${get('state').slice(0, 40)} » inconnu`)
  return isOpen ? readSchool(get, check.uai, kind) : { outcome: 'closed', uai: check.uai }
}

function readSchool(get: Get, uai: string, kind: SchoolKind): Reading {
  const name = get('name')
  if (name === '') return wrong(`nom absent (${uai})`)
  const sector = sectors[searchName(get('sector'))]
  if (!sector) return wrong(`secteur « ${get('sector').slice(0, 40)} » inconnu (${uai})`)
  const search_name = searchKey(`${name} ${get('city')}`)
  const school = { uai, name, search_name, kind, sector, ...readPlace(get), ...readContact(get) }
  const remarks = checkedColumns.filter((column) => get(column) !== '' && school[column] === null)
  const isOneOfSeveral = ['1', 'oui', 'true'].includes(get('multiRow').toLowerCase())
  return { outcome: 'kept', school, isOneOfSeveral, remarks }
}

function readPlace(get: Get) {
  return {
    address: [get('address'), get('addressMore')].filter(Boolean).join(', '),
    postal_code: values.readFiveCode(get('postalCode')),
    city: get('city'),
    commune_code: values.readCommuneCode(get('communeCode')),
    latitude: values.readLatitude(get('latitude')),
    longitude: values.readLongitude(get('longitude')),
    bassin_code: get('bassinCode') || null,
    bassin_label: get('bassinLabel') || null,
  }
}

function readContact(get: Get) {
  return {
    phone: values.readPhone(get('phone')),
    email: values.readEmail(get('email')),
    website: get('website') === '' ? null : values.readWebsite(get('website')),
    siret: values.readSiret(get('siret')),
    pupils: values.readCount(get('pupils')),
    source_date: values.readDay(get('sourceDate')),
  }
}
