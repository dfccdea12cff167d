import { db } from '../db.ts'
import { searchKey } from '../text.ts'
import type { SourceCommune } from './source.ts'

/** Where what people still name has gone: communes that joined another one, arrondissements of the three biggest. */
const todays: Record<string, (commune: SourceCommune) => string | undefined> = {
  'commune-deleguee': ({ chefLieu }) => chefLieu,
  'commune-associee': ({ chefLieu }) => chefLieu,
  'arrondissement-municipal': ({ commune }) => commune,
}

/** The former communes of those of these départements; not those whose name the commune of today bears itself. */
function readFormer(source: SourceCommune[], departements: string[]) {
  const current = new Map(source.filter(({ type, departement }) => type === 'commune-actuelle' && departements.includes(departement)).map(({ code, nom }) => [code, searchKey(nom)]))
  return source.flatMap((commune) => {
    const today = todays[commune.type]?.(commune)
    const name = today && current.get(today)
    const search = searchKey(commune.nom)
    return name && name !== search ? [{ code: commune.code, name: commune.nom, search_name: search, commune_code: today }] : []
  })
}

/** Keeps the former communes as the source tells them today: adds, puts right, and removes those that live by themselves again. */
export async function importFormerCommunes(source: SourceCommune[], departements: string[]) {
  const rows = JSON.stringify(readFormer(source, departements))
  await db.$transaction([
    db.$executeRaw`
      DELETE FROM former_communes f USING communes c
      WHERE c.code = f.commune_code AND c.departement = ANY(${departements})
        AND NOT EXISTS (SELECT FROM jsonb_to_recordset(${rows}::jsonb) AS r(code text, name text) WHERE r.code = f.code AND r.name = f.name)`,
    db.$executeRaw`
      INSERT INTO former_communes (code, name, search_name, commune_code)
      SELECT r.* FROM jsonb_to_recordset(${rows}::jsonb) AS r(code text, name text, search_name text, commune_code text)
      JOIN communes c ON c.code = r.commune_code
      ORDER BY r.code, r.name
      ON CONFLICT (code, name) DO UPDATE SET search_name = excluded.search_name, commune_code = excluded.commune_code`,
  ])
}
