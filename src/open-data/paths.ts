/** Where the open data of the portal stand, and where they are explained. */
export const apiPath = '/api/v1'
export const documentationPath = '/donnees-ouvertes'
