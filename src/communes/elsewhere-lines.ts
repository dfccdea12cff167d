import { searchKey } from '../text.ts'
import { readSource, type SourceCommune } from './source.ts'

/** « |paris|75056|75001|75002…|<tab>Paris<tab>75 »: what a commune is found by, then its name and its département. */
const lineOf = ({ code, nom, departement, codesPostaux = [] }: SourceCommune) => `|${[searchKey(nom), code.toLowerCase(), ...codesPostaux].join('|')}|\t${nom}\t${departement}`

const communes = (await readSource<SourceCommune>('communes')).filter(({ type }) => type === 'commune-actuelle')
process.stdout.write(communes.toSorted((one, other) => (other.population ?? 0) - (one.population ?? 0)).map(lineOf).join('\n'))
