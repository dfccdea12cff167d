import { describe, expect, it } from 'vitest'
import { checkSiret } from '../src/organisations/siret.ts'

describe('SIRET (R15)', () => {
  it.each(['21350016800025', '77766161200039', '19350053500011'])('accepts the real number %s', (siret) => {
    expect(checkSiret(siret)).toEqual({ ok: true, siret })
  })

  it('ignores spaces', () => {
    expect(checkSiret(' 213 500 168\u00a000025 ')).toEqual({ ok: true, siret: '21350016800025' })
  })

  it('refuses a wrong digit', () => {
    expect(checkSiret('21350016800026')).toMatchObject({ ok: false, reason: expect.stringContaining('est faux') })
  })

  it.each(['35600000000048', '35600000000010'])('accepts %s of La Poste, its head office or a post office', (siret) => {
    expect(checkSiret(siret)).toEqual({ ok: true, siret })
  })

  it('refuses a number of La Poste that obeys neither rule, and the other rule for any other company', () => {
    expect(checkSiret('35600000000011').ok).toBe(false)
    expect(checkSiret('35600000100010').ok).toBe(false)
  })

  it('says that nine digits are a SIREN', () => {
    expect(checkSiret('213500168')).toMatchObject({ ok: false, reason: expect.stringContaining('SIREN') })
  })

  it.each(['', '2,17003E+13', '2135001680002', '213500168000255', '2135001680002A', '00000000000000', '٢١٣٥٠٠١٦٨٠٠٠٢٥', '9'.repeat(10_000)])('refuses %j', (text) => {
    expect(checkSiret(text).ok).toBe(false)
  })
})
