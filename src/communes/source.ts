import { readFile } from 'node:fs/promises'

export type SourceCommune = {
  code: string
  nom: string
  type: string
  departement: string
  codesPostaux?: string[]
  population?: number
  /** The commune that a former one is now part of; `commune`, that of an arrondissement. */
  chefLieu?: string
  commune?: string
}
export type SourceEpci = { code: string; nom: string; membres: { code: string }[] }

/** A file of @etalab/decoupage-administratif. Read rather than imported, so that the 13 MB don't stay in the running process. */
export async function readSource<Row>(name: string): Promise<Row[]> {
  const url = new URL(import.meta.resolve(`@etalab/decoupage-administratif/data/${name}.json`))
  return JSON.parse(await readFile(url, 'utf8')) as Row[]
}
