import { searchKey, slugify } from '../../../src/text.ts'
import type { Draw } from './random.ts'
import { businesses, surnames, towns } from './words.ts'

export type Size = { clees: number; actions: number; schools: number; organisations: number; bassins: number; years: number }
export type Row = Record<string, unknown>

/** Ten school years, up to this one: not read on the clock, so that a seed always gives the same rows. */
export const lastYear = 2026
export const yearName = (first: number) => `${first}-${first + 1}`

const named = (name: string) => ({ name, search_name: searchKey(name) })
const began = new Date(`${lastYear - 10}-06-01T08:00:00Z`)
const suffix = (index: number, list: readonly unknown[]) => (index < list.length ? '' : ` ${Math.floor(index / list.length) + 1}`)

const bassinOf = (draw: Draw, index: number) => {
  const name = `Bassin de ${towns[index % towns.length]}${suffix(index, towns)}`
  return { id: draw.uuid(began), ...named(name), slug: slugify(name) }
}

const forms = ['CLEE du pays de', 'CLEE de', 'CLEE du canton de', 'CLEE des entreprises de', 'CLEE de la communauté de'] as const

// A few have only been declared, or are closed: their actions are not the network's.
function cleeOf(draw: Draw, index: number) {
  const name = `${forms[index % forms.length]} ${towns[Math.floor(index / forms.length) % towns.length]}${suffix(index, { length: forms.length * towns.length } as readonly unknown[])}`
  const status = draw.chance(0.03) ? 'declared' : draw.chance(0.03) ? 'closed' : draw.chance(0.08) ? 'dormant' : 'active'
  const acknowledged = status === 'declared' ? null : began
  return { id: draw.uuid(began), slug: slugify(name), ...named(name), status, declared_at: began, declaration_receipt: `DEC-MESURE-${index}`, acknowledged_at: acknowledged, activated_at: acknowledged, created_at: began, updated_at: began, presentation: 'Un territoire de mesure.', long_name: '', legal_form: 'none', territory: '' }
}

function schoolOf(draw: Draw, index: number) {
  const digits = String(9_000_000 + index)
  const kind = draw.chance(0.55) ? 'college' : 'lycee'
  const town = draw.pick(towns)
  const name = `${kind === 'college' ? 'Collège' : 'Lycée'} ${draw.pick(surnames)} ${town}${index}`
  return { uai: `${digits}${'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(digits) % 23]}`, ...named(name), kind, sector: draw.chance(0.7) ? 'public' : 'private', city: town, address: '', postal_code: '', is_open: true, updated_at: began }
}

function organisationOf(draw: Draw, index: number) {
  const name = index % 50 === 0 ? `${index % 100 === 0 ? 'France Travail' : 'Mission locale'} ${draw.pick(towns)} ${index}` : `${draw.pick(businesses)} ${draw.pick(surnames)} ${draw.pick(surnames)} ${index}`
  return { id: draw.uuid(began), ...named(name), world: index % 50 === 0 ? 'employment' : 'economy', kind: index % 50 === 0 ? 'employment_service' : 'company', city: draw.pick(towns), created_at: began }
}

const manyOf = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

/** What the actions stand on: CLEEs in their bassins, schools, organisations. */
export function makeNetwork(draw: Draw, size: Size) {
  const bassins = manyOf(size.bassins, (index) => bassinOf(draw, index))
  const clees = manyOf(size.clees, (index) => cleeOf(draw, index))
  return {
    bassins,
    clees,
    cleeBassins: clees.map(({ id }, index) => ({ clee_id: id, bassin_id: bassins[index % bassins.length]?.id })),
    schools: manyOf(size.schools, (index) => schoolOf(draw, index)),
    organisations: manyOf(size.organisations, (index) => organisationOf(draw, index)),
  }
}
export type Network = ReturnType<typeof makeNetwork>
