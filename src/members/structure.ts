import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Organisation, School } from '../generated/prisma/client.ts'
import { pickOrganisation } from '../organisations/commands.ts'
import { pickSchool } from '../schools/pick.ts'
import { lookup } from '../web/fields.ts'
import type { FailedForm } from '../web/forms.ts'
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

/** A refused form, with what the directory of schools refuses too, so that both are told at once. */
export async function withSchoolRefusal(form: FailedForm): Promise<FailedForm> {
  const { schoolUai: own, world, ...others } = form.errors
  const { data: typed } = lookup(200).safeParse(form.values['schoolUai'])
  if (own || !typed) return form
  const refusal = await pickSchool(db, 'schoolUai', typed).then(() => null, (error: unknown) => {
    if (error instanceof FieldError) return error
    throw error
  })
  if (!refusal) return form
  const errors = { ...(world && { world }), schoolUai: refusal.message, ...others }
  return { ...form, errors, candidates: { ...form.candidates, schoolUai: refusal.candidates } }
}
