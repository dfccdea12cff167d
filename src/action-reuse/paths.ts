/** Where an action of the network is taken up. */
export const reusePath = ({ id }: { id: string }) => `/actions/${id}/reprise`

/** Where the actions of the year before are repeated in the list of a school year. */
export const repeatPath = ({ slug }: { slug: string }, schoolYear: string) => `/clees/${slug}/actions/reconduction?annee=${schoolYear}`
