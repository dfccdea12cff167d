import { expect, it } from 'vitest'
import { visitor } from './support/app.ts'
import { publishClee } from './support/find.ts'

it('the page of a CLEE begins with links to its parts; contact and actions stand before what is long', async () => {
  const { slug } = await publishClee({ name: 'CLEE du pays de Fougères' })
  const { text } = await visitor().get(`/clees/${slug}`).expect(200)
  const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'))
  const parts = [...main.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)
  expect(parts).toEqual(['copilotes', 'contact', 'actions', 'territoire', 'identite', 'comite', 'charte'])
  const nav = main.slice(main.indexOf('aria-label="Sur cette page"'))
  const anchors = [...nav.slice(0, nav.indexOf('</nav>')).matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(anchors).toEqual(['contact', 'actions', 'territoire', 'comite', 'charte'])
})
