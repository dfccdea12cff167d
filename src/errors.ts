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

/** A value refused by a command; `submitForm` shows the sentence beside the field, with what it could have meant. */
export class FieldError extends Error {
  readonly field: string
  readonly candidates: Candidate[]
  constructor(field: string, sentence: string, candidates: Candidate[] = []) {
    super(sentence)
    this.field = field
    this.candidates = candidates
  }
}

export const badRequest = (sentence: string) => new HttpError(400, sentence)
export const forbidden = (sentence = 'Votre compte ne permet pas de faire cela.') => new HttpError(403, sentence)
export const notFound = (sentence = 'Cette page n’existe pas, ou vous n’y avez pas accès.') => new HttpError(404, sentence)
export const conflict = (sentence: string) => new HttpError(409, sentence)
