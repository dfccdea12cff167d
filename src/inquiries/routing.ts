import { chooseCommune, shownCommunes } from '../directory/search.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { searchKey } from '../text.ts'
import { answeringClees, answeringCoordinators } from './answering.ts'
import { toBassin, toClee, toMission, type Destination } from './destination.ts'
import { withDe } from '../web/view-helpers.ts'
import type { Place } from './schemas.ts'

type Option = { label: string; place: Partial<Place> }
/** What a visitor's choice means: where the message goes, or what is still to choose, or what was not understood. */
export type Routing = { destination: Destination; communeCode: string | null; options: []; problem: '' } | { destination: null; communeCode: string | null; options: Option[]; problem: string }

const reached = (destination: Destination, communeCode: string | null = null): Routing => ({ destination, communeCode, options: [], problem: '' })
const unclear = (problem: string, options: Option[] = [], communeCode: string | null = null): Routing => ({ destination: null, communeCode, options, problem })

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
  return clee ? reached(await routeToClee(clee), communeCode) : unclear('Ce CLEE ne figure pas dans l’annuaire. Cherchez par votre commune.')
}

async function routeByBassin(slug: string, communeCode: string | null): Promise<Routing> {
  const bassin = await db.bassin.findUnique({ where: { slug } })
  if (!bassin) return unclear('Ce bassin n’existe pas. Cherchez par votre commune.')
  const isCoordinated = (await findCoordinated([bassin.id])) !== null
  return reached(isCoordinated ? toBassin(bassin) : toMission(`Le bassin ${withDe(bassin.name)} n’a pas de coordonnateur en ce moment.`, `Bassin ${withDe(bassin.name)}`), communeCode)
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
  const commune = await db.commune.findUnique({ where: { code } })
  if (!commune) return unclear('Cette commune n’est pas dans l’académie. Cherchez-la par son nom.')
  const clees = await db.clee.findMany({ where: { ...listedClees, communes: { some: { communeCode: code } } }, select: cleeSelect, orderBy: { searchName: 'asc' }, take: 20 })
  const [first, ...others] = clees
  if (!first) return routeUncovered(commune, bassinSlug, code)
  if (others.length === 0) return reached(await routeToClee(first), code)
  return unclear(`Plusieurs CLEE couvrent ${commune.name} : choisissez celui à qui écrire.`, clees.map(({ slug, name }) => ({ label: name, place: { clee: slug, commune: code } })), code)
}

/** Communes that a name of the past means. */
async function findByFormerName(typed: string) {
  const key = searchKey(typed)
  return key === '' ? [] : db.commune.findMany({ where: { formers: { some: { searchName: key } } }, orderBy: [{ population: 'desc' }, { code: 'asc' }], take: shownCommunes })
}

const optionOf = ({ code, name, postalCodes }: { code: string; name: string; postalCodes: string[] }) => ({ label: [name, postalCodes[0] && `(${postalCodes[0]})`].filter(Boolean).join(' '), place: { commune: code } })

async function routeByTyped(typed: string, bassinSlug: string): Promise<Routing> {
  const choice = await chooseCommune(typed, '')
  if (choice.kind === 'one') return routeByCommune(choice.commune.code, bassinSlug)
  const communes = choice.kind === 'several' ? choice.communes : await findByFormerName(typed)
  const [first, ...others] = communes
  if (!first) return unclear(`Aucune commune de l’académie ne correspond à « ${typed.slice(0, 80)} ». Vérifiez l’orthographe, ou essayez le code postal.`)
  if (others.length === 0) return routeByCommune(first.code, bassinSlug)
  return unclear('Plusieurs communes correspondent : choisissez la vôtre.', communes.map(optionOf))
}

/** Where a message goes (R20): the CLEE named, or the one of the commune; else the bassin; else the mission. */
export async function routePlace({ clee, bassin, commune, lieu, destinataire }: Place): Promise<Routing> {
  if (destinataire === 'mission') return reached(toMission())
  if (clee !== '') return routeBySlug(clee, commune || null)
  if (commune !== '') return routeByCommune(commune, bassin)
  if (lieu !== '') return routeByTyped(lieu, bassin)
  return bassin === '' ? unclear('') : routeByBassin(bassin, null)
}
