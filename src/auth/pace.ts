import { setTimeout as sleep } from 'node:timers/promises'

const milliseconds = 300

/** Answers after a fixed time, so that its length doesn't tell whether an address has an account. */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.all([work(), sleep(milliseconds)])
  return result
}
