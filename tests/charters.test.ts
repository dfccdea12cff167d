import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee } from './support/factories.ts'

describe('beginning a charter', () => {
  it('drafts the four mandatory articles from the template', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    await agent.post(`/clees/${clee.slug}/charte`).expect(303)
    const articles = await db.article.findMany({ orderBy: { position: 'asc' } })
    expect(articles.map(({ key }) => key)).toEqual(['territory', 'objectives', 'actors', 'functioning'])
    expect(articles[0]?.body).toContain(clee.name)
  })
})
