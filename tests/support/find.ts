import type { CleeStatus } from '../../src/generated/prisma/client.ts'
import { insertClee } from './agenda.ts'
import { visitor } from './app.ts'

type Place = { name: string; communeCodes?: string[]; bassinId?: string; status?: CleeStatus; longName?: string }

/** A published CLEE as rows alone, over these communes. */
export async function publishClee({ communeCodes = [], bassinId, ...fields }: Place) {
  const bassins = bassinId ? { bassins: { create: { bassinId } } } : {}
  return (await insertClee({ ...fields, ...bassins, communes: { create: communeCodes.map((communeCode) => ({ communeCode })) } })).clee
}

const plain = (html: string) => html
  .slice(html.indexOf('<main'), html.indexOf('</main>'))
  .replace(/<[^>]+>/g, ' ')
  .replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#34;', '"')
  .replace(/\s+/g, ' ')

/** What the search answers: its text, and the links of its results. */
export async function search(q: string) {
  const { text: html } = await visitor().get('/trouver').query({ q }).expect(200)
  const main = html.slice(html.indexOf('</form>', html.indexOf('<main')), html.indexOf('</main>'))
  return { text: plain(html), links: [...main.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href).replaceAll('&amp;', '&')), firstHeading: /<h2[^>]*>([\s\S]*?)<\/h2>/.exec(main)?.[1]?.replace(/<[^>]+>/g, '').trim() ?? '' }
}
