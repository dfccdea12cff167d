import type { Response } from 'express'

/** For a page whose address is a secret: neither kept by a cache nor told to the next site. */
export const secretPage = (res: Response) => res.set('Referrer-Policy', 'no-referrer').set('Cache-Control', 'no-store')
