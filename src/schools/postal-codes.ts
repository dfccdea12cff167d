/** A postal code as its address is read: that of no commune is one of firms and administrations (CEDEX). */
const isCedex = (postalCode: string, communePostalCodes: string[]) => postalCode !== '' && communePostalCodes.length > 0 && !communePostalCodes.includes(postalCode)

type Placed = { postalCode: string; city: string; commune: { postalCodes: string[] } | null }

/** « 35305 Fougères CEDEX ». */
export const cityLine = ({ postalCode, city, commune }: Placed) => [postalCode, city, isCedex(postalCode, commune?.postalCodes ?? []) ? 'CEDEX' : ''].filter(Boolean).join(' ')

/** « 35305 CEDEX », under the name of a town. */
export const codeLine = (postalCode: string, communePostalCodes: string[]) => `${postalCode}${isCedex(postalCode, communePostalCodes) ? ' CEDEX' : ''}`
