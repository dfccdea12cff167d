import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Organisation, OrganisationKind } from '../generated/prisma/client.ts'
import { pickOrganisation } from '../organisations/commands.ts'
import { kindLabels, usualWorlds } from '../organisations/labels.ts'
import { organisationLabel, readTyped } from '../organisations/typed.ts'
import { searchKey } from '../text.ts'

/** A partner named in a row of the form: nothing of its type when none is chosen. */
export type NamedPartner = { row: number; name: string; kind: OrganisationKind | ''; city: string }
type Clee = { id: string }

const withTown = (organisation: Organisation) => organisationLabel({ ...organisation, siret: null })
const withKind = (organisation: Organisation) => `${withTown(organisation)} (${kindLabels[organisation.kind]})`

/** The organisations that a text means, whatever their world: by its SIRET, by what was offered of it, or else by its name alone. */
async function listMeant(tx: Tx, field: string, text: string) {
  const { name, siret } = readTyped(field, text)
  if (siret) return { exact: await tx.organisation.findMany({ where: { siret }, orderBy: { id: 'asc' } }), named: [] }
  const [key, bare] = [searchKey(name), name.replace(/\s*\([^()]*(\([^()]*\)[^()]*)?\)$/, '')]
  const keys = [name, bare, bare.replace(/,[^,]*$/, '')].map(searchKey).filter(Boolean)
  const close = await tx.organisation.findMany({ where: { searchName: { in: keys } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const named = close.filter(({ searchName }) => searchName === key)
  return { exact: close.filter((one) => !named.includes(one) && [withTown(one), withKind(one)].some((label) => searchKey(label) === key)), named }
}

const shownCandidates = 8
const offer = (field: string, sentence: string, several: Organisation[]) =>
  new FieldError(field, sentence, several.slice(0, shownCandidates).map((one) => ({ value: withKind(one), label: withKind(one) })), several.length > shownCandidates)

/** Without a type, it must be one that is known. Throws FieldError when there is none, or several. */
function onlyKnown(row: number, meant: Organisation[]) {
  const [first, ...others] = meant
  if (!first) throw new FieldError(`organisationKind${row}`, `Organisation ${row} : le portail ne la connaît pas encore. Choisissez son type.`)
  if (others.length > 0) throw offer(`organisationName${row}`, `Organisation ${row} : plusieurs portent ce nom. Choisissez la bonne.`, meant)
  return first
}

// In another town, it is another one of the same name.
const isElsewhere = (city: string) => (known: Organisation) => city !== '' && known.city !== '' && searchKey(known.city) !== searchKey(city)

/** Throws FieldError when the name is only known in another world than that of the chosen type. */
function refuseOtherWorld({ row, kind, city }: NamedPartner, named: Organisation[]) {
  if (kind === '' || named.length === 0 || named.some(({ world }) => world === usualWorlds[kind]) || named.every(isElsewhere(city))) return
  throw offer(`organisationName${row}`, `Organisation ${row} : ce nom est connu, avec un autre type. Voulez-vous dire celle-ci ? Sinon, précisez la commune de la vôtre.`, named)
}

/** The organisation named in a row: one of those `offered` by the form, else one that is known, else a new one. Throws FieldError, with candidates when its name says not which. */
export async function nameOrganisation(tx: Tx, clee: Clee, offered: Set<string>, partner: NamedPartner): Promise<{ id: string }> {
  const field = `organisationName${partner.row}`
  const { exact, named } = await listMeant(tx, field, partner.name)
  const meant = exact.length > 0 ? exact : named
  const [own, ...others] = meant.filter(({ id }) => offered.has(id))
  if (own && others.length === 0) return own
  const [only, ...several] = exact
  if (only && several.length === 0) return only
  if (partner.kind === '') return onlyKnown(partner.row, meant)
  refuseOtherWorld(partner, named)
  return pickOrganisation(tx, { name: partner.name, siret: null, world: usualWorlds[partner.kind], kind: partner.kind, city: partner.city, cleeId: clee.id }, field)
}
