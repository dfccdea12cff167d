type Structure = { school: { name: string } | null; organisation: { name: string } | null }
export type NamedMember = Structure & { jobTitle: string }

export const structureName = ({ school, organisation }: Structure) => school?.name ?? organisation?.name ?? ''

/** How a member or a co-pilot is published: function and structure, never the person's name (R18). */
export const memberName = (member: NamedMember) => `${member.jobTitle}, ${structureName(member)}`
