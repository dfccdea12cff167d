import type { Tx } from '../db.ts'
import type { World } from '../generated/prisma/client.ts'
import { kindLabels, kinds } from '../organisations/labels.ts'
import { checkSiret } from '../organisations/siret.ts'
import { searchKey } from '../text.ts'
import { worldLabels, worlds } from '../worlds.ts'
import type { Cells } from './columns.ts'

const worldWords: Record<World, string[]> = {
  education: ['education', 'educatif', 'monde educatif', 'enseignement', 'scolaire', 'ecole', 'education nationale'],
  economy: ['economie', 'economique', 'monde economique', 'entreprise', 'entreprises'],
  employment: ['insertion et emploi', 'insertion', 'emploi', 'emploi et insertion', 'insertion emploi'],
  community: ['collectivites et parents', 'collectivite', 'collectivites', 'collectivites territoriales', 'parents', 'parent', 'parents d eleves'],
}
const yes = ['oui', 'o', 'x', '1', 'vrai', 'true', 'titulaire', 'siege', 'avec siege', 'avec un siege']
const no = ['non', 'n', '0', 'faux', 'false', 'sans', 'sans siege', 'aucun']
const shortYear = 'Écrivez l’année sur quatre chiffres, par exemple 01/09/2026.'
const schoolStart = /^(college|lycee|lp|lpo|legt|cio|mfr|erea|maison familiale|centre d information et d orientation)\b/

/** "" when the cell is empty; null when it says something else than a world. */
export function readWorld(cell = ''): World | '' | null {
  const key = searchKey(cell)
  if (key === '') return ''
  return worlds.find((world) => world === cell || searchKey(worldLabels[world]) === key || worldWords[world].includes(key)) ?? null
}

const readKind = (cell = '') => kinds.find((kind) => cell !== '' && searchKey(kindLabels[kind]) === searchKey(cell)) ?? ''

/** Whether a cell gives a seat; empty, or a dash, gives none. Null when it says neither. */
export function readSeat(cell = ''): boolean | null {
  const [text, key] = [cell.trim(), searchKey(cell)]
  if (/^[\p{Pd}/]*$/u.test(text) || no.includes(key)) return false
  return yes.includes(key) || /^[✓✔☑]$/u.test(text) ? true : null
}

const dayParts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2}|\d{4})$/

/** Spreadsheets write days with dots and hyphens too. */
const readDay = (cell = '') => cell.trim().replace(dayParts, '$1/$3/$4')
const hasShortYear = (cell = '') => dayParts.exec(cell.trim())?.[4]?.length === 2

/** What a line says that the form of a member has no word for: a sentence a column. */
export const refusalsOf = ({ hasSeat, startsOn, endsOn }: Cells): { startsOn?: string; endsOn?: string; hasSeat?: string } => ({
  ...(hasShortYear(startsOn) && { startsOn: shortYear }),
  ...(hasShortYear(endsOn) && { endsOn: shortYear }),
  ...(readSeat(hasSeat) === null && { hasSeat: 'Écrivez « oui » ou « non » pour le siège au comité, ou laissez la case vide.' }),
})

/** The text by which a school is looked up: a UAI, or a name that begins as a school's; "" for another structure. */
function schoolText({ uai = '', structure = '' }: Cells) {
  if (uai !== '') return uai
  const hasUai = /^\s*\d{7}\s*[A-Z]\s*$|\(\s*\d{7}\s*[A-Z]\s*\)\s*$/i.test(structure)
  return hasUai || schoolStart.test(searchKey(structure)) ? structure : ''
}

/** The world of an organisation already known by its SIRET, or by its name when one world alone knows it; "" otherwise. */
async function knownWorld(tx: Tx, { structure = '', siret = '' }: Cells): Promise<World | ''> {
  const check = checkSiret(siret || structure)
  const key = searchKey(structure)
  const found = await tx.organisation.findMany({
    where: { OR: [...(check.ok ? [{ siret: check.siret }] : []), ...(key ? [{ searchName: key }] : [])] },
    select: { world: true, siret: true },
    orderBy: { createdAt: 'asc' },
    take: 50,
  })
  const exact = found.find((organisation) => check.ok && organisation.siret === check.siret)
  const [first, ...others] = [...new Set((exact ? [exact] : found).map(({ world }) => world))]
  return others.length === 0 ? (first ?? '') : ''
}

/** What a line says, as the form of a member would send it. */
export async function formOfLine(tx: Tx, cells: Cells) {
  const school = schoolText(cells)
  const said = readWorld(cells.world)
  const kind = readKind(cells.kind)
  const world = said || (school ? 'education' : kind ? '' : await knownWorld(tx, cells))
  return {
    world: said === null ? 'inconnu' : world,
    schoolUai: school,
    organisationName: school ? '' : (cells.structure ?? ''),
    siret: school ? '' : (cells.siret ?? ''),
    organisationKind: school ? '' : kind,
    organisationCity: school ? '' : (cells.city ?? ''),
    firstName: cells.firstName ?? '',
    lastName: cells.lastName ?? '',
    jobTitle: cells.jobTitle ?? '',
    hasSeat: readSeat(cells.hasSeat) ? 'oui' : '',
    startsOn: readDay(cells.startsOn),
    endsOn: readDay(cells.endsOn),
  }
}
