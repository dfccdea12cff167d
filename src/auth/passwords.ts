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

let common: Set<string> | undefined

/** Whether a password is on the list of the most used ones, case ignored. */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(dictionary['passwords-common'].map(String).filter((word) => word.length >= passwordMinimum))
  return common.has(password.toLowerCase())
}
