import { describe, expect, it } from 'vitest'
import { checkUai, normaliseUai } from '../src/schools/uai.ts'

describe('UAI (R14)', () => {
  it.each(['0350122T', '0350165P', '0350778F', '0352072M', '0350852L'])('accepts the real code %s', (uai) => {
    expect(checkUai(uai)).toEqual({ ok: true, uai })
  })

  it('ignores spaces, of any kind, and case', () => {
    expect(checkUai(' 035 0122\u00a0t\n')).toEqual({ ok: true, uai: '0350122T' })
    expect(normaliseUai(' 035 0122\u202ft ')).toBe('0350122T')
  })

  it('names the expected letter when the key is wrong', () => {
    expect(checkUai('0350122A')).toEqual({ ok: false, reason: 'Le code UAI 0350122A est faux : après 0350122, la lettre attendue est T.' })
  })

  it.each(['0350122I', '0350122O', '0350122Q'])('refuses %s, whose letter no key uses', (uai) => {
    expect(checkUai(uai)).toMatchObject({ ok: false, reason: expect.stringContaining('la lettre attendue est T') })
  })

  it.each(['350122T', '03501222T', '0350122', 'A350122T', '٠٣٥٠١٢٢T', '0350122T\0', 'x'.repeat(10_000)])('refuses %j', (text) => {
    expect(checkUai(text)).toMatchObject({ ok: false, reason: expect.stringContaining('sept chiffres et d’une lettre') })
  })

  it('asks for a code when there is none', () => {
    expect(checkUai('  ')).toMatchObject({ ok: false, reason: expect.stringContaining('Indiquez') })
  })
})
