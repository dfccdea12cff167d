export async function time(act: () => Promise<unknown>) {
  const start = performance.now()
  await act()
  return performance.now() - start
}

export const at = (times: number[], share: number) => times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1] ?? 0

export const milliseconds = (value: number) => `${value.toFixed(1).padStart(7)} ms`

/** How much more memory a work takes at its highest, in MB, over what the process had before. */
export async function memoryOf(work: () => Promise<unknown>) {
  const before = process.memoryUsage().rss
  let highest = before
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
  await work()
  clearInterval(timer)
  return (highest - before) / 1e6
}
