import { pool } from '../db.ts'
import type { SchoolRow } from './annuaire.ts'

const plainColumns = [
  'name', 'search_name', 'kind', 'sector', 'address', 'postal_code', 'city', 'commune_code', 'phone', 'email', 'website',
  'pupils', 'latitude', 'longitude', 'bassin_code', 'bassin_label', 'source_date', 'is_open',
]

// A SIRET that a spreadsheet destroyed must not erase the good one of an earlier file.
const keptSiret = 'coalesce(excluded.siret, schools.siret)'

const upsert = `
  INSERT INTO schools (uai, name, search_name, kind, sector, address, postal_code, city, commune_code, phone, email,
    website, siret, pupils, latitude, longitude, bassin_code, bassin_label, source_date, is_open, updated_at)
  SELECT r.uai, r.name, r.search_name, r.kind, r.sector, r.address, r.postal_code, r.city, communes.code, r.phone, r.email,
    r.website, r.siret, r.pupils, r.latitude, r.longitude, r.bassin_code, r.bassin_label, r.source_date, true, now()
  FROM jsonb_to_recordset($1::jsonb) AS r(
    uai text, name text, search_name text, kind "SchoolKind", sector "SchoolSector", address text, postal_code text, city text,
    commune_code text, phone text, email text, website text, siret text, pupils int, latitude float8, longitude float8,
    bassin_code text, bassin_label text, source_date date)
  LEFT JOIN communes ON communes.code = r.commune_code
  ORDER BY r.uai
  ON CONFLICT (uai) DO UPDATE
  SET siret = ${keptSiret}, ${plainColumns.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
  WHERE (schools.siret, ${plainColumns.map((column) => `schools.${column}`).join(', ')})
    IS DISTINCT FROM (${keptSiret}, ${plainColumns.map((column) => `excluded.${column}`).join(', ')})
  RETURNING xmax = 0 AS inserted`

/** Inserts or updates schools, each UAI once; a row that says nothing new isn't written. */
export async function saveSchools(schools: SchoolRow[]): Promise<{ created: number; updated: number }> {
  // Through pg: Prisma keeps the values of its last hundred raw queries, 300 kB each here.
  const { rows } = await pool.query<{ inserted: boolean }>(upsert, [JSON.stringify(schools)])
  const created = rows.filter((row) => row.inserted).length
  return { created, updated: rows.length - created }
}

/** Marks schools as closed: how many of them the portal knows, and how many were open until now. */
export async function closeSchools(uais: string[]): Promise<{ known: number; changed: number }> {
  const known = await pool.query('SELECT FROM schools WHERE uai = ANY($1)', [uais])
  const changed = await pool.query(
    'UPDATE schools SET is_open = false, updated_at = now() WHERE uai = ANY($1) AND is_open',
    [uais],
  )
  return { known: known.rowCount ?? 0, changed: changed.rowCount ?? 0 }
}

/** How many of these schools lie in a commune that the portal doesn't know. */
export async function countWithoutCommune(uais: string[]): Promise<number> {
  const { rowCount } = await pool.query('SELECT FROM schools WHERE uai = ANY($1) AND commune_code IS NULL', [uais])
  return rowCount ?? 0
}
