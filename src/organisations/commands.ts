import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError, notFound } from '../errors.ts'
import type { Organisation, OrganisationKind, Prisma, World } from '../generated/prisma/client.ts'
import { searchKey } from '../text.ts'
import type { OrganisationChange } from './schemas.ts'
import { organisationLabel, readTyped } from './typed.ts'

/** `cleeId`: the CLEE for which it is typed, if any. */
export type OrganisationInput = { name: string; siret: string | null; world: World; kind?: OrganisationKind; city?: string; cleeId?: string }

const nameField = 'organisationName'
const shownCandidates = 8
const writers = 4_217_001

type Matches = { bySiret: Organisation | null; named: Organisation[] }

/** The organisation of the SIRET, and those of the name in this world, oldest first; one that the whole text names, town included, before the others. */
async function findMatches(tx: Tx, { name, siret, world }: OrganisationInput): Promise<Matches> {
  const key = searchKey(name)
  const keys = [key, searchKey(name.replace(/,[^,]*$/, ''))].filter(Boolean)
  const close = await tx.organisation.findMany({ where: { OR: [{ searchName: { in: keys }, world }, ...(siret ? [{ siret }] : [])] }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const inWorld = close.filter((organisation) => organisation.world === world)
  const whole = inWorld.filter((organisation) => isWhole(organisation, key))
  const others = inWorld.filter((organisation) => organisation.searchName === key && !whole.includes(organisation))
  return { bySiret: close.find((organisation) => siret !== null && organisation.siret === siret) ?? null, named: [...whole, ...others] }
}

const isWhole = (organisation: Organisation, key: string) => searchKey(organisationLabel({ ...organisation, siret: null })) === key

/** A SIRET wins over a name; one that is new goes to the organisation of that name that has none. */
const choose = ({ bySiret, named }: Matches, siret: string | null) => bySiret ?? named.find((organisation) => !siret || organisation.siret === null) ?? null

/** What the input tells of an organisation that nobody had told before. */
const additions = (known: Organisation, { siret, kind, city }: OrganisationInput): Prisma.OrganisationUpdateInput => ({
  ...(siret && !known.siret && { siret }),
  ...(kind && known.kind === 'other' && kind !== 'other' && { kind }),
  ...(city && !known.city && { city }),
})

/** The transactions that hold the lock already: an import takes it once. */
const writing = new WeakSet<Tx>()

// Two people at once: the second waits, then finds what the first has written.
async function lockWriters(tx: Tx) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${writers}::bigint)`
  writing.add(tx)
}

// What one CLEE says of an organisation that others name too would be published under their names.
async function isUsedElsewhere(tx: Tx, { id }: Organisation, cleeId?: string) {
  // Whoever names it at this instant is waited for.
  await tx.$queryRaw`SELECT 1 FROM organisations WHERE id = ${id}::uuid FOR UPDATE`
  const elsewhere = cleeId ? { cleeId: { not: cleeId } } : {}
  const carried = cleeId ? { id: { not: cleeId } } : {}
  const actions = { some: cleeId ? { action: { cleeId: { not: cleeId } } } : {} }
  return (await tx.organisation.count({ where: { id, OR: [{ members: { some: elsewhere } }, { copilots: { some: elsewhere } }, { carriedClees: { some: carried } }, { actions }] } })) > 0
}

async function write(tx: Tx, input: OrganisationInput, seen: Matches) {
  const isLocked = writing.has(tx)
  if (!isLocked) await lockWriters(tx)
  const known = choose(isLocked ? seen : await findMatches(tx, input), input.siret)
  const isShared = known !== null && (await isUsedElsewhere(tx, known, input.cleeId))
  if (known && !isShared) return tx.organisation.update({ where: { id: known.id }, data: additions(known, input) })
  if (known && (!input.siret || known.siret)) return hold(tx, known)
  const { name, siret, world, kind = 'other', city = '' } = input
  return tx.organisation.create({ data: { name, searchName: searchKey(name), siret, world, kind, city } })
}

// Until this transaction ends, nobody merges it into another.
async function hold(tx: Tx, organisation: Organisation) {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM organisations WHERE id = ${organisation.id}::uuid FOR KEY SHARE`
  if (rows.length === 0) throw conflict('Cette organisation vient d’être réunie à une autre. Recommencez.')
  return organisation
}

/** The typed text and the SIRET of its own field, as one: they must not contradict each other. */
function readInput(field: string, input: OrganisationInput): OrganisationInput {
  const typed = readTyped(field, input.name)
  if (typed.siret && input.siret && typed.siret !== input.siret) throw new FieldError('siret', 'Ce numéro SIRET n’est pas celui de la structure choisie : gardez l’un ou l’autre.')
  return { ...input, name: typed.name, siret: typed.siret ?? input.siret }
}

/** Throws FieldError, with the candidates, when the name is borne by several organisations in different towns. */
function refuseAmbiguous(field: string, { name, siret }: OrganisationInput, { named }: Matches) {
  const [first, ...others] = named
  if (siret || !first || others.length === 0 || isWhole(first, searchKey(name))) return
  const candidates = named.slice(0, shownCandidates).map((organisation) => ({ value: organisationLabel(organisation), label: organisationLabel(organisation) }))
  throw new FieldError(field, 'Plusieurs organisations portent ce nom : choisissez la bonne.', candidates, named.length > shownCandidates)
}

async function settle(tx: Tx, field: string, input: OrganisationInput, matches: Matches): Promise<Organisation> {
  const known = choose(matches, input.siret)
  if (!known && searchKey(input.name) === '') throw new FieldError(field, 'Ce SIRET n’est pas encore enregistré dans le portail : saisissez aussi le nom de l’organisation.')
  return known && Object.keys(additions(known, input)).length === 0 ? hold(tx, known) : write(tx, input, matches)
}

/**
 * The organisation of this SIRET whatever name was typed, or else of this name in this world, completed with what it lacked
 * when no other CLEE names it; created when there is none, or when the SIRET would complete one that others name (the mission merges them). `name` may also be a SIRET, or a suggestion. Throws FieldError on `field` or 'siret'.
 */
export async function findOrCreateOrganisation(tx: Tx, typed: OrganisationInput, field = nameField): Promise<Organisation> {
  const input = readInput(field, typed)
  return settle(tx, field, input, await findMatches(tx, input))
}

/** The same, for a form that can show candidates: FieldError offers them when several organisations bear the name. */
export async function pickOrganisation(tx: Tx, typed: OrganisationInput, field = nameField): Promise<Organisation> {
  const input = readInput(field, typed)
  const matches = await findMatches(tx, input)
  refuseAmbiguous(field, input, matches)
  return settle(tx, field, input, matches)
}

/** Corrects an organisation. Gives the one that already has this SIRET, without writing anything, when there is one: they are to be merged. */
export const updateOrganisation = (actor: Actor, { id }: { id: string }, input: OrganisationChange): Promise<Organisation | null> =>
  refuseDuplicate('Une autre organisation vient de recevoir ce SIRET. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      await lockWriters(tx)
      const other = input.siret ? await tx.organisation.findFirst({ where: { siret: input.siret, id: { not: id } } }) : null
      if (other) return other
      const { count } = await tx.organisation.updateMany({ where: { id }, data: { ...input, searchName: searchKey(input.name) } })
      if (count === 0) throw notFound('Cette organisation n’existe plus.')
      await audit(tx, actor, 'organisation.change', { id, name: input.name })
      return null
    }),
  )
