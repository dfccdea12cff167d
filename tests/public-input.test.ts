import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Response } from 'supertest'
import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { answerClientError } from '../src/web/client-error.ts'
import { visitor } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { insertAction } from './support/agenda.ts'
import { readable } from './support/features.ts'
import { fill, knownParameters, publicPaths } from './support/public-addresses.ts'

const somebody = '0192f000-0000-7000-8000-000000000000'
/** Far above what any page takes, on a machine that others load: a page without bounds takes minutes. */
const patience = 8_000
const times = new Map<string, number>()

/** An address, never read more than its time: a right page, another address, or a clear refusal. */
async function expectAnswer(address: string) {
  const start = performance.now()
  const answer = await visitor().get(address)
  const time = performance.now() - start
  times.set(address.slice(0, 80), time)
  expect([address.slice(0, 200), answer.status < 500, time < patience]).toEqual([address.slice(0, 200), true, true])
  if (answer.status >= 400) expectSentence(address, answer)
  return answer.status
}

/** A refusal is a sentence in French, whatever the format. */
function expectSentence(address: string, answer: Response) {
  const text = readable(answer.text ?? '')
  expect([address.slice(0, 200), /[a-zé]{3,} [^<]{10,}[.»]/.test(text)]).toEqual([address.slice(0, 200), true])
  expect(text).not.toMatch(/Cannot GET|<pre>|\bat .*\.ts:\d|PrismaClient|undefined/)
}

function tellSlowest() {
  const [slowest] = [...times].toSorted(([, one], [, other]) => other - one)
  console.log(`${times.size} adresses, la plus lente en ${Math.round(slowest?.[1] ?? 0)} ms : ${slowest?.[0]}`)
  times.clear()
}

/** A published CLEE with an action, and what names them in addresses. */
async function makeWorld() {
  const { clee, bassin, head } = await makeClee('active')
  const action = await insertAction(clee.id, { title: 'Forum des métiers', startsOn: `${schoolYearOf().slice(5)}-04-01` })
  const { schoolUai } = await db.user.findUniqueOrThrow({ where: { id: head.id } })
  return { '/clees/': clee.slug, '/bassins/': bassin.slug, '/actions/': action.id, '/etablissements/': schoolUai ?? '' }
}

const encoded = (name: string, values: string[]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
const everywhere = (...values: string[]) => knownParameters().map((name) => encoded(name, values)).join('&')

/** What one parameter makes of the page when the others say nothing. */
const alone = ['page=-1', 'page=1e9', 'page=0', 'bassin=inconnu', 'q=a&q=b', 'page=1&page=2', 'q=constructor', 'recherche=__proto__', 'q=%25', 'commune=%20%20', 'mois=0000-00', 'jour=9999-99-99', 'tri=__proto__', 'vue=constructor', 'annee=9999-9999']

const queries = {
  'signs of patterns and of quotes': () => everywhere('%_\'"\\'),
  'only spaces': () => everywhere('   '),
  'emoji': () => everywhere('🦄👩‍👩‍👧'),
  'a negative number': () => everywhere('-1'),
  'a huge number': () => everywhere('1e9'),
  'a number beyond all': () => everywhere('99999999999999999999'),
  'what nothing has for name': () => everywhere('inconnu'),
  'each parameter twice': () => everywhere('a', 'b'),
  'each parameter twice, as numbers': () => everywhere('1', '2'),
  'names of objects’ own': () => ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].map((name) => `${name}=1&${name}[x]=1`).join('&'),
  'their names as values': () => everywhere('__proto__'),
  'their names as values, again': () => everywhere('constructor'),
  'brackets': () => knownParameters().map((name) => `${name}[]=a&${name}[__proto__]=b`).join('&'),
  'encoding that is broken': () => `${everywhere('x')}&q=%E0%A4%A&recherche=%&page=%zz`,
  'nothing but signs': () => '&&&===&?&;',
}

