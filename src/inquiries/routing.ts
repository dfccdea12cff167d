import { communeCode as communePattern } from '../communes/codes.ts'
import { shownCommunes } from '../directory/search.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import type { CommuneMatch } from '../communes/queries.ts'
import { db } from '../db.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import type { Exact } from '../find/main.ts'
import { findPlace } from '../find/place.ts'
import { schoolLabel } from '../schools/pick.ts'
import type { SchoolMatch } from '../schools/queries.ts'
import { quoted } from '../text.ts'
import { answeringClees, answeringCoordinators } from './answering.ts'
import { toBassin, toClee, toMission, type Destination } from './destination.ts'
import { withDe } from '../web/view-helpers.ts'
import type { Place } from './schemas.ts'

type Option = { label: string; place: Partial<Place> }
/** What is still to choose, under `choice`, or was not understood: `problem`, of what was typed or of the address. */
type Unclear = { destination: null; communeCode: string | null; problem: string; isTyped: boolean; choice: string; options: Option[]; isCut: boolean }
/** What a visitor's choice means: where the message goes, or else what to ask them. */
export type Routing = { destination: Destination; communeCode: string | null; problem: ''; place: Partial<Place> } | Unclear

/** `place` is what the form's address keeps of the choice, however it was made. */
const reached = (destination: Destination, communeCode: string | null = null, place: Partial<Place> = {}): Routing => ({ destination, communeCode, problem: '', place: { ...place, ...(communeCode && { commune: communeCode }) } })
const nothing: Unclear = { destination: null, communeCode: null, problem: '', isTyped: false, choice: '', options: [], isCut: false }
const unknown = (problem: string): Routing => ({ ...nothing, problem })
const several = (choice: string, options: Option[], others: Partial<Unclear> = {}): Routing => ({ ...nothing, choice, options, ...others })
const mistyped = (problem: string, meant: string[] = []): Routing => ({ ...nothing, problem, isTyped: true, choice: meant.length > 0 ? 'Vouliez-vous dire :' : '', options: meant.map((lieu) => ({ label: lieu, place: { lieu } })) })

/** The first of these bassins, by name, that somebody coordinates this year. */
const findCoordinated = (bassinIds: string[]) =>
  db.bassin.findFirst({ where: { id: { in: bassinIds }, coordinators: { some: answeringCoordinators() } }, orderBy: { name: 'asc' } })

async function toBassins(bassinIds: string[], why: string, askedOf = '') {
  const bassin = await findCoordinated(bassinIds)
  return bassin ? toBassin(bassin, why, askedOf) : toMission(why, askedOf)
}

const silences: Record<CleeStatus, string> = {
  draft: 'n’est pas encore déclaré',
  declared: 'n’a pas encore de copilote',
  active: 'n’a pas de copilote en ce moment',
  vacant: 'n’a pas de copilote en ce moment',
  dormant: 'est en sommeil',
  closed: 'est fermé',
}

const cleeSelect = { id: true, name: true, slug: true, status: true, bassins: { select: { bassinId: true } } } as const
type Clee = { id: string; name: string; slug: string; status: CleeStatus; bassins: { bassinId: string }[] }

/** To its co-pilots; when it has none today, to who follows its bassin. */
async function routeToClee(clee: Clee): Promise<Destination> {
  const canAnswer = await db.clee.count({ where: { id: clee.id, AND: answeringClees() } })
  if (canAnswer > 0) return toClee(clee)
  return toBassins(clee.bassins.map(({ bassinId }) => bassinId), `${clee.name} ${silences[clee.status]}.`, clee.name)
}

async function routeBySlug(slug: string, communeCode: string | null): Promise<Routing> {
  const clee = await db.clee.findFirst({ where: { ...publishedClees, AND: atAddress(slug) }, select: cleeSelect, orderBy: { id: 'asc' } })
  return clee ? reached(await routeToClee(clee), communeCode, { clee: clee.slug }) : unknown('Le CLEE de cette adresse n’est pas connu : il ne figure pas dans l’annuaire. Cherchez par votre commune.')
}

async function routeByBassin(slug: string, communeCode: string | null): Promise<Routing> {
  const bassin = await db.bassin.findUnique({ where: { slug } })
  if (!bassin) return unknown('Le bassin de cette adresse n’est pas connu. Cherchez par votre commune.')
  const isCoordinated = (await findCoordinated([bassin.id])) !== null
  return reached(isCoordinated ? toBassin(bassin) : toMission(`Le bassin ${withDe(bassin.name)} n’a pas de coordonnateur en ce moment.`, `Bassin ${withDe(bassin.name)}`), communeCode, { bassin: slug })
}

