const maxEntries = 100
const maxLength = 20_000_000

/** The texts that were sent, by what tells them from others; the oldest use first. A length is 0 while a text is being made. */
const entries = new Map<string, { text: Promise<string>; length: number }>()

function forgetOldest() {
  let length = [...entries.values()].reduce((sum, entry) => sum + entry.length, 0)
  for (const [key, entry] of entries) {
    if (entries.size <= maxEntries && length <= maxLength) return
    entries.delete(key)
    length -= entry.length
  }
}

function make(key: string, build: () => Promise<string>) {
  const entry = { text: build(), length: 0 }
  entry.text.then(
    (text) => {
      entry.length = text.length
      forgetOldest()
    },
    () => entries.delete(key),
  )
  return entry
}

/** The text of this key, made once for all who ask at the same time or later, and kept while there is room. */
export async function keptText(key: string, build: () => Promise<string>): Promise<string> {
  const entry = entries.get(key) ?? make(key, build)
  entries.delete(key)
  entries.set(key, entry)
  return entry.text
}
