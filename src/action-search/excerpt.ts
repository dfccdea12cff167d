const maxLength = 220

/** The beginning of what an action says of itself, cut between words. */
export function excerptOf({ publicSummary, objective }: { publicSummary: string; objective: string }) {
  const text = (publicSummary || objective).replace(/\s+/g, ' ').trim()
  return text.length > maxLength ? `${text.slice(0, maxLength).replace(/[\s,;:.]*\S*$/, '')}…` : text
}
