export type SiretCheck = { ok: true; siret: string } | { ok: false; reason: string }

const postOffice = '356000000'

const digitSum = (digits: string) => [...digits].reduce((sum, digit) => sum + Number(digit), 0)

function passesLuhn(digits: string): boolean {
  const isDoubled = (index: number) => index % 2 === digits.length % 2
  const doubled = [...digits].map((digit, index) => (isDoubled(index) ? String(Number(digit) * 2) : digit))
  return digitSum(doubled.join('')) % 10 === 0
}

// The head office of La Poste obeys Luhn, its thousands of post offices only the other rule.
function hasRightKey(siret: string): boolean {
  if (/^0+$/.test(siret)) return false
  return passesLuhn(siret) || (siret.startsWith(postOffice) && digitSum(siret) % 5 === 0)
}

/** R15: 14 digits, spaces ignored, with the right key. */
export function checkSiret(text: string): SiretCheck {
  const siret = text.slice(0, 100).replace(/[\s\u200B\uFEFF]+/g, '')
  if (siret === '') return { ok: false, reason: 'Indiquez le numéro SIRET : 14 chiffres.' }
  if (/^\d{9}$/.test(siret)) {
    return {
      ok: false,
      reason: 'Ces 9 chiffres sont un numéro SIREN ; le SIRET compte 5 chiffres de plus, propres à l’adresse.',
    }
  }
  if (!/^\d{14}$/.test(siret)) return { ok: false, reason: 'Un numéro SIRET compte 14 chiffres, sans lettre.' }
  if (hasRightKey(siret)) return { ok: true, siret }
  return { ok: false, reason: 'Ce numéro SIRET est faux : un de ses chiffres au moins est à vérifier.' }
}
