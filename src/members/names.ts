import { fullName } from '../text.ts'
type Structure = { school: { name: string } | null; organisation: { name: string } | null }
export type NamedMember = Structure & { jobTitle: string }
type Person = { firstName: string; lastName: string }

/** What stands for the name of a person alone, once forgotten: the line keeps its function and its dates. */
export const forgottenName = 'Nom effacé'

/** "" for a person alone. */
export const structureName = ({ school, organisation }: Structure) => school?.name ?? organisation?.name ?? ''

/** How a member or a co-pilot is published: function and structure, never the person's name (R18). */
export const memberName = (member: NamedMember) => [member.jobTitle, structureName(member)].filter(Boolean).join(', ')

/** The same for the public page: with the name of those who agreed (R18). */
export const publishedMember = (member: NamedMember & Person & { consentOn: Date | null }) =>
  [member.consentOn ? fullName(member) : '', memberName(member)].filter(Boolean).join(', ')
