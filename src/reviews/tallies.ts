/** Actions by what has become of them, and what the achieved ones reached (R12). */
export type Tally = {
  done: number
  partly: number
  cancelled: number
  postponed: number
  /** Retained or planned, still without their outcome. */
  awaited: number
  /** Proposed, never retained. */
  proposed: number
  pupils: number
  girls: number
  adults: number
  classes: number
}

export const emptyTally: Tally = { done: 0, partly: 0, cancelled: 0, postponed: 0, awaited: 0, proposed: 0, pupils: 0, girls: 0, adults: 0, classes: 0 }
export const tallyKeys = Object.keys(emptyTally) as (keyof Tally)[]

export const addTallies = (one: Tally, other: Tally): Tally => Object.fromEntries(tallyKeys.map((key) => [key, one[key] + other[key]])) as Tally

/** Actions done, entirely or in part. */
export const achievedCount = ({ done, partly }: Tally) => done + partly
