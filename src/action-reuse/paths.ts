/** Where the actions of the year before are repeated in the list of a school year. */
export const repeatPath = ({ slug }: { slug: string }, schoolYear: string) => `/clees/${slug}/actions/reconduction?annee=${schoolYear}`