describe('every public page', () => {
  it('answers whatever is asked of it: signs, numbers, parameters twice, names of objects’ own', async () => {
    const values = await makeWorld()
    const asked = [...Object.values(queries).map((query) => query()), ...alone]
    for (const path of publicPaths('GET')) for (const query of asked) await expectAnswer(`${fill(path, values, somebody)}?${query}`)
    tellSlowest()
  }, 120_000)

  it('answers ten thousand characters in any of its fields', async () => {
    const values = await makeWorld()
    const names = ['q', 'recherche', 'texte', 'commune', 'bassin', 'code', 'mois', 'page', 'suite']
    const texts = ['a'.repeat(10_000), 'a+b+'.repeat(2_500), '%25_%27%5C'.repeat(1_000)]
    for (const path of publicPaths('GET')) {
      for (const [index, name] of names.entries()) await expectAnswer(`${fill(path, values, somebody)}?${name}=${texts[index % texts.length]}`)
    }
    for (const path of ['/clees', '/etablissements', '/bassins', '/agenda']) for (const text of texts) await expectAnswer(`${path}?recherche=${text}`)
    tellSlowest()
  }, 120_000)

  it('refuses a null character with a sentence', async () => {
    for (const path of publicPaths('GET')) {
      const answer = await visitor().get(`${fill(path, {}, somebody)}?q=%00&recherche=a%00b`)
      expect([path, answer.status]).toEqual([path, 400])
      expect(answer.text).toContain('caractère interdit')
    }
  })

  it('refuses a name that nothing bears, of any kind, in its address', async () => {
    const names = ['__proto__', 'constructor', '%00', '%', '%E0%A4%A', '%F0%9F%A6%84', '%20', '..%2f..%2fetc%2fpasswd', '%27%22%5C%25_', '-1', '1e9', 'a'.repeat(9_000)]
    for (const path of publicPaths('GET').filter((one) => one.includes(':'))) {
      for (const name of names) {
        const address = path.replace(/:\w+/, name)
        // A page that is not known says so, or leads to another address; it never shows.
        expect([address.slice(0, 80), [200].includes(await expectAnswer(address)) && !/^\/(verification|invitations)/.test(path)]).toEqual([address.slice(0, 80), false])
      }
    }
    tellSlowest()
  }, 60_000)

  it('is no page of another, under a path that is very long', async () => {
    for (const path of [`/${'a'.repeat(10_000)}`, '/a'.repeat(5_000), `/clees/${'../'.repeat(3_000)}`, `/${'%2e%2e%2f'.repeat(1_000)}`]) expect(await expectAnswer(path)).toBeGreaterThanOrEqual(400)
  })
})

describe('a form of two megabytes', () => {
  it.each(publicPaths('POST'))('is refused in French on %s, and writes nothing', async (path) => {
    const before = await db.auditEntry.count()
    const answer = await visitor().post(fill(path, {}, somebody)).type('form').send(`message=${'a'.repeat(2_000_000)}`)
    expect(answer.status).toBe(413)
    expect(readable(answer.text)).toMatch(/Envoi trop volumineux.*dépasse la taille permise/)
    const parts = await visitor().post(fill(path, {}, somebody)).type('form').send(Array.from({ length: 2_000 }, (_, index) => `a${index}=b`).join('&'))
    expect(parts.status).toBe(413)
    expect((await visitor().post(fill(path, {}, somebody)).field('message', 'a'.repeat(2_000_000))).status).toBeLessThan(500)
    expect(await db.auditEntry.count()).toBe(before)
  })
})

describe('a feed', () => {
  it('asked a thousand times, with what was read before or not, answers the same and keeps nothing', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const used = () => (collect(), process.memoryUsage().heapUsed / 1_048_576)
    const { '/clees/': slug } = await makeWorld()
    const first = await visitor().get('/agenda.ics').expect(200)
    const etag = String(first.headers['etag'])
    const ask = async (count: number, headers: Record<string, string>) => {
      const statuses: number[] = []
      for (let done = 0; done < count; done += 20) statuses.push(...await Promise.all(Array.from({ length: 20 }, async () => (await visitor().get('/agenda.ics').set(headers)).status)))
      return [...new Set(statuses)]
    }
    expect(await ask(100, {})).toEqual([200])
    const before = used()
    const start = performance.now()
    expect(await ask(500, {})).toEqual([200])
    expect(await ask(500, { 'If-None-Match': etag })).toEqual([304])
    const [time, grown] = [performance.now() - start, used() - before]
    console.log(`1 000 demandes d’un flux : ${Math.round(time)} ms, mémoire ${grown.toFixed(1)} Mo de plus`)
    expect(grown).toBeLessThan(30)
    expect((await visitor().get(`/clees/${slug}/agenda.ics`).expect(200)).text).toContain('BEGIN:VEVENT')
  }, 120_000)
})

describe('what is no request', () => {
  it('is answered with a sentence, by the server itself', async () => {
    const server = createServer((_req, res) => res.end('lu')).on('clientError', answerClientError).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const send = async (text: string) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.write(text)
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString()
    }
    expect(await send(`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 [^]*Cette adresse est trop longue/)
    expect(await send('n’importe quoi\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*n’a pas pu lire cette demande/)
    server.close()
  })
})
