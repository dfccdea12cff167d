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
export const isNamedInCharter = ({ acceptedAt, replacesId }: FullClee['copilots'][number]) => acceptedAt !== null || replacesId === null

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

/** The CLEE as it was when this version was sent, or as it is now for one that was not. */
export const particularsIn = ({ particulars }: Pick<Charter, 'particulars'>, clee: FullClee): Particulars => particularsSchema.safeParse(particulars).data ?? particularsOf(clee)
