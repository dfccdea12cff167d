import { config } from '../config.ts'

/** An address of the portal as other programs follow it. */
export const addressOf = (path: string) => new URL(path, config.publicUrl).href
