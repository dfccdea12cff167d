import { createTransport, type Transporter } from 'nodemailer'
import { config } from '../config.ts'
import { db } from '../db.ts'
import type { Mail } from '../generated/prisma/client.ts'
import { log } from '../web/log.ts'
import { mailWithLink } from './notify.ts'

const pauseMilliseconds = 5_000
// Few enough that a slow server answers them all before their lock ends.
const batchSize = 5
const lockMinutes = 5
/** Minutes before each new try; past the last, the mail is given up and the mission sees it. */
const backOffMinutes = [1, 5, 15, 60, 240, 720]

/**
 * Takes mails that are due. Taking one puts off its next try by five minutes in the same statement, so that several
 * instances never send one together, and a process killed while sending leaves it to be sent again: at least once.
 * The demonstration's addresses are nobody's: they are left alone.
 */
const takeDueMails = (): Promise<{ id: string }[]> => db.$queryRaw`
  UPDATE mails SET attempts = attempts + 1, next_attempt_at = now() + make_interval(mins => ${lockMinutes}::int)
  WHERE id IN (
    SELECT id FROM mails WHERE status = 'pending' AND next_attempt_at <= now() AND to_email NOT LIKE '%@exemple.fr'
    ORDER BY created_at, id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
  ) RETURNING id`

async function send(transport: Transporter, mail: Mail) {
  await transport.sendMail({
    from: config.mailFrom,
    to: { name: mail.toName, address: mail.toEmail },
    subject: mail.subject,
    text: mailWithLink(mail),
    messageId: `<${mail.id}@${config.publicUrl.hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
  await db.mail.update({ where: { id: mail.id }, data: { status: 'sent', sentAt: new Date(), secretLink: null, lastError: null } })
}

async function putOff(mail: Mail, error: unknown) {
  const minutes = backOffMinutes[mail.attempts - 1]
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 500)
  const next = minutes === undefined ? { status: 'failed' as const } : { nextAttemptAt: new Date(Date.now() + minutes * 60_000) }
  await db.mail.update({ where: { id: mail.id }, data: { ...next, lastError } })
  log.warn({ mail: mail.id, attempts: mail.attempts }, 'mail not sent')
}

async function sendBatch(transport: Transporter) {
  const taken = await takeDueMails()
  let sent = 0
  for (const { id } of taken) {
    const mail = await db.mail.findUniqueOrThrow({ where: { id } })
    await send(transport, mail).then(
      () => (sent += 1),
      (error: unknown) => putOff(mail, error),
    )
  }
  return { sent, isLast: taken.length < batchSize }
}

/** Sends the mails that are due through this transport; gives how many left. */
export async function sendDueMails(transport: Transporter): Promise<number> {
  const { sent, isLast } = await sendBatch(transport)
  return isLast ? sent : sent + (await sendDueMails(transport))
}

function repeat(work: () => Promise<unknown>, milliseconds: number) {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const turn = () => {
    running = work().then(
      () => undefined,
      (error: unknown) => log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'mails not looked at, tried again later'),
    )
    void running.then(() => {
      if (!isStopped) timer = setTimeout(turn, milliseconds)
    })
  }
  turn()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await running
  }
}

/**
 * Sends the mails as they come, when SMTP is set. The table of mails is their queue, filled in the transaction of what they
 * tell: on the job queue beside it they would wait for its minute, and be two things to take back, pass on and count.
 */
export function startMailer(): { stop(): Promise<void> } {
  if (!config.smtpUrl) return { stop: () => Promise.resolve() }
  const transport = createTransport({ url: config.smtpUrl, connectionTimeout: 10_000, socketTimeout: 20_000 })
  const stop = repeat(() => sendDueMails(transport), pauseMilliseconds)
  return { stop: () => stop().then(() => transport.close()) }
}
