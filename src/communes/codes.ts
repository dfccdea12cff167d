/** An INSEE code. */
export const communeCode = /^(\d{2}|2[AB])\d{3}$/
