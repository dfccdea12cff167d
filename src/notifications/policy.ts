import type { CurrentUser } from '../auth/current-user.ts'

export const canReadMails = (user: CurrentUser) => user.role === 'mission'

/** Passing a mail on by hand: where no mail server is set, as long as it has not left. */
export const canPassOn = (user: CurrentUser, mail: { status: string }, hasSmtp: boolean) => canReadMails(user) && !hasSmtp && mail.status !== 'sent'
