import { config } from '../config.ts'
import { searchKey } from '../text.ts'
import { joinList, withDe } from '../web/view-helpers.ts'
import { readSource, type SourceCommune } from './source.ts'

export type Elsewhere = { name: string; departement: string }

const shown = 3

/** « |paris|75056|75001|75002…|<tab>Paris<tab>75 »: what a commune is found by, then its name and its département. */
const lineOf = ({ code, nom, departement, codesPostaux = [] }: SourceCommune) => `|${[searchKey(nom), code.toLowerCase(), ...codesPostaux].join('|')}|\t${nom}\t${departement}`

async function readLines() {
  const communes = (await readSource<SourceCommune>('communes')).filter(({ type }) => type === 'commune-actuelle')
  return communes.toSorted((one, other) => (other.population ?? 0) - (one.population ?? 0)).map(lineOf).join('\n')
}

// The public search asks at each word that nothing answers: reading the file each time would take 100 ms of it, and its objects thirty times the memory of this text.
let lines: Promise<string> | undefined

function findLines(text: string, part: string) {
  const found: string[] = []
  for (let at = text.indexOf(part); at >= 0 && found.length < shown; at = text.indexOf(part, at + part.length)) {
    const end = text.indexOf('\n', at)
    found.push(text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end))
  }
  return found
}

/** Communes of France by their whole name, postal code or INSEE code, the biggest first: to say that one is outside the académie. */
export async function findElsewhere(text: string): Promise<Elsewhere[]> {
  const key = searchKey(text.slice(0, 200))
  if (key === '') return []
  lines ??= readLines()
  return findLines(await lines, `|${key}|`).map((line) => {
    const [, name = '', departement = ''] = line.split('\t')
    return { name, departement }
  })
}

/** « Paris (75) n’est pas dans l’académie de Rennes : … ». */
export function outsideSentence(places: Elsewhere[]) {
  const names = joinList(places.map(({ name, departement }) => `${name} (${departement})`))
  const are = places.length > 1 ? 'ne sont pas' : 'n’est pas'
  return `${names} ${are} dans l’académie ${withDe(config.academie)}\u00a0: un CLEE réunit des communes de ses départements (${joinList(config.departements)}).`
}
