import { config } from '../config.ts'

/** Whether the portal sends its mails itself; otherwise the mission passes each on by hand. */
export const hasMailServer = () => config.smtpUrl !== null

/** What a sentence promises of the mails just written; nothing where no mail server is set: the mission passes them on by hand. */
export const mailPromise = (promise: string) => (hasMailServer() ? promise : '')

/** How a message leaves, after what it is: « L’invitation … ». */
export const leavesByMail = config.smtpUrl ? 'part par courriel' : 'est à transmettre par la mission (page « Courriels »)'
