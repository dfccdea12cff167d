import type { Tx } from '../db.ts'
import type { Organisation, School } from '../generated/prisma/client.ts'
import { pickOrganisation } from '../organisations/commands.ts'
import { pickSchool } from '../schools/pick.ts'
import { worldOf, type MemberInput } from './schemas.ts'

export type Structure = { school: School | null; organisation: Organisation | null }

/** What a member represents: a school, an organisation (created when new), or neither. Throws FieldError. */
export async function pickStructure(tx: Tx, cleeId: string, input: MemberInput): Promise<Structure> {
  const { schoolUai, organisationName, siret, organisationKind, organisationCity } = input
  if (schoolUai) return { school: await pickSchool(tx, 'schoolUai', schoolUai), organisation: null }
  if (!organisationName && !siret) return { school: null, organisation: null }
  const details = { ...(organisationKind && { kind: organisationKind }), ...(organisationCity && { city: organisationCity }) }
  return { school: null, organisation: await pickOrganisation(tx, { name: organisationName, siret, world: worldOf(input), cleeId, ...details }) }
}
