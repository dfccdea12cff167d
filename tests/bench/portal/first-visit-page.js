// What a page shows of its own first moments, for tests/bench/portal/first-visit.ts.
globalThis.measured = { shift: 0, painted: 0 }
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.measured.shift += entry.value
}).observe({ type: 'layout-shift', buffered: true })
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.measured.painted = entry.startTime
}).observe({ type: 'largest-contentful-paint', buffered: true })
