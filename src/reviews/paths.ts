type Placed = { slug: string }

/** The review of a CLEE for a school year, or one of its pages: `reviewPath(clee, year, '/texte')`. */
export const reviewPath = ({ slug }: Placed, schoolYear: string, page = '') => `/clees/${slug}/bilan${page}?annee=${schoolYear}`
