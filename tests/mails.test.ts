import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createTransport, type Transporter } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'
import { createInvitation } from '../src/auth/invitations.ts'
import { db } from '../src/db.ts'
import { declareClee } from '../src/declarations/commands.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { notify } from '../src/notifications/notify.ts'
import { sendDueMails } from '../src/notifications/worker.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeMission, reloadClee } from './support/factories.ts'

/** A real mail server on loopback: keeps what it accepts; `answer` may refuse, or make wait. */
let received: string[]
let answer: () => Promise<void>
let server: SMTPServer
let transport: Transporter

async function readAll(stream: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const receive = async (stream: AsyncIterable<Buffer>) => {
  const message = await readAll(stream)
  await answer()
  received.push(message)
}

beforeEach(async () => {
  received = []
  answer = () => Promise.resolve()
  server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], logger: false, onData: (stream, _session, done) => void receive(stream).then(() => done(), done) })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  transport = createTransport({ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port, ignoreTLS: true })
})

afterEach(async () => {
  transport.close()
  await new Promise<void>((resolve) => server.close(resolve))
})

const refuse = (code: number) => () => Promise.reject(Object.assign(new Error('Refusé'), { responseCode: code }))
const writeMail = (mail: Partial<Prisma.MailCreateInput> = {}) => db.mail.create({ data: { event: 'essai', toEmail: 'zoe@essai.test', toName: 'Zoé', subject: 'Objet', text: 'Texte', ...mail } })
const reload = (id: string) => db.mail.findUniqueOrThrow({ where: { id } })
const makeDue = (id: string) => db.mail.update({ where: { id }, data: { nextAttemptAt: new Date(Date.now() - 1_000) } })
const minutesUntil = (date: Date) => Math.round((date.getTime() - Date.now()) / 60_000)

/** Lines in one, encoded words and quoted-printable text read. */
const unquote = (text: string) => Buffer.from(text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hexadecimal: string) => String.fromCharCode(Number.parseInt(hexadecimal, 16))), 'latin1').toString('utf8')
const readWord = (encoding: string, word: string) => (encoding === 'B' ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replaceAll('_', ' ')))

function parse(message: string) {
  const [head = '', ...body] = message.split('\r\n\r\n')
  const headers = head.replace(/\r\n\s+/g, ' ').replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, word: string) => readWord(encoding.toUpperCase(), word))
  const text = body.join('\r\n\r\n')
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(headers)?.[1]
  return { headers, text: encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : encoding === 'quoted-printable' ? unquote(text) : text }
}

describe('the mails that a command writes', () => {
  test('leave once, in French, with what an automatic message must say', async () => {
    await makeClee('declared', 'CLEE du pays de Fougères')
    const { id, toEmail, subject } = await db.mail.findFirstOrThrow({ where: { event: 'clee.declaration' } })
    const total = await db.mail.count()
    expect(await sendDueMails(transport)).toBe(total)
    expect(await sendDueMails(transport)).toBe(0)
    const { headers, text } = parse(received.find((message) => message.includes(id)) ?? '')
    expect(headers).toContain(`Subject: ${subject}`)
    expect(subject).toContain('CLEE du pays de Fougères')
    expect(headers).toMatch(new RegExp(`^To: .*<${toEmail}>$`, 'm'))
    expect(headers).toContain(`Message-ID: <${id}@${config.publicUrl.hostname}>`)
    expect(headers).toContain('From: Portail CLEE <ne-pas-repondre@exemple.fr>')
    expect(headers).toContain('Auto-Submitted: auto-generated')
    expect(headers).toMatch(/^Content-Type: text\/plain; charset=utf-8/im)
    expect(text).toContain('Bonjour Anne Le Bihan')
    expect(text).toContain(`${config.publicUrl.origin}/clees/clee-du-pays-de-fougeres`)
    expect(await reload(id)).toMatchObject({ status: 'sent', attempts: 1, sentAt: expect.any(Date), lastError: null })
  })

  test('carry the personal link, which is then wiped from the row', async () => {
    await makeClee('declared')
    const { id, secretLink, text } = await db.mail.findFirstOrThrow({ where: { event: 'invitation.sending' } })
    expect(text).not.toContain('/invitations/')
    await sendDueMails(transport)
    const sent = parse(received.find((message) => message.includes(id)) ?? '').text
    expect(sent).toContain(secretLink)
    expect(sent).not.toContain('[lien personnel]')
    expect(await reload(id)).toMatchObject({ status: 'sent', secretLink: null })
  })

  test('are one per person, and none when the command is undone', async () => {
    const people = [{ email: 'a@essai.test', name: 'A' }, { email: 'A@essai.test', name: 'A' }, { email: 'b@essai.test', name: 'B' }]
    const message = { subject: 'Objet', paragraphs: ['Texte.'], path: '/clees' }
    const undone = db.$transaction(async (tx) => {
      await notify(tx, 'essai', people, message)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await db.mail.count()).toBe(0)
    await db.$transaction((tx) => notify(tx, 'essai', people, message))
    expect(await db.mail.count()).toBe(2)
  })

  test('of a declaration sent twice at once, leave once', async () => {
    const { clee, head } = await makeClee('draft')
    const results = await Promise.allSettled([declareClee(await asActor(head), clee), declareClee(await asActor(head), await reloadClee(clee.id))])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.mail.count({ where: { event: 'invitation.sending' } })).toBe(1)
    const mails = await db.mail.findMany({ select: { toEmail: true, subject: true } })
    expect(new Set(mails.map(({ toEmail, subject }) => `${toEmail} ${subject}`)).size).toBe(mails.length)
  })

  test('keep to one line and one addressee whatever the names', async () => {
    await writeMail({ subject: 'Objet\r\nBcc: autre@essai.test', toName: 'Zoé", <autre@essai.test>,\r\nCc: x@essai.test', text: 'Avant\r\n.\r\nMAIL FROM:<x>\r\nAprès' })
    await sendDueMails(transport)
    expect(received).toHaveLength(1)
    expect(received[0]).not.toMatch(/^(Bcc|Cc):/m)
    expect(parse(received[0] ?? '').text).toContain('Après')
  })
})

