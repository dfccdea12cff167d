import { db } from '../db.ts'
import { searchKey } from '../text.ts'
import { importFormerCommunes } from './former.ts'
import { readSource, type SourceCommune, type SourceEpci } from './source.ts'

const batchSize = 1_000

async function readCommunes(communes: SourceCommune[], departements: string[]) {
  const epcis = await readSource<SourceEpci>('epci')
  const wanted = communes.filter((commune) => commune.type === 'commune-actuelle' && departements.includes(commune.departement))
  const epciOf = new Map(epcis.flatMap((epci) => epci.membres.map((member) => [member.code, epci] as const)))
  return wanted.map((commune) => ({
    code: commune.code,
    name: commune.nom,
    search_name: searchKey(commune.nom),
    postal_codes: commune.codesPostaux ?? [],
    departement: commune.departement,
    epci_code: epciOf.get(commune.code)?.code ?? null,
    epci_name: epciOf.get(commune.code)?.nom ?? null,
    population: commune.population ?? 0,
  }))
}

/** Inserts or updates the communes of these départements, and the former ones that are part of them; removes no commune, since schools and CLEEs may refer to them. */
export async function importCommunes(departements: string[]): Promise<{ created: number; updated: number; unchanged: number }> {
  const source = await readSource<SourceCommune>('communes')
  const communes = await readCommunes(source, departements)
  const written: { inserted: boolean }[] = []
  for (let start = 0; start < communes.length; start += batchSize) {
    written.push(...(await saveCommunes(communes.slice(start, start + batchSize))))
  }
  await importFormerCommunes(source, departements)
  const created = written.filter((row) => row.inserted).length
  return { created, updated: written.length - created, unchanged: communes.length - written.length }
}

function saveCommunes(communes: unknown[]) {
  return db.$queryRaw<{ inserted: boolean }[]>`
    INSERT INTO communes (code, name, search_name, postal_codes, departement, epci_code, epci_name, population)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(communes)}::jsonb) AS r(code text, name text, search_name text,
      postal_codes text[], departement text, epci_code text, epci_name text, population int)
    ORDER BY r.code
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, search_name = excluded.search_name,
      postal_codes = excluded.postal_codes, departement = excluded.departement, epci_code = excluded.epci_code,
      epci_name = excluded.epci_name, population = excluded.population
    WHERE (communes.name, communes.search_name, communes.postal_codes, communes.departement, communes.epci_code,
      communes.epci_name, communes.population) IS DISTINCT FROM (excluded.name, excluded.search_name,
      excluded.postal_codes, excluded.departement, excluded.epci_code, excluded.epci_name, excluded.population)
    RETURNING xmax = 0 AS inserted`
}

/** Imports the communes of these départements when one of them has none yet; of former communes, when there are none at all, as before this was known. */
export async function ensureCommunes(departements: string[]): Promise<void> {
  const present = await db.commune.groupBy({
    by: ['departement'],
    where: { departement: { in: departements } },
    orderBy: { departement: 'asc' },
  })
  const missing = departements.filter((code) => !present.some((row) => row.departement === code))
  if (missing.length > 0) await importCommunes(missing)
  const known = await db.formerCommune.count({ where: { commune: { departement: { in: departements } } } })
  if (known === 0) await importFormerCommunes(await readSource<SourceCommune>('communes'), departements)
}
