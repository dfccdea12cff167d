import { config } from '../config.ts'

/** What a sentence promises of the mails just written; nothing where no mail server is set: the mission passes them on by hand. */
export const mailPromise = (promise: string) => (config.smtpUrl ? promise : '')
