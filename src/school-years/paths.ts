export const yearsPath = '/annees-scolaires'

/** The page of a school year, as the mission runs it. */
export const yearPath = (schoolYear: string) => `${yearsPath}/${schoolYear}`

/** Its letter and its deadlines, for everybody who has an account. */
export const letterPath = (schoolYear: string) => `${yearPath(schoolYear)}/lettre`

/** The passage to it. */
export const rolloverPath = (schoolYear: string) => `${yearPath(schoolYear)}/bascule`