/** The bassins of the CLEEs that cover communes of the same intercommunalité. */
async function listNeighbouringBassins(epciCode: string | null) {
  if (epciCode === null) return []
  const found = await db.cleeBassin.findMany({ where: { clee: { ...listedClees, communes: { some: { commune: { epciCode } } } } }, select: { bassinId: true }, orderBy: { bassin: { name: 'asc' } } })
  return found.map(({ bassinId }) => bassinId)
}

async function routeUncovered(commune: { name: string; epciCode: string | null }, bassinSlug: string, code: string): Promise<Routing> {
  if (bassinSlug !== '') return routeByBassin(bassinSlug, code)
  return reached(await toBassins(await listNeighbouringBassins(commune.epciCode), `Aucun CLEE ne couvre encore ${commune.name}.`), code)
}

async function routeByCommune(code: string, bassinSlug: string): Promise<Routing> {
  const commune = communePattern.test(code) ? await db.commune.findUnique({ where: { code } }) : null
  if (!commune) return unknown('La commune de cette adresse n’est pas connue dans l’académie. Cherchez-la par son nom.')
  const clees = await db.clee.findMany({ where: { ...listedClees, communes: { some: { communeCode: code } } }, select: cleeSelect, orderBy: { searchName: 'asc' }, take: 20 })
  const [first, ...others] = clees
  if (!first) return routeUncovered(commune, bassinSlug, code)
  if (others.length === 0) return reached(await routeToClee(first), code)
  return several(`Plusieurs CLEE couvrent ${commune.name} : choisissez celui à qui écrire.`, clees.map(({ slug, name }) => ({ label: name, place: { clee: slug, commune: code } })), { communeCode: code })
}

const optionOf = ({ code, name, former, postalCodes }: CommuneMatch): Option => ({ label: [former ? `${former}, commune de ${name}` : name, postalCodes[0] && `(${postalCodes[0]})`].filter(Boolean).join(' '), place: { commune: code } })

/** A school is where its commune is. */
const schoolOption = (school: SchoolMatch): Option[] => (school.communeCode ? [{ label: schoolLabel(school), place: { commune: school.communeCode } }] : [])

type Found = Awaited<ReturnType<typeof findPlace>>
const optionsOf = ({ communes, clees, bassins, schools }: Found): Option[] => [
  ...communes.map(optionOf),
  ...clees.slice(0, shownCommunes).map(({ slug, name }) => ({ label: name, place: { clee: slug } })),
  ...bassins.map(({ slug, name }) => ({ label: `Bassin ${withDe(name)}`, place: { bassin: slug } })),
  ...schools.flatMap(schoolOption),
]

async function routeExact(exact: Exact, bassinSlug: string): Promise<Routing> {
  if ('clee' in exact) return routeBySlug(exact.clee.slug, null)
  if ('bassin' in exact) return routeByBassin(exact.bassin.slug, null)
  if ('commune' in exact) return routeByCommune(exact.commune.code, bassinSlug)
  return exact.school.communeCode ? routeByCommune(exact.school.communeCode, bassinSlug) : mistyped(`La commune de cet établissement (${exact.school.name}) n’est pas connue du portail : saisissez-la.`)
}

async function routeByTyped(typed: string, bassinSlug: string): Promise<Routing> {
  const found = await findPlace(typed, shownCommunes)
  if (found.exact) return routeExact(found.exact, bassinSlug)
  const options = optionsOf(found)
  if (options.length > 0) return several(options.length === found.communes.length ? 'Plusieurs communes correspondent : choisissez la vôtre.' : 'Plusieurs réponses sont possibles : choisissez la vôtre.', options, { isCut: found.isCut })
  const vain = `Aucune commune de l’académie ne correspond à ${quoted(typed.slice(0, 80))}, ni aucun établissement. Vérifiez l’orthographe, ou essayez le code postal.`
  return mistyped(found.problem || vain, found.lookalikes)
}

/** Where a message goes (R20): the CLEE named, or the one of the commune; else the bassin; else the mission. `isEmpty`: the field was sent with nothing in it. */
export async function routePlace({ clee, bassin, commune, lieu, destinataire }: Place, isEmpty = false): Promise<Routing> {
  if (destinataire === 'mission') return reached(toMission())
  if (clee !== '') return routeBySlug(clee, commune || null)
  if (commune !== '') return routeByCommune(commune, bassin)
  if (lieu !== '') return routeByTyped(lieu, bassin)
  return bassin === '' ? (isEmpty ? mistyped('Saisissez une commune, un code postal ou un établissement.') : nothing) : routeByBassin(bassin, null)
}
