import { describe, expect, it } from 'vitest'
import { isCommonPassword } from '../src/auth/passwords.ts'

describe('a password that somebody would try first', () => {
  it.each([
    '123456789012', 'password1234', 'motdepasse123', 'azertyuiop12', 'azertyuiopqsdf', 'poiuytreza12', 'Soleil2024!!', '!!Marseille13', 'abababababab', 'aaaaaaaaaaaa', '987654321098', 'ABCDEFGHIJKLM',
  ])('is refused: %s', (password) => {
    expect(isCommonPassword(password)).toBe(true)
  })

  it.each(['le port de Saint-Malo au matin', 'cheval correct pile agrafe', 'demonstration-clee-2026', 'Une phrase facile 12', 'soleil sur la baie en mars', '40718293655120'])('is no other: %s', (password) => {
    expect(isCommonPassword(password)).toBe(false)
  })
})
