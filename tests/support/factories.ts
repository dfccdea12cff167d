import { hashPassword } from '../../src/auth/passwords.ts'
import type { CurrentUser } from '../../src/auth/current-user.ts'
import { findCurrentUser } from '../../src/auth/current-user.ts'
import { acknowledgeClee } from '../../src/clees/commands.ts'
import { cleeInclude, type FullClee } from '../../src/clees/queries.ts'
import { identitySchema } from '../../src/clees/schemas.ts'
import { designateEconomicCopilot, acceptInvitation } from '../../src/copilots/commands.ts'
import { findInvitation } from '../../src/copilots/queries.ts'
import { db } from '../../src/db.ts'
import { declareClee, startDeclaration } from '../../src/declarations/commands.ts'
import type { Prisma, Role } from '../../src/generated/prisma/client.ts'
import { schoolYearOf, today } from '../../src/school-year.ts'
import { searchKey, slugify } from '../../src/text.ts'

export const password = 'un mot de passe de test'
let hashed: Promise<string> | undefined
let count = 0
const next = () => (count += 1)

/** Seven digits and their key (R14). */
function someUai() {
  const digits = String(350000 + next()).padStart(7, '0')
  return `${digits}${'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(digits) % 23]}`
}

export const makeCommune = (name = `Commune ${next()}`, data: Partial<Prisma.CommuneUncheckedCreateInput> = {}) =>
  db.commune.create({ data: { code: String(35000 + next()), name, searchName: searchKey(name), postalCodes: ['35300'], departement: '35', ...data } })

export const makeSchool = (data: Partial<Prisma.SchoolUncheckedCreateInput> = {}) => {
  const name = data.name ?? `Lycée Jean Guéhenno ${next()}`
  return db.school.create({ data: { uai: someUai(), name, searchName: searchKey(name), kind: 'lycee', sector: 'public', city: 'Fougères', ...data } })
}

export const makeBassin = (name = `Bassin ${next()}`) => db.bassin.create({ data: { name, searchName: searchKey(name), slug: slugify(name) } })

export async function makeUser(role: Role, data: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  hashed ??= hashPassword(password)
  const number = next()
  return db.user.create({
    data: { email: `${role}${number}@essai.test`, passwordHash: await hashed, firstName: 'Anne', lastName: `Le Bihan ${number}`, jobTitle: 'Proviseure', role, ...data },
  })
}

export const makeMission = () => makeUser('mission', { jobTitle: 'Cheffe de mission' })
export const makeHead = async () => makeUser('school_head', { schoolUai: (await makeSchool()).uai })

export async function makeCoordinator(bassinId: string, schoolYear = schoolYearOf()) {
  const user = await makeUser('coordinator', { jobTitle: 'Coordonnateur' })
  await db.bassinCoordinator.create({ data: { bassinId, userId: user.id, schoolYear } })
  return user
}

/** The person as the commands know them. */
export async function asActor(user: { id: string }): Promise<CurrentUser> {
  const actor = await findCurrentUser(user.id)
  if (!actor) throw new Error('This account is disabled')
  return actor
}

export const reloadClee = (id: string): Promise<FullClee> => db.clee.findUniqueOrThrow({ where: { id }, include: cleeInclude() })

type Stage = 'draft' | 'declared' | 'acknowledged' | 'active'

async function acceptLastInvitation() {
  const mail = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' }, orderBy: { createdAt: 'desc' } })
  const invitation = await findInvitation(mail.secretLink?.split('/').at(-1) ?? '')
  if (!invitation) throw new Error('No invitation')
  await acceptInvitation(invitation, password)
  return db.user.findUniqueOrThrow({ where: { id: invitation.userId } })
}

/** A CLEE brought by commands to a stage, with its people: `head` and, once active, `company` can sign in. */
export async function makeClee(stage: Stage, name = `CLEE ${next()}`) {
  const head = await makeHead()
  const bassin = await makeBassin()
  const commune = await makeCommune()
  const mission = await makeMission()
  const { id } = await startDeclaration(await asActor(head), identitySchema.parse({ name, presentation: 'Un territoire industriel.', bassinIds: [bassin.id] }))
  await db.cleeCommune.create({ data: { cleeId: id, communeCode: commune.code } })
  const people = { head, bassin, commune, mission, company: null as Awaited<ReturnType<typeof acceptLastInvitation>> | null }
  const person = { firstName: 'Zoé', lastName: 'Kervella', email: `zoe${next()}@essai.test`, jobTitle: 'Directrice générale', organisationName: `Ateliers ${next()}`, siret: null }
  await designateEconomicCopilot(await asActor(head), await reloadClee(id), person)
  if (stage !== 'draft') await declareClee(await asActor(head), await reloadClee(id))
  if (stage === 'acknowledged' || stage === 'active') await acknowledgeClee(await asActor(mission), await reloadClee(id))
  if (stage === 'active') people.company = await acceptLastInvitation()
  return { clee: await reloadClee(id), ...people }
}

/** The person of this address opens the last invitation that they received and accepts it. */
export async function acceptInvitationOf(email: string) {
  const mail = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending', toEmail: email }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  const invitation = await findInvitation(mail.secretLink?.split('/').at(-1) ?? '')
  if (!invitation) throw new Error('No invitation')
  await acceptInvitation(invitation, invitation.user.passwordHash ? null : password)
  return db.user.findUniqueOrThrow({ where: { id: invitation.userId } })
}

/** « AAAA-MM-JJ », so many days from today. */
export const dayFrom = (days: number) => new Date(today().getTime() + days * 86_400_000).toISOString().slice(0, 10)
