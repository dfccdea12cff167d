/** The public library, and the address of one of its files. */
export const libraryPath = '/documents'
export const filePath = ({ id, fileName }: { id: string; fileName: string }) => `${libraryPath}/${id}/${encodeURIComponent(fileName)}`

/** Where the public finds a document in the library. */
export const listedAt = ({ schoolYear, kind }: { schoolYear: string | null; kind: string }) => `${libraryPath}?${new URLSearchParams({ annee: schoolYear ?? 'sans', type: kind }).toString()}`

/** Where the mission manages documents, and one of them. */
export const documentsPath = '/administration/documents'
export const managedPath = ({ id }: { id: string }) => `${documentsPath}/${id}`
