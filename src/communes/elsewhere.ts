import { config } from '../config.ts'
import { searchKey } from '../text.ts'
import { joinList, withDe } from '../web/view-helpers.ts'
import { readSource, type SourceCommune } from './source.ts'

export type Elsewhere = { name: string; departement: string }

const shown = 3
const matches = (typed: string, key: string) => ({ code, nom, codesPostaux = [] }: SourceCommune) =>
  code === typed || codesPostaux.includes(typed) || (key !== '' && searchKey(nom) === key)

/** Communes of France by their whole name, postal code or INSEE code, the biggest first: to say that one is outside the académie. Read from the file each time, which is rare, rather than kept. */
export async function findElsewhere(text: string): Promise<Elsewhere[]> {
  const typed = text.trim().toUpperCase()
  const communes = (await readSource<SourceCommune>('communes')).filter(({ type }) => type === 'commune-actuelle')
  const found = communes.filter(matches(typed, searchKey(text))).toSorted((one, other) => (other.population ?? 0) - (one.population ?? 0))
  return found.slice(0, shown).map(({ nom, departement }) => ({ name: nom, departement }))
}

/** « Paris (75) n’est pas dans l’académie de Rennes : … ». */
export function outsideSentence(places: Elsewhere[]) {
  const names = joinList(places.map(({ name, departement }) => `${name} (${departement})`))
  const are = places.length > 1 ? 'ne sont pas' : 'n’est pas'
  return `${names} ${are} dans l’académie ${withDe(config.academie)}\u00a0: un CLEE réunit des communes de ses départements (${joinList(config.departements)}).`
}
