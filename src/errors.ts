/** An answer other than success, with the sentence that the visitor reads. */
export class HttpError extends Error {
  readonly status: number
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null
  constructor(status: number, sentence: string, retryAfter: number | null = null) {
    super(sentence)
    this.status = status
    this.retryAfter = retryAfter
  }
}

export type Candidate = { value: string; label: string }

/** What was asked for has been deleted: the visitor is told, and led back to where the others are. */
export class Gone extends HttpError {
  readonly back: { href: string; label: string }
  constructor(sentence: string, back: { href: string; label: string }) {
    super(410, sentence)
    this.back = back
  }
}

/** A value refused by a command; `submitForm` shows the sentence beside the field, with what it could have meant. */
export class FieldError extends Error {
  readonly field: string
  readonly candidates: Candidate[]
  /** Whether there are more candidates than these. */
  readonly hasMore: boolean
  constructor(field: string, sentence: string, candidates: Candidate[] = [], hasMore = false) {
    super(sentence)
    this.field = field
    this.candidates = candidates
    this.hasMore = hasMore
  }
}

/** What somebody has changed since it was shown: nothing typed is wrong, and the form comes back under this heading. */
export class Clash extends FieldError {
  readonly heading: string
  constructor(field: string, heading: string, sentence: string) {
    super(field, sentence)
    this.heading = heading
  }
}

/** Several values refused at once, one sentence a field; alone, it reads as the first of them. */
export class FieldErrors extends FieldError {
  readonly refused: FieldError[]
  constructor(first: FieldError, ...others: FieldError[]) {
    super(first.field, first.message, first.candidates, first.hasMore)
    this.refused = [first, ...others]
  }
}

type Results<Checks extends (() => Promise<unknown>)[]> = { [Index in keyof Checks]: Awaited<ReturnType<Checks[Index]>> }

/** Runs the checks of a command in turn, so that what several of them refuse is told at once. */
export async function checkTogether<Checks extends (() => Promise<unknown>)[]>(...checks: Checks): Promise<Results<Checks>> {
  const results: unknown[] = []
  const refused: FieldError[] = []
  for (const check of checks) {
    try {
      results.push(await check())
    } catch (error) {
      if (!(error instanceof FieldError)) throw error
      refused.push(error)
    }
  }
  const [first, ...others] = refused
  if (first) throw new FieldErrors(first, ...others)
  return results as Results<Checks>
}

/** The page stands at another address of the portal: the visitor is sent there. */
export class Moved extends Error {
  readonly path: string
  constructor(path: string) {
    super(`moved to ${path}`)
    this.path = path
  }
}

export const badRequest = (sentence: string) => new HttpError(400, sentence)
export const forbidden = (sentence = 'Votre compte ne permet pas de faire cela.') => new HttpError(403, sentence)
export const notFound = (sentence = 'Cette page n’existe pas, ou vous n’y avez pas accès.') => new HttpError(404, sentence)
export const conflict = (sentence: string) => new HttpError(409, sentence)
