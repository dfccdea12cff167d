import { findCurrentUser } from '../../src/auth/current-user.ts'
import { acknowledgeClee } from '../../src/clees/commands.ts'
import { addCommunes, updateTerritory } from '../../src/territories/commands.ts'
import { getWorkspaceClee } from '../../src/clees/queries.ts'
import { communesSchema, territorySchema } from '../../src/territories/schemas.ts'
import { acceptInvitation, designateEconomicCopilot } from '../../src/copilots/commands.ts'
import { findInvitation } from '../../src/copilots/queries.ts'
import { economicCopilotSchema } from '../../src/copilots/schemas.ts'
import { db } from '../../src/db.ts'
import { declareClee } from '../../src/declarations/commands.ts'
import { demonstrationPassword } from './password.ts'
import { siretOf } from './organisations.ts'
import type { EconomicCopilotFact, Stage, Step, Who } from './story.ts'

/** The account of an address, as a signed-in person has it. */
export async function findPerson(email: string) {
  const { id } = await db.user.findUniqueOrThrow({ where: { email } })
  const person = await findCurrentUser(id)
  if (!person) throw new Error(`Le compte ${email} est désactivé.`)
  return person
}

/** Who acts and the CLEE as this person reads it just before acting: somebody without access gets the portal's own 404. */
export async function enter({ slug, emails }: Stage, who: Who) {
  const email = emails[who]
  if (!email) throw new Error(`${slug} : personne ne tient ce rôle (${who}).`)
  const actor = await findPerson(email)
  return { actor, clee: await getWorkspaceClee(actor, slug) }
}

type TerritoryFact = { epcis: string[]; communes?: string[]; text?: string }

/** Adds the communes of these intercommunalités and these INSEE codes. */
export const describesTerritory = ({ epcis, communes = [], text = '' }: TerritoryFact): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  const found = await db.commune.findMany({
    where: { departement: '35', OR: [{ epciName: { in: epcis } }, { code: { in: communes } }] },
    orderBy: { code: 'asc' },
  })
  const { communeCodes } = communesSchema.parse({ communeCodes: found.map(({ code }) => code) })
  await addCommunes(actor, clee, communeCodes)
  if (text) await updateTerritory(actor, clee, territorySchema.parse({ territory: text }))
}

export const designates = (copilot: EconomicCopilotFact): Step => async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  await designateEconomicCopilot(actor, clee, economicCopilotSchema.parse({ ...copilot, siret: siretOf(copilot.organisationName) }))
  stage.emails.economy = copilot.email
}

export const declares: Step = async (stage) => {
  const { actor, clee } = await enter(stage, 'education')
  await declareClee(actor, clee)
}

/** The last part of the personal link that a mail of this event took to an address. */
export async function secretTokenOf(toEmail: string, event: string) {
  const { secretLink } = await db.mail.findFirstOrThrow({
    where: { toEmail, event, secretLink: { not: null } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return secretLink?.split('/').at(-1) ?? ''
}

/** Whoever was invited to a seat opens the link of their mail and chooses the demonstration's password. */
export async function opensInvitation(slug: string, email: string) {
  const invitation = await findInvitation(await secretTokenOf(email, 'invitation.sending'))
  if (!invitation) throw new Error(`${slug} : l’invitation de ${email} est introuvable.`)
  await acceptInvitation(invitation, demonstrationPassword)
}

export const accepts: Step = ({ slug, emails }) => opensInvitation(slug, emails.economy ?? '')

export const takesNote: Step = async (stage) => {
  const { actor, clee } = await enter(stage, 'mission')
  await acknowledgeClee(actor, clee)
}
