type Clee = { slug: string }

/** Where the charter of a CLEE is read and written. */
export const charterPath = ({ slug }: Clee) => `/clees/${slug}/charte`

/** The page of one of its versions. */
export const versionPath = (clee: Clee, { version }: { version: number }) => `${charterPath(clee)}/versions/${version}`
