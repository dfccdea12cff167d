import { hash, verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'

export const passwordMinimum = 12
// 19 MiB, 2 passes, 1 lane: the OWASP minimum for argon2id.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const concurrency = 2

let running = 0
const waiting: (() => void)[] = []

// At most two hashes at once, so that a burst of sign-ins leaves a core to the pages.
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** A PHC string, argon2id. */
export const hashPassword = (password: string) => inTurn(() => hash(password, options))

let absentHash: Promise<string> | undefined

/** Whether the password is the one of this hash. Without a hash (no such account) takes as long and says no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  absentHash ??= hashPassword('un mot de passe que personne n’a choisi')
  const isRight = await inTurn(async () => verify(passwordHash ?? (await absentHash!), password))
  return isRight && passwordHash !== null
}

// What the list, of English-speaking origin, lacks: the French words that head the leaked ones, and the portal's own.
const frenchWords = ['motdepasse', 'mot de passe', 'bonjour', 'soleil', 'doudou', 'chouchou', 'loulou', 'jetaime', 'je t’aime', 'marseille', 'bretagne', 'vacances', 'chocolat', 'coucou', 'nicolas', 'camille', 'administrateur', 'education', 'éducation', 'académie', 'academie', 'rectorat', 'lycee', 'lycée', 'college', 'collège', 'clee', 'portail', 'portailclee']
const keyboards = ['azertyuiopqsdfghjklmwxcvbn', 'qwertyuiopasdfghjklzxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '01234567890123456789']
const lines = [...keyboards, ...keyboards.map((keys) => [...keys].toReversed().join(''))]
const shortestStem = 4

let common: Set<string> | undefined

/** Whether a password is one of the most used, or one of them with figures and signs around it, or a row of keys; case ignored. */
export function isCommonPassword(password: string): boolean {
  common ??= new Set([...dictionary['passwords-common'].map(String), ...frenchWords])
  const typed = password.toLowerCase()
  const stem = typed.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return common.has(typed) || (stem.length >= shortestStem && (common.has(stem) || lines.some((line) => line.includes(stem)))) || lines.some((line) => line.includes(typed)) || /^(.{1,4})\1+$/u.test(typed)
}
