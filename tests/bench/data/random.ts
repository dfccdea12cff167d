/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Draws of every kind, the same ones for the same seed. */
export function makeDraw(seed: number) {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const between = (low: number, high: number) => low + below(high - low + 1)
  const hexadecimal = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('')
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return {
    below,
    between,
    pick,
    chance: (share: number) => random() < share,
    /** So many distinct ones. */
    several: <T>(list: readonly T[], count: number): T[] => {
      const chosen = new Set<T>()
      while (chosen.size < Math.min(count, list.length)) chosen.add(pick(list))
      return [...chosen]
    },
    /** An id as the portal makes them (uuid v7), of this instant. */
    uuid: (at: Date) => {
      const time = at.getTime().toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hexadecimal(3)}-${pick(['8', '9', 'a', 'b'])}${hexadecimal(3)}-${hexadecimal(12)}`
    },
  }
}
export type Draw = ReturnType<typeof makeDraw>
