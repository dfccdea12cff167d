import { config } from '../config.ts'

/** What a sentence promises of the mails just written; nothing where no mail server is set: the mission passes them on by hand. */
export const mailPromise = (promise: string) => (config.smtpUrl ? promise : '')

/** How a message leaves, after what it is: « L’invitation … ». */
export const leavesByMail = config.smtpUrl ? 'part par courriel' : 'est à transmettre par la mission (page « Courriels »)'
