import { z } from 'zod'
import { Clash, FieldError, FieldErrors, type Candidate } from '../errors.ts'

/** What a form page needs to come back filled: what was typed, one sentence per wrong field, and what an ambiguous one could mean; `heading` when nothing is wrong but what others did meanwhile. */
export type Form = { values: Record<string, unknown>; errors: Record<string, string>; candidates?: Record<string, Candidate[]>; heading?: string; hasErrors: boolean }
export type FailedForm = Form & { ok: false }
export type Submission<R> = { ok: true; result: R } | FailedForm

export const blankForm = (values: Record<string, unknown> = {}): Form => ({ values, errors: {}, hasErrors: false })

/** A form that comes back: nothing typed is lost, except passwords. */
export function failedForm(body: unknown, errors: Record<string, string>): FailedForm {
  const { password: _, currentPassword: __, confirmation: ___, ...values } = (body ?? {}) as Record<string, unknown>
  return { ok: false, values, errors, hasErrors: true }
}

/**
 * Parses a body and acts on it. A wrong field, found by the schema or thrown by the command as FieldError,
 * comes back as a form with its sentences; any other error goes on to the error page.
 */
export async function submitForm<Schema extends z.ZodType, R>(
  schema: Schema,
  body: unknown,
  act: (input: z.output<Schema>) => Promise<R>,
): Promise<Submission<R>> {
  const parsed = schema.safeParse(body ?? {})
  if (!parsed.success) return failedForm(body, firstErrors(schema, parsed.error))
  try {
    return { ok: true, result: await act(parsed.data) }
  } catch (error) {
    if (error instanceof FieldError) return refusedForm(body, error instanceof FieldErrors ? error.refused : [error])
    throw error
  }
}

function refusedForm(body: unknown, refused: FieldError[]): FailedForm {
  const errors = Object.fromEntries(refused.map(({ field, message }) => [field, message]))
  const clash = refused.find((one) => one instanceof Clash)
  return { ...failedForm(body, errors), ...(clash && { heading: clash.heading }), candidates: Object.fromEntries(refused.map(({ field, candidates }) => [field, candidates])) }
}

/** One sentence a field, in the order of the schema's fields, which is that of the page. */
function firstErrors(schema: z.ZodType, error: z.ZodError) {
  const order = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  const errors = new Map<string, string>()
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? 'form')
    if (!errors.has(name)) errors.set(name, issue.message)
  }
  return Object.fromEntries([...errors].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other)))
}
