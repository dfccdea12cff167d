// Runs before the first paint: a page in the dark theme must not flash white.
(() => {
  const root = document.documentElement
  let scheme = 'system'
  try {
    scheme = localStorage.getItem('scheme') || 'system'
  } catch {
    scheme = 'system'
  }
  const isDark = scheme === 'dark' || (scheme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-fr-scheme', scheme)
  root.setAttribute('data-fr-theme', isDark ? 'dark' : 'light')
})()
