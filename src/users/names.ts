type Named = { firstName: string; lastName: string; jobTitle: string }

/** How the people of the portal read somebody: their name, or their function once the account is deleted. */
export const displayName = ({ firstName, lastName, jobTitle }: Named) => `${firstName} ${lastName}`.trim() || jobTitle
