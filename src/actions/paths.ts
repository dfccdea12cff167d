type Placed = { slug: string }

/** The list of actions of a CLEE for a school year. */
export const planPath = (clee: Placed, schoolYear: string) => `/clees/${clee.slug}/actions?annee=${schoolYear}`

/** The sheet of an action, in the space of its CLEE. */
export const actionPath = (clee: Placed, { id }: { id: string }) => `/clees/${clee.slug}/actions/${id}`

/** Its page for those who only read: the public, or the network. */
export const publishedActionPath = ({ id }: { id: string }) => `/actions/${id}`

/** Where an action of the network is taken up in one's own list. */
export const reusePath = (action: { id: string }) => `${publishedActionPath(action)}/reprise`
