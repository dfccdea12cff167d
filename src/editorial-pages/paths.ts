/** The page that the menu, the footer and the empty lists lead to: it has an address of its own, and stays. */
export const pinnedSlug = 'un-clee-c-est-quoi'
export const isPinned = ({ slug }: { slug: string }) => slug === pinnedSlug

/** The address of a page for its readers. */
export const pagePath = (page: { slug: string }) => (isPinned(page) ? `/${pinnedSlug}` : `/pages/${page.slug}`)

/** Where the mission manages pages, and one of them. */
export const pagesPath = '/administration/pages'
export const managedPath = ({ id }: { id: string }) => `${pagesPath}/${id}`
