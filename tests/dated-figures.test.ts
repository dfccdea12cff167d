import { describe, expect, it, vi } from 'vitest'
import { visitor } from './support/app.ts'
import { makeSchool } from './support/factories.ts'
import { open } from './support/features.ts'

describe('public figures', () => {
  it('say of which day they are', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T23:30:00Z') })
    try {
      for (const path of ['/', '/carte', '/bassins', '/donnees-ouvertes']) expect(await open(visitor(), path)).toMatch(/(Chiffres du portail|Données) au 23 novembre 2026/)
    } finally {
      vi.useRealTimers()
    }
  })

  it('lead to what they count, and say what they count', async () => {
    const { text } = await visitor().get('/').expect(200)
    const figures = text.slice(text.indexOf('app-figures'), text.indexOf('</ul>', text.indexOf('app-figures')))
    for (const href of ['/clees', '/carte', '/agenda']) expect(figures).toContain(`href="${href}"`)
    expect(figures).toContain('y compris celles à actualiser')
  })

  it('of schools say which edition of the Annuaire they come from, when it is known', async () => {
    await makeSchool()
    expect(await open(visitor(), '/etablissements')).toContain('D’après l’Annuaire de l’éducation.')
    await makeSchool({ sourceDate: new Date('2023-06-08') })
    await makeSchool({ sourceDate: new Date('2022-01-03') })
    expect(await open(visitor(), '/etablissements')).toContain('D’après l’Annuaire de l’éducation, édition du 8 juin 2023.')
  })
})
