import { z } from 'zod'
import { config } from '../config.ts'
import { legalFormOf } from '../clees/labels.ts'
import type { FullClee } from '../clees/queries.ts'
import { sideNames } from '../copilots/seats.ts'
import type { Charter } from '../generated/prisma/client.ts'
import { memberName } from '../members/names.ts'
import { World } from '../generated/prisma/enums.ts'
import { worlds } from '../worlds.ts'

const lines = z.array(z.string())

/** What a charter says of its CLEE besides its articles: people by their function and structure, never by their name (R18). */
const particularsSchema = z.object({
  academie: z.string(),
  name: z.string(),
  longName: z.string(),
  legalForm: z.string(),
  supportSchool: z.string(),
  bassins: lines,
  communes: lines,
  territory: z.string(),
  copilots: z.array(z.object({ side: z.string(), label: z.string() })),
  members: z.array(z.object({ world: z.enum(World), hasSeat: z.boolean(), label: z.string() })),
})
export type Particulars = z.output<typeof particularsSchema>

// Who is invited to take over a seat that is still held is not a co-pilot yet.
const isNamedInCharter = ({ acceptedAt, replacesId }: FullClee['copilots'][number]) => acceptedAt !== null || replacesId === null

/** The CLEE as it is now. */
export const particularsOf = (clee: FullClee): Particulars => ({
  academie: config.academie,
  name: clee.name,
  longName: clee.longName,
  legalForm: clee.legalForm === 'none' ? '' : legalFormOf(clee),
  supportSchool: clee.supportSchool ? `${clee.supportSchool.name}, ${clee.supportSchool.city} (${clee.supportSchool.uai})` : '',
  bassins: clee.bassins.map(({ bassin }) => bassin.name),
  communes: clee.communes.map(({ commune }) => commune.name),
  territory: clee.territory,
  copilots: clee.copilots.filter(isNamedInCharter).map((seat) => ({ side: sideNames[seat.side], label: memberName(seat) })),
  members: clee.members
    .toSorted((one, other) => worlds.indexOf(one.world) - worlds.indexOf(other.world))
    .map((member) => ({ world: member.world, hasSeat: member.hasSeat, label: memberName(member) })),
})

const parts = { copilots: 'Les copilotes ont changé', members: 'Les membres ont changé', bassins: 'Les bassins ont changé', communes: 'Les communes ont changé' } as const
type Part = keyof typeof parts

/** What of the CLEE is no longer as it was when a version was sent, one sentence each; `isChanged` adds what the particulars don't tell. */
export function changedParticulars({ particulars }: Pick<Charter, 'particulars'>, clee: FullClee, isChanged: Partial<Record<Part, boolean>> = {}): string[] {
  const frozen = particularsSchema.safeParse(particulars).data
  if (!frozen) return []
  const present = particularsOf(clee)
  const print = (items: unknown[]) => JSON.stringify(items.map((item) => JSON.stringify(item)).toSorted())
  const isOther = (part: Part) => print(frozen[part].map(textOf)) !== print(present[part].map(textOf))
  return (Object.keys(parts) as Part[]).filter((part) => isChanged[part] || isOther(part)).map((part) => `${parts[part]} depuis la transmission.`)
}

// Stored as JSON, an object may come back with its keys in another order.
const textOf = (item: string | Record<string, unknown>) => (typeof item === 'string' ? item : Object.entries(item).map((entry) => JSON.stringify(entry)).toSorted())

/** The CLEE as it was when this version was sent, or as it is now for one that was not. */
export const particularsIn = ({ particulars }: Pick<Charter, 'particulars'>, clee: FullClee): Particulars => particularsSchema.safeParse(particulars).data ?? particularsOf(clee)
