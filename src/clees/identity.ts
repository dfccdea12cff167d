import { audit, type Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { checkTogether, FieldError } from '../errors.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { pickSchool } from '../schools/pick.ts'
import { searchKey, slugify } from '../text.ts'
import type { IdentityInput } from './schemas.ts'
import { subjectOf } from './states.ts'

const namesLock = 2016187

/** Those who choose a name wait for each other, so that the second reads that it is taken. */
export const lockNames = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${namesLock}::bigint)`

/** Throws FieldError when another CLEE has this name, case and accents ignored, or has or had the address that it gives. */
export async function refuseTakenName(tx: Tx, name: string, exceptId?: string) {
  const slug = slugify(name)
  const taken = await tx.clee.findFirst({
    where: { OR: [{ searchName: searchKey(name) }, { slug }, { oldSlugs: { some: { slug } } }], ...(exceptId && { id: { not: exceptId } }) },
  })
  if (taken) throw new FieldError('name', 'Un CLEE de l’académie porte déjà ce nom, ou l’a porté : choisissez-en un autre.')
}

/** Throws FieldError unless each of these is a bassin. */
export async function refuseUnknownBassins(tx: Tx, ids: string[]) {
  if ((await tx.bassin.count({ where: { id: { in: ids } } })) !== ids.length) throw new FieldError('bassinIds', 'Choisissez des bassins de la liste.')
}

const findCarrier = async (tx: Tx, { legalForm, organisationName: name, siret }: IdentityInput, cleeId?: string) =>
  legalForm === 'carried' ? findOrCreateOrganisation(tx, { name, siret, world: 'economy', ...(cleeId && { cleeId }) }) : null

async function findSupportSchool(tx: Tx, typed: string) {
  if (typed === '') return null
  const school = await pickSchool(tx, 'supportSchool', typed)
  if (!school.isOpen) throw new FieldError('supportSchool', `${school.name} (${school.uai}) est fermé d’après l’Annuaire de l’éducation : choisissez un autre établissement.`)
  return school
}

/** What the columns of a CLEE become by its identity. Throws FieldErrors: name taken, unknown bassin, SIRET of another, unclear school. */
export async function readIdentity(tx: Tx, input: IdentityInput, exceptId?: string) {
  await lockNames(tx)
  const [, , carrier, school] = await checkTogether(
    () => refuseTakenName(tx, input.name, exceptId),
    () => refuseUnknownBassins(tx, input.bassinIds),
    () => findCarrier(tx, input, exceptId),
    () => findSupportSchool(tx, input.supportSchool),
  )
  return {
    name: input.name,
    searchName: searchKey(input.name),
    longName: input.longName,
    legalForm: input.legalForm,
    carrierId: carrier?.id ?? null,
    supportSchoolUai: school?.uai ?? null,
    presentation: input.presentation,
    bassins: { create: input.bassinIds.map((bassinId) => ({ bassinId })) },
  }
}

type Addressed = { id: string; name: string; slug: string; status: CleeStatus }

/** Gives a CLEE the address of its name: a draft's is simply replaced, a declared one keeps the old one, which leads to the new. */
export async function moveAddress(tx: Tx, actor: Actor, clee: Addressed, name: string) {
  const slug = slugify(name)
  if (slug === clee.slug) return clee
  await tx.cleeOldSlug.deleteMany({ where: { cleeId: clee.id, slug } })
  const moved = await tx.clee.update({ where: { id: clee.id }, data: { slug } })
  if (clee.status === 'draft') return moved
  await tx.cleeOldSlug.create({ data: { cleeId: clee.id, slug: clee.slug } })
  await audit(tx, actor, 'clee.address', subjectOf(moved), { from: clee.slug, to: slug })
  return moved
}
