export type UaiCheck = { ok: true; uai: string } | { ok: false; reason: string }

const missing = 'Indiquez le code UAI : sept chiffres et une lettre, par exemple 0350122T.'
const keys = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Upper case, without any space. */
export const normaliseUai = (text: string) => text.replace(/[\s\u200B\uFEFF]+/g, '').toUpperCase()

/** R14: seven digits and a key letter that the digits give. */
export function checkUai(text: string): UaiCheck {
  const uai = normaliseUai(text.slice(0, 100))
  if (uai === '') return { ok: false, reason: missing }
  if (!/^\d{7}[A-Z]$/.test(uai)) {
    const what = `« ${uai.slice(0, 20)} » n’en est pas un`
    return { ok: false, reason: `Un code UAI se compose de sept chiffres et d’une lettre, par exemple 0350122T ; ${what}.` }
  }
  const digits = uai.slice(0, 7)
  const expected = keys[Number(digits) % 23]
  if (uai[7] === expected) return { ok: true, uai }
  return { ok: false, reason: `Le code UAI ${uai} est faux : après ${digits}, la lettre attendue est ${expected}.` }
}

/** Why a text that has the shape of a UAI finds nothing: its key is wrong; null for any other text. */
export function wrongUai(text: string): string | null {
  if (!/^\d{7}[A-Z]$/.test(normaliseUai(text.slice(0, 100)))) return null
  const check = checkUai(text)
  return check.ok ? null : check.reason
}
