import { auditEvents, type AuditEvent } from '../audit/events.ts'
import type { AuditEntry, User } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'
import { schoolLabel } from '../schools/pick.ts'
import { csvInstant } from '../web/csv.ts'
import { formatInstant, isoInstant } from '../web/view-helpers.ts'
import { accountStates, roleLabels, stateOf } from './labels.ts'
import type { Account } from './queries.ts'

type Listed = User & Pick<Account, 'school' | 'organisation'>

/** An account as lists and pages show it. */
export const presented = <T extends Listed>(account: T) => ({
  ...account,
  name: fullName(account),
  roleLabel: roleLabels[account.role],
  state: accountStates[stateOf(account)],
  place: account.school ? `${account.school.name} (${account.school.city})` : (account.organisation?.name ?? ''),
})

export const csvHeader = ['Nom', 'Prénom', 'Adresse électronique', 'Fonction', 'Rôle', 'UAI', 'Structure', 'État', 'Dernière connexion', 'Compte créé le']

export function csvLine(account: Listed) {
  const { lastName, firstName, email, jobTitle, school, organisation, lastLoginAt, createdAt } = account
  const last = lastLoginAt ? csvInstant(lastLoginAt) : ''
  return [lastName, firstName, email, jobTitle, roleLabels[account.role], school?.uai ?? '', school?.name ?? organisation?.name ?? '', accountStates[stateOf(account)].label, last, csvInstant(createdAt)]
}

/** Lines of the journal as a timeline; what was done by somebody else names them. */
export const historyOf = (entries: AuditEntry[]) =>
  entries.map((entry) => ({
    datetime: isoInstant(entry.at),
    date: formatInstant(entry.at),
    title: auditEvents[entry.event as AuditEvent] ?? entry.event,
    actor: entry.actorName,
    text: entry.subjectId === entry.actorId ? '' : entry.subjectName,
  }))

/** What the form of an account starts from. */
export const accountValues = ({ email, firstName, lastName, jobTitle, role, school, organisation }: Account) => ({
  email,
  firstName,
  lastName,
  jobTitle,
  role,
  school: school ? schoolLabel(school) : '',
  organisationName: organisation?.name ?? '',
  siret: organisation?.siret ?? '',
})