describe('a mail server that refuses', () => {
  test('is tried again later and later, then the mail leaves', async () => {
    const { id } = await writeMail()
    answer = refuse(451)
    const waits: number[] = []
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await sendDueMails(transport)).toBe(0)
      expect(await sendDueMails(transport)).toBe(0)
      const mail = await reload(id)
      expect(mail).toMatchObject({ status: 'pending', attempts: attempt, lastError: expect.stringContaining('Refusé') })
      waits.push(minutesUntil(mail.nextAttemptAt))
      await makeDue(id)
    }
    expect(waits).toEqual([1, 5, 15])
    answer = () => Promise.resolve()
    expect(await sendDueMails(transport)).toBe(1)
    expect(await reload(id)).toMatchObject({ status: 'sent', attempts: 4, lastError: null })
    expect(received).toHaveLength(1)
  })

  test('to the end: the mail is given up, and the mission sees it', async () => {
    const { id } = await writeMail({ subject: 'Courriel perdu', attempts: 6 })
    answer = refuse(550)
    await sendDueMails(transport)
    expect(await reload(id)).toMatchObject({ status: 'failed', attempts: 7 })
    await makeDue(id)
    expect(await sendDueMails(transport)).toBe(0)
    const mission = await signedIn(await makeMission())
    expect((await mission.get('/courriels').expect(200)).text).toMatch(/Courriel perdu[\s\S]*Échec/)
    expect((await mission.get(`/courriels/${id}`).expect(200)).text).toContain('Refusé')
  })

  test('for one mail keeps none of the others', async () => {
    await writeMail()
    await writeMail()
    let count = 0
    answer = () => ((count += 1) === 1 ? refuse(451)() : Promise.resolve())
    expect(await sendDueMails(transport)).toBe(1)
    expect(await db.mail.count({ where: { status: 'pending', attempts: 1 } })).toBe(1)
  })

  test('or is away: nothing is lost', async () => {
    const { id } = await writeMail()
    const nobody = createTransport({ host: '127.0.0.1', port: 1 })
    expect(await sendDueMails(nobody)).toBe(0)
    await makeDue(id)
    expect(await sendDueMails(transport)).toBe(1)
  })
})

describe('several instances', () => {
  test('send each mail once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => writeMail({ subject: `Objet ${index}` })))
    const sent = await Promise.all([sendDueMails(transport), sendDueMails(transport), sendDueMails(transport)])
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(30)
    expect(new Set(received.map((message) => /^Subject: (.*)$/m.exec(message)?.[1])).size).toBe(30)
    expect(received).toHaveLength(30)
  })

  test('pass over the mails that another is taking, without waiting', async () => {
    await writeMail()
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM mails FOR UPDATE`
      expect(await sendDueMails(transport)).toBe(0)
    })
    expect(await sendDueMails(transport)).toBe(1)
  })

  test('leave five minutes to the one that sends; killed meanwhile, its mail is taken again', async () => {
    const { id } = await writeMail()
    let release = () => {}
    answer = () => new Promise((resolve) => { release = resolve })
    const killed = sendDueMails(transport)
    await expect.poll(async () => (await reload(id)).attempts).toBe(1)
    expect(minutesUntil((await reload(id)).nextAttemptAt)).toBe(5)
    const others = createTransport({ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port, ignoreTLS: true })
    expect(await sendDueMails(others)).toBe(0)
    await makeDue(id)
    const held = release
    answer = () => Promise.resolve()
    expect(await sendDueMails(others)).toBe(1)
    expect(await reload(id)).toMatchObject({ status: 'sent', attempts: 2 })
    held()
    await killed
  })
})

test('the demonstration’s addresses are nobody’s: their mails stay', async () => {
  const { id } = await writeMail({ toEmail: 'mission@exemple.fr' })
  expect(await sendDueMails(transport)).toBe(0)
  expect(await reload(id)).toMatchObject({ status: 'pending', attempts: 0 })
})

describe('without a mail server', () => {
  test('the mission reads the personal link, nobody else does', async () => {
    const { head, company, bassin } = await makeClee('active')
    const link = `${config.publicUrl.origin}${await db.$transaction((tx) => createInvitation(tx, head.id))}`
    const { id } = await writeMail({ subject: 'Invitation', text: `Ouvrez :\n\n[lien personnel]\n`, secretLink: link })
    const mission = await signedIn(await makeMission())
    expect((await mission.get('/courriels').expect(200)).text).toContain('Aucun serveur de courriel')
    expect((await mission.get(`/courriels/${id}`).expect(200)).text).toContain(link)
    for (const user of [head, company!, await makeCoordinator(bassin.id)]) {
      const agent = await signedIn(user)
      await agent.get('/courriels').expect(403)
      expect((await agent.get(`/courriels/${id}`).expect(403)).text).not.toContain(link)
    }
  })
})
