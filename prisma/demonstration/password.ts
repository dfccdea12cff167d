/** The password of every demonstration account, printed when the portal starts. */
export const demonstrationPassword = 'demonstration-clee-2026'
